"""The command line: `kb ask`, `compare`, `locate` and the others. It parses and prints only."""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import warnings
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from kb.errors import KBError, MissingExtra

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

SourceFormat = Literal["apa", "mla", "harvard", "bibtex", "ris", "csl-json"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Ask a folder of articles and get verbatim, cited answers.",
)

CorpusOption = Annotated[
    Path, typer.Option("--corpus", envvar="KB_CORPUS", help="The folder of articles.")
]
IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        envvar="KB_INDEX",
        help="Where the index lies; default: .index in the corpus folder.",
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        help=(
            "A sentence-transformers model by name or path, or hash-256; default: the index's, else"
            " all-MiniLM-L6-v2."
        ),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
QuestionArgument = Annotated[
    list[str], typer.Argument(help="The question; - reads it from standard input.")
]

CORPUS = Path("corpus")
THIS_MACHINE = "127.0.0.1"
PORT = 8501  # Streamlit's own
LAST_PORT = 65_535
TRIED_PORTS = 100  # as many does Streamlit try


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from kb.version import __version__

        typer.echo(f"kb {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Ask a folder of articles and get verbatim, cited answers."""


@app.command()
def build(
    corpus: CorpusOption = CORPUS, index: IndexOption = None, model: ModelOption = None
) -> None:
    """Index the articles, or do nothing if nothing has changed."""
    from kb.knowledge_base import build as build_base

    base = build_base(corpus, index=index, model=model, progress=_progress)
    found = len(base.corpus.documents)
    typer.echo(f"{found} article{'s' * (found != 1)}, {base.size} sentences, {base.model}")


@app.command()
def ask(
    question: QuestionArgument,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    after: Annotated[
        str | None,
        typer.Option("--after", help="The question before, if this one may lean on it."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with numbered quotes."""
    answer = _open(corpus, index).ask(_question(question), after=after)
    typer.echo(_json(answer.to_dict()) if as_json else answer.to_text(), nl=as_json)


@app.command(name="check-text")
def check_text(
    file: Annotated[str, typer.Argument(help="A text file; - reads standard input.")],
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell of each sentence of a text whether the articles state it; exit code 1 if one is not
    stated, or a quote is not word for word.
    """
    checked = _open(corpus, index).check(_text(file))
    typer.echo(_json(checked.to_dict()) if as_json else checked.to_text(), nl=as_json)
    raise typer.Exit(int(not checked.is_stated))


@app.command()
def search(
    question: QuestionArgument,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages at most.")] = 5,
    as_json: JsonOption = False,
) -> None:
    """Find the passages that fit a question best."""
    from kb.rendering.text import hits_to_text

    hits = _open(corpus, index).search(_question(question), k)
    typer.echo(
        _json([hit.to_dict() for hit in hits]) if as_json else hits_to_text(hits), nl=as_json
    )


@app.command()
def compare(
    subjects: Annotated[
        list[str] | None, typer.Argument(help="Names of subjects; default: all.")
    ] = None,
    facet: Annotated[
        list[str] | None, typer.Option("--facet", help="A facet; may be given again; default: all.")
    ] = None,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    k: Annotated[int, typer.Option("-k", min=1, help="Quotes a cell at most.")] = 4,
    is_overview: Annotated[
        bool,
        typer.Option("--overview", help="Only what says outright how they differ, on one screen."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put subjects side by side, as a Markdown table."""
    if is_overview and facet:
        raise KBError("an overview chooses its facets: give --overview or --facet, not both")
    base = _open(corpus, index)
    if is_overview:
        comparison = base.overview(*(subjects or ()))
    else:
        comparison = base.compare(*(subjects or ()), facet=facet or (), k=k)
    typer.echo(_json(comparison.to_dict()) if as_json else comparison.to_markdown(), nl=as_json)


@app.command()
def sources(
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    as_json: JsonOption = False,
    style: Annotated[
        SourceFormat | None,
        typer.Option(
            "--format",
            case_sensitive=False,
            help="Print references in a style, or for a reference manager to read.",
        ),
    ] = None,
    as_csl: Annotated[bool, typer.Option("--csl", help="The same as --format csl-json.")] = False,
) -> None:
    """List the articles: id, title, who wrote and published them, and when."""
    from kb.rendering.bibliography import listed
    from kb.rendering.text import documents_to_text

    documents = _open(corpus, index).corpus.documents
    if style or as_csl:
        typer.echo(listed(documents, style or "csl-json"), nl=False)
        return
    typer.echo(
        (_json([d.to_dict() for d in documents]) if as_json else documents_to_text(documents)),
        nl=as_json,
    )


@app.command()
def locate(
    address: Annotated[
        str, typer.Argument(help="A citation's address, as --json and Citation.address give it.")
    ],
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell whether a quote still stands: exact, moved, changed or gone; exit code 1 for the last
    two.
    """
    from kb.rendering.text import located_to_text

    located = _open(corpus, index).locate(address)
    typer.echo(_json(located.to_dict()) if as_json else located_to_text(located), nl=as_json)
    raise typer.Exit(int(located.state in ("changed", "gone")))


@app.command()
def evaluate(
    questions: Annotated[Path, typer.Argument(help="Judged questions, JSON Lines.")],
    run: Annotated[
        Path | None, typer.Option("--run", help="Write what was answered here, JSON Lines.")
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option("--compare", help="An earlier --run: show what became better and worse."),
    ] = None,
    listed: Annotated[
        bool,
        typer.Option(
            "--listed",
            help="Compare what is cited even where the answer is “not covered”: retrieval alone.",
        ),
    ] = False,
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer judged questions and measure how good the answers are."""
    from kb.evaluation import changes, report
    from kb.evaluation import judged as evaluation

    judged = evaluation.read_questions(questions)
    earlier = evaluation.read_run(compare) if compare else []
    base = _open(corpus, index)
    rows = list(
        evaluation.run(
            base, judged, lambda done: _progress(done, len(judged), "questions answered")
        )
    )
    if run:
        _write(run, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    found = report.report(base, judged, rows)
    changed = (
        changes.changes(earlier, found.judged, base.corpus.documents, listed) if compare else None
    )
    if as_json:
        typer.echo(
            _json(
                report.to_dict(found) | ({"changes": changes.to_dict(changed)} if changed else {})
            )
        )
    else:
        typer.echo(
            "\n\n".join([report.to_text(found), *([changes.to_text(changed)] if changed else [])])
        )


@app.command()
def check(
    corpus: CorpusOption = CORPUS, index: IndexOption = None, as_json: JsonOption = False
) -> None:
    """Tell what could be better in the articles and corpus.toml; exit code 1 if answers suffer from
    it.
    """
    from kb.evaluation.check import check as check_index
    from kb.evaluation.check import findings_to_text

    findings = check_index(_open(corpus, index).index)
    typer.echo(
        _json([finding.to_dict() for finding in findings])
        if as_json
        else findings_to_text(findings)
    )
    raise typer.Exit(int(any(finding.is_wrong for finding in findings)))


@app.command(name="app")
def open_app(
    corpus: CorpusOption = CORPUS,
    index: IndexOption = None,
    host: Annotated[
        str,
        typer.Option(
            "--host",
            help=(
                "The address to listen at: 0.0.0.0 for the local network, where everybody can then"
                " read, without a password."
            ),
        ),
    ] = THIS_MACHINE,
    port: Annotated[
        int | None, typer.Option("--port", help="Default: 8501, or the next free one.")
    ] = None,
) -> None:
    """Serve the app, print its address and open it in a browser; Ctrl+C ends it."""
    if find_spec("streamlit") is None:
        raise MissingExtra("Streamlit", "app", "kb app")
    address = _address(host)
    free = _free_port(address) if port is None else _checked_port(address, port)
    example = _open(corpus, index).examples(1)  # a mistake in the articles is told here, too
    os.environ["KB_CORPUS"] = str(corpus.resolve())
    if index:
        os.environ["KB_INDEX"] = str(index.resolve())
    from kb.serving import server

    server.run(_settings(), address, free, "".join(example), _has_screen())


def main() -> None:
    """Runs the command line: exit code 2 and one sentence on standard error for whatever a person
    can put right.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    warnings.showwarning = lambda message, *_, **__: print(f"kb: {message}", file=sys.stderr)
    try:
        app()
    except KBError as error:
        print(f"kb: {error}", file=sys.stderr)
        sys.exit(2)


def _open(corpus: Path, index: Path | None) -> KnowledgeBase:
    from kb.knowledge_base import KnowledgeBase

    return KnowledgeBase.open(corpus, index=index, progress=_progress)


def _question(words: list[str]) -> str:
    if words == ["-"]:
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    return " ".join(words)


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace")
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise KBError(f"{file} cannot be read ({reason}): name a text file, or -") from error


def _progress(done: int, total: int, what: str = "texts embedded") -> None:
    is_last = done >= total
    if sys.stderr.isatty():
        print(
            f"\r{done} of {total} {what}", end="\n" if is_last else "", file=sys.stderr, flush=True
        )
    elif is_last:
        print(f"{total} {what}", file=sys.stderr)


def _settings() -> Path:
    """The app's script, beside which its settings lie: in a checkout, or in an installed kb."""
    here = Path(__file__).parent
    for script in (here / "app.py", here.parent / "app.py"):
        if script.is_file():
            return script
    raise KBError("app.py is missing beside the package: install kb again")


def _address(host: str) -> str:
    """The address to listen at; a name would have to be looked up elsewhere."""
    address = THIS_MACHINE if host == "localhost" else host
    try:
        is_here = _refused(str(ip_address(address)), 0) is None
    except ValueError:
        is_here = False
    if not is_here:
        raise KBError(
            f"--host {host} is no address of this machine: give {THIS_MACHINE} for this machine"
            " alone, or 0.0.0.0 for the local network"
        )
    return address


def _free_port(address: str) -> int:
    for port in range(PORT, PORT + TRIED_PORTS):
        if _refused(address, port) is None:
            return port
    raise KBError(f"no port from {PORT} to {port} is free: give another with --port")


def _checked_port(address: str, port: int) -> int:
    """The port, if there is such a one and nobody listens there."""
    if not 1 <= port <= LAST_PORT:
        raise KBError(f"--port {port} is no port: give a number from 1 to {LAST_PORT}")
    refused = _refused(address, port)
    if refused is None:
        return port
    if refused.errno == errno.EACCES:
        raise KBError(f"--port {port} is kept for the system: give one from 1024 to {LAST_PORT}")
    raise KBError(f"--port {port} is taken by another program: give another, or leave it out")


def _refused(address: str, port: int) -> OSError | None:
    """Why nobody could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        if os.name != "nt":  # there it would let two listen at one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen()
        except OSError as error:
            return error
    return None


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise KBError(
            f"{file} cannot be written ({error.strerror}): name another file with --run"
        ) from error


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)

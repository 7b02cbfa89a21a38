"""The command line as a person meets it: the real shell, the real model, and mistakes told in one
sentence.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kb
from kb import cli
from kb.cli import app
from kb.errors import KBError
from kb.knowledge_base import KnowledgeBase
from kb.rendering.bibliography import listed

ROOT = Path(__file__).parent.parent
BAKERS = Path(__file__).parent / "corpora" / "bakers"
KB = [str(Path(sys.executable).parent / "kb")]
COMMANDS = (
    "build",
    "ask",
    "check-text",
    "search",
    "compare",
    "sources",
    "locate",
    "evaluate",
    "check",
    "app",
)
QUESTION = "How does the training of bakers and confectioners differ?"

Shell = Callable[..., subprocess.CompletedProcess[str]]


def shell(
    *arguments: str | bytes | Path, code: int = 0, stdin: bytes = b"", **environment: str
) -> tuple[str, str]:
    """What `kb` wrote to (standard output, standard error), once it has ended with the exit code
    expected.
    """
    done = subprocess.run(
        [*KB, *arguments],
        input=stdin,
        capture_output=True,
        timeout=120,
        env=os.environ | environment,
        cwd=ROOT,
        check=False,
    )
    output, errors = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == code, errors
    assert "Traceback" not in errors
    return output, errors


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The options that name two articles and their index, which the shell has built with the real
    model.
    """
    corpus = shutil.copytree(BAKERS, tmp_path_factory.mktemp("cli") / "corpus")
    output, _ = shell("build", "--corpus", corpus)
    assert output.startswith("2 articles, ") and "all-MiniLM-L6-v2@" in output
    return ["--corpus", str(corpus)]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder of its own, indexed with the `HashEmbedder`."""
    corpus = Path(shutil.copytree(BAKERS, tmp_path / "corpus"))
    result = CliRunner().invoke(app, ["build", "--corpus", str(corpus), "--model", "hash-64"])
    assert result.exit_code == 0
    return corpus


def refused(*arguments: str | bytes | Path) -> str:
    """The one sentence that `kb` says when it ends with exit code 2 and no answer."""
    output, errors = shell(*arguments, code=2)
    assert output == ""
    assert errors.startswith("kb: ") and errors.endswith("\n") and errors.count("\n") == 1
    return errors.removeprefix("kb: ").strip()


# Fast: the same commands in this process, with the small embedder


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(app, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    for option in {"": COMMANDS, "app": ("--host", "--port"), "build": ("--model",)}.get(
        command, ("--json",)
    ):
        assert option in result.output
    if command:
        assert "--corpus" in result.output and "--index" in result.output


def test_the_version_can_be_asked_for() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.output) == (0, f"kb {kb.__version__}\n")


def test_the_commands_are_these() -> None:
    assert {
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback
    } == set(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", QUESTION],
        ["search", QUESTION, "-k", "2"],
        ["compare"],
        ["compare", "baker", "--facet", "tools"],
        ["sources"],
    ],
)
def test_every_command_prints_text_or_json(small: Path, arguments: list[str]) -> None:
    text = CliRunner().invoke(app, [*arguments, "--corpus", str(small)])
    coded = CliRunner().invoke(app, [*arguments, "--corpus", str(small), "--json"])
    assert (text.exit_code, coded.exit_code) == (0, 0)
    assert text.output.endswith("\n") and not text.output.endswith("\n\n")
    assert json.loads(coded.output)


@pytest.mark.parametrize("name", ["apa", "mla", "HARVARD", "bibtex", "ris", "csl-json"])
def test_sources_are_printed_in_a_style_or_a_format(small: Path, name: str) -> None:
    printed = CliRunner().invoke(app, ["sources", "--corpus", str(small), "--format", name])
    documents = KnowledgeBase.open(small).corpus.documents
    assert printed.exit_code == 0
    assert printed.output.replace("\r\n", "\n") == listed(documents, name).replace("\r\n", "\n")


def test_a_format_that_is_none_is_refused_with_those_that_are(small: Path) -> None:
    refused = CliRunner().invoke(app, ["sources", "--corpus", str(small), "--format", "chicago"])
    assert refused.exit_code == 2 and "chicago" in refused.output and "harvard" in refused.output


def test_sources_can_be_read_by_a_reference_manager(small: Path) -> None:
    printed = CliRunner().invoke(app, ["sources", "--corpus", str(small), "--csl"])
    assert printed.exit_code == 0
    assert json.loads(printed.output) == [
        {
            "id": "guild",
            "type": "article",
            "title": "Baker or Confectioner?",
            "author": [{"family": "Miller", "given": "Ada"}],
            "publisher": "The Guild Post",
            "issued": {"date-parts": [[2024, 5, 3]]},
        },
        {
            "id": "almanac",
            "type": "article",
            "title": "The confectioner's almanac",
            "publisher": "Sugar Press",
        },
    ]


def test_the_words_of_a_question_need_no_quote_marks(small: Path) -> None:
    found = CliRunner().invoke(
        app, ["ask", "How", "is", "a", "baker", "trained?", "--corpus", str(small), "--json"]
    )
    assert json.loads(found.output)["question"] == "How is a baker trained?"


def test_corpus_and_index_can_be_named_in_the_environment(small: Path, tmp_path: Path) -> None:
    index = tmp_path / "elsewhere"
    runner = CliRunner(env={"KB_CORPUS": str(small), "KB_INDEX": str(index)})
    assert runner.invoke(app, ["build", "--model", "hash-32"]).exit_code == 0
    assert (index / "manifest.json").is_file()
    assert (
        runner.invoke(app, ["sources"]).output
        == "guild: Baker or Confectioner? (The Guild Post, by Ada Miller, 2024-05-03)\n"
        "almanac: The confectioner's almanac (Sugar Press, undated)\n"
    )


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """One judged question on the articles of `small`."""
    quote = {
        "source": "guild",
        "quote": "confectioners need no licence",
        "side": "confectioner",
        "grade": 2,
    }
    row = {
        "id": "q1",
        "question": "Do confectioners need a licence?",
        "answerable": True,
        "evidence": [quote],
    }
    (tmp_path / "q.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return tmp_path / "q.jsonl"


def test_evaluate_writes_a_run_and_prints_a_report(
    small: Path, judged: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"
    result = CliRunner().invoke(
        app, ["evaluate", str(judged), "--run", str(run), "--corpus", str(small)]
    )
    assert result.exit_code == 0
    assert result.output.startswith("1 question, 1 of them answerable.\n")
    assert (
        "need_recall@600                1   1.000 (1.00–1.00)     1.000 (1.00–1.00)\n"
        in result.output
    )
    assert "auroc                          0   -\n" in result.output
    (row,) = map(json.loads, run.read_text(encoding="utf-8").splitlines())
    assert (row["id"], row["abstained"], set(row)) == (
        "q1",
        False,
        {"id", "abstained", "confidence", "citations"},
    )


def test_compare_gives_an_overview_which_chooses_its_facets_itself(small: Path) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["compare", *arguments, "--corpus", str(small)])

    shown = run("--overview").stdout
    assert "| Baker | Confectioner |" in shown
    assert len(shown) < len(run("-k", "9").stdout)
    outright = json.loads(run("--overview", "--json").stdout)["outright"]
    assert outright == list(range(1, len(outright) + 1))
    complaint = run("--overview", "--facet", "tools").exception
    assert isinstance(complaint, KBError) and "--overview or --facet" in str(complaint)


def test_evaluate_compares_with_an_earlier_run_which_it_may_replace(
    small: Path, judged: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"
    run.write_text(
        json.dumps({"id": "q1", "abstained": True, "confidence": 0.1, "citations": []}) + "\n",
        encoding="utf-8",
    )
    arguments = ["evaluate", str(judged), "--compare", str(run), "--corpus", str(small), "--listed"]
    text = CliRunner().invoke(app, arguments)
    assert (
        "\n\nAgainst the earlier run, 1 question, retrieval alone: 1 better, 0 worse, 0 alike.\n"
        in text.output
    )
    coded = CliRunner().invoke(app, [*arguments, "--run", str(run), "--json"])
    found = json.loads(coded.stdout)
    assert found["end_to_end"]["need_recall@600"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert [change["abstained"] for change in found["changes"]["better"]] == [[True, False]]
    assert json.loads(run.read_text(encoding="utf-8"))["abstained"] is False


# Slow: the real shell


@pytest.mark.slow
def test_asking_in_the_shell_prints_quotes_with_their_places(built: list[str]) -> None:
    output, errors = shell("ask", QUESTION, *built)
    assert errors == ""
    state, verdict, blank, first = output.splitlines()[:4]
    assert (state, blank) == ("Answered.", "")
    assert verdict.startswith("On training: ")
    assert first.startswith("[1] ")
    assert "A baker learns the trade in three years at a bakery." in output
    assert "— The Guild Post, “Training” (guild " in output


@pytest.mark.slow
def test_json_has_the_same_bytes_under_every_hash_seed(built: list[str]) -> None:
    for arguments in (["ask", QUESTION], ["compare"]):
        first, _ = shell(*arguments, "--json", *built, PYTHONHASHSEED="0")
        second, _ = shell(*arguments, "--json", *built, PYTHONHASHSEED="1")
        assert first == second
        json.loads(first)


@pytest.mark.slow
def test_a_question_can_come_from_standard_input(built: list[str]) -> None:
    output, _ = shell(
        "ask", "-", "--json", *built, stdin="Is a baker\nlicensed — \xff?".encode() + b"\xff\xfe\n"
    )
    answer = json.loads(output)
    assert answer["status"] == "answered"
    assert "Bakers must hold a guild licence to sell bread." in [
        c["text"] for c in answer["citations"]
    ]


@pytest.mark.slow
def test_bytes_that_are_no_text_in_a_question_do_no_harm(built: list[str]) -> None:
    output, _ = shell("ask", b"Is a \xff\xfe baker licensed?", "--json", *built, PYTHONUTF8="1")
    assert json.loads(output)["status"] == "answered"


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(built: list[str]) -> None:
    with subprocess.Popen(
        [*KB, "compare", "-k", "50", *built],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 1
    assert errors == b""


@pytest.mark.slow
def test_a_second_build_takes_less_than_two_seconds_and_embeds_nothing(built: list[str]) -> None:
    taken = []
    for _ in range(3):  # the best of three: another program may be busy
        start = time.monotonic()
        output, errors = shell("build", *built)
        taken.append(time.monotonic() - start)
        assert output.startswith("2 articles, ") and errors == ""
    assert min(taken) < 2


@pytest.mark.slow
def test_a_question_too_long_is_refused(built: list[str]) -> None:
    assert (
        refused("ask", "x" * 100_000, *built)
        == "the question has 100,000 characters, and at most 4,000 can be read: ask it in fewer"
        " words"
    )


@pytest.mark.slow
def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert (
        refused("ask", "Bread?", "--corpus", missing)
        == f"there is no folder {missing}: name the folder that holds the articles"
    )
    assert (
        refused("build", "--corpus", tmp_path)
        == f"{tmp_path} holds no articles: put text files (.txt, .md, .markdown) into it, one for"
        " each article"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_broken_corpus_toml_is_refused_with_key_and_line(small: Path) -> None:
    toml = small / "corpus.toml"
    text = toml.read_text(encoding="utf-8")
    line = text.splitlines().index('publisher = "The Guild Post"') + 1
    toml.write_text(
        text.replace('publisher = "The Guild Post"', 'publsher = "The Guild Post"'),
        encoding="utf-8",
    )
    assert refused("ask", QUESTION, "--corpus", small).startswith(
        f'{toml}, line {line}: there is no key "publsher" of [[sources]] (did you mean'
        ' "publisher"?); allowed keys: file, id, '
    )


@pytest.mark.slow
def test_an_article_in_another_encoding_is_refused(small: Path) -> None:
    (small / "extra.txt").write_bytes("Crème brûlée.".encode("latin-1"))
    assert (
        refused("build", "--corpus", small, "--model", "hash-64")
        == f"{small / 'extra.txt'} is not UTF-8 (byte 0xe8 on line 1): save it again as UTF-8"
    )


@pytest.mark.slow
def test_a_damaged_index_is_refused_and_build_mends_it(small: Path) -> None:
    index = small / ".index"
    vectors = next(index.rglob("vectors"))
    vectors.write_bytes(vectors.read_bytes()[:-1])
    assert (
        refused("ask", QUESTION, "--corpus", small)
        == f"{vectors} is missing, cut short or altered: run kb build to make the index again"
    )
    shell("build", "--corpus", small, "--model", "hash-64")
    assert (
        json.loads(shell("ask", QUESTION, "--corpus", small, "--json")[0])["status"] == "answered"
    )


@pytest.mark.slow
def test_unknown_subjects_and_facets_are_refused_with_the_known_ones(small: Path) -> None:
    assert (
        refused("compare", "bakker", "--corpus", small)
        == 'there is no subject "bakker" in this corpus (did you mean "baker"?); it has baker,'
        " confectioner"
    )
    assert refused("compare", "--facet", "sails", "--corpus", small).startswith(
        'there is no facet "sails" in this corpus'
    )


@pytest.mark.slow
def test_a_run_that_cannot_be_written_is_refused(small: Path, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text(
        '{"id": "a", "question": "Bread?", "answerable": false, "evidence": []}\n', encoding="utf-8"
    )
    target = tmp_path / "no" / "run.jsonl"
    _, errors = shell("evaluate", questions, "--run", target, "--corpus", small, code=2)
    assert (
        errors.splitlines()[-1]
        == f"kb: {target} cannot be written (No such file or directory): name another file with"
        " --run"
    )


@pytest.mark.slow
def test_an_unknown_command_or_option_is_refused_with_usage() -> None:
    for arguments in (["answer"], ["ask"], ["search", "bread", "-k", "0"]):
        output, errors = shell(*arguments, code=2)
        assert output == "" and errors.startswith("Usage: ")


def test_a_quotes_address_tells_in_the_shell_what_became_of_it(small: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, [*arguments, "--corpus", str(small)])
        return done.exit_code, done.stdout

    _, asked = run("ask", "How is a baker trained?", "--json")
    quote = json.loads(asked)["citations"][0]
    place = f"({quote['source']} {quote['start']}–{quote['end']})"
    assert run("locate", quote["address"]) == (
        0,
        f"Exact. {quote['voice']} {place}: “{quote['text']}”\n",
    )
    assert json.loads(run("locate", quote["address"], "--json")[1])["state"] == "exact"
    article = small / f"{quote['source']}.txt"
    before = article.read_text(encoding="utf-8")
    article.write_text(before.replace(quote["text"], "Nobody knows."), encoding="utf-8")
    code, told = run("locate", quote["address"])
    assert (code, told.split(".")[0]) == (1, "Changed") and told.endswith(
        "now reads: “Nobody knows.”\n"
    )
    nowhere = f"{'0' * 64}:0-5:zz|{'0' * 16}|zz"
    assert run("locate", nowhere) == (1, "Gone. No article here holds these words.\n")


def test_what_is_no_address_is_refused_in_one_sentence(small: Path) -> None:
    assert refused("locate", "nonsense", "--corpus", small).startswith(
        "'nonsense' is no citation's address: expected digest:"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--port", "99999"], "--port 99999 is no port: give a number from 1 to 65535"),
        (["--port", "0"], "--port 0 is no port: give a number from 1 to 65535"),
        (["--port", "-5"], "--port -5 is no port: give a number from 1 to 65535"),
        (
            ["--host", "evil.example"],
            "--host evil.example is no address of this machine: give 127.0.0.1 for this machine"
            " alone, or 0.0.0.0 for the local network",
        ),
        (
            ["--host", "198.51.100.7"],
            "--host 198.51.100.7 is no address of this machine: give 127.0.0.1 for this machine"
            " alone, or 0.0.0.0 for the local network",
        ),
    ],
)
def test_a_host_or_port_that_cannot_be_is_refused_in_one_sentence(
    given: list[str], told: str, small: Path
) -> None:
    assert refused("app", *given, "--corpus", small) == told


def test_a_port_that_is_taken_is_refused_and_without_one_the_next_is_found(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refused("app", "--port", str(port), "--corpus", small) == (
            f"--port {port} is taken by another program: give another, or leave it out"
        )
        monkeypatch.setattr(cli, "PORT", port)
        assert port < cli._free_port("127.0.0.1") < port + cli.TRIED_PORTS


def test_a_port_that_is_kept_for_the_system_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "_refused", lambda address, port: PermissionError(errno.EACCES, ""))
    with pytest.raises(KBError, match=r"^--port 80 is kept for the system: give one from 1024 to"):
        cli._checked_port("127.0.0.1", 80)

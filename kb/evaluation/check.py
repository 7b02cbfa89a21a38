"""What a person may want to mend in a corpus: unused cues and names, facets without evidence,
advertising left in.

It reads corpus.toml once more, to tell the lines. What makes answers worse is wrong; all else is a
note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from kb.answering.comparison import compare
from kb.answering.question import QuestionReader
from kb.answering.search import Searcher
from kb.articles.config import FILE, Config, read_config
from kb.index.build import Index
from kb.index.facets import ON_FACET, example_texts, section
from kb.index.names import Names
from kb.language.words import stems_in_order
from kb.types import Block, Document, Subject

Kind = Literal[
    "subject never named",
    "facet without evidence",
    "advertising",
    "quote of a part",
    "unlisted article",
    "source",
    "possible navigation",
    "unused name",
    "gap",
    "unused cue",
    "question cue",
    "example question",
    "about nobody",
]
# Answers suffer: a side is never found, a row stays empty, an advert is searched, a quote is cut.
WRONG: tuple[Kind, ...] = (
    "subject never named",
    "facet without evidence",
    "advertising",
    "quote of a part",
)

ADVERT_WORDS = 12  # a longer line is a sentence that happens to say "sign up"
SHOWN = 60  # characters of a quoted line
FEW = 4  # lines quoted as examples

# Beginnings and marks of what web pages put around an article, in English.
_ADVERT = re.compile(
    r"""^(?:click|tap)\ (?:here|below|to|on)\b
    | ^(?:subscribe|sign\ ?up|sign\ in|log\ ?in)\b
    | ^(?:follow|join|contact|advertise\ with)\ us\b
    | ^join\ [\d,.]+
    | ^(?:get|try)\b.*\bfree\W*$
    | ^start\ (?:your|a)\ free\b
    | ^(?:buy|shop|download|register|order|book|donate)\ (?:now|today|here|free)\b
    | ^(?:read|learn|see|show|load)\ more\W*$
    | ^(?:read|you\ may|you\ might)\ (?:next|also)\b
    | ^(?:share|print|email|save)\ this\b
    | ^watch\ (?:now|this\ video|the\ video)\b
    | ^(?:skip\ to|back\ to\ top|add\ to\ cart|leave\ a\ (?:comment|reply))\b
    | ^(?:(?:photo|image|picture)s?\ (?:credits?|courtesy|by))\b
    | ^(?:advertisements?|sponsored|newsletter)\b
    | ^(?:related|recommended|popular|more)\ (?:articles?|posts?|stories|reading)\b
    | \b(?:accept|all|our|use|uses)\ cookies\b
    | \bcookie\ (?:policy|settings|preferences|notice|consent)\b
    | \b(?:privacy\ policy|terms\ of\ (?:use|service)|all\ rights\ reserved)\b
    | © | ^copyright\b""",
    re.I | re.X,
)
_ASKING = frozenset(
    ["what", "who", "whom", "whose", "which", "where", "when", "why", "how", "whats", "whos"]
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `where` is a file and line if one can be told; `message` says what is
    there and what to do.
    """

    kind: Kind
    where: str
    message: str

    @property
    def is_wrong(self) -> bool:
        """Whether answers suffer from it."""
        return self.kind in WRONG

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"is_wrong": self.is_wrong}


def check(index: Index) -> list[Finding]:
    """Everything found, what is wrong first, kind by kind in the order of corpus.toml.

    Raises ConfigError if corpus.toml can no longer be read.
    """
    config = read_config(index.corpus.folder / FILE)
    parts = (
        _sources,
        _advertising,
        _navigation,
        _names,
        _evidence,
        _cues,
        _examples,
        _quotes,
        _about_nobody,
    )
    found = [finding for part in parts for finding in part(index, config)]
    return sorted(found, key=lambda finding: get_args(Kind).index(finding.kind))


def findings_to_text(findings: Sequence[Finding]) -> str:
    """A line for each finding, and how many there are."""
    lines = [f"{'wrong' if f.is_wrong else 'note '}  {f.where}: {f.message}" for f in findings]
    wrong = sum(finding.is_wrong for finding in findings)
    return "\n".join([*lines, f"{wrong} wrong, {len(findings) - wrong} to note"])


def _sources(index: Index, config: Config) -> Iterator[Finding]:
    numbers = {source.file: number for number, source in enumerate(config.sources)}
    for document in index.corpus.documents:
        number = numbers.get(Path(document.path).name)
        if number is None:
            message = (
                f"{FILE} does not list this article: tell its publisher, author and date in a"
                " [[sources]] table"
            )
            yield Finding("unlisted article", _file(index, document), message)
            continue
        told = {
            "publisher": document.publisher,
            "author": document.author,
            "date (published)": document.published,
        }
        lacking = [name for name, value in told.items() if not value]
        if lacking:
            message = (
                f"no {' and no '.join(lacking)}: add what the article tells, so that a quote says"
                " whose it is"
            )
            yield Finding("source", config.place("sources", number), message)


def _advertising(index: Index, _: Config) -> Iterator[Finding]:
    for document in index.corpus.documents:
        for block in _searched(document):
            words = _words(document, block)
            if _is_advert(words):
                message = (
                    f"{_cut(words)} is no part of the article, it seems: add it to boilerplate in"
                    " its [[sources]] table"
                )
                yield Finding("advertising", _line(index, document, block), message)


def _navigation(index: Index, _: Config) -> Iterator[Finding]:
    """Headings that head nothing, short paragraphs that are no sentence, and paragraphs that
    several articles share.
    """
    shared: dict[str, list[tuple[Document, Block]]] = {}
    for document in index.corpus.documents:
        blocks = _searched(document)
        odd = []
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            words = _words(document, block)
            if _is_odd(words, block, following) and not _is_advert(words):
                odd.append((words, block))
            if block.kind != "heading" and document not in (
                d for d, _ in shared.setdefault(words, [])
            ):
                shared[words].append((document, block))
        if odd:
            message = (
                f"{_few([words for words, _ in odd])}: add what is no part of the article to"
                " boilerplate"
            )
            yield Finding(
                "possible navigation",
                _line(index, document, odd[0][1]),
                f"no sentence and no text below: {message}",
            )
    if repeated := [words for words, places in shared.items() if len(places) > 1]:
        message = (
            f"in more than one article: {_few(repeated)}: add what is no part of the articles to"
            " boilerplate"
        )
        yield Finding("possible navigation", _line(index, *shared[repeated[0]][0]), message)


def _is_odd(words: str, block: Block, following: Block | None) -> bool:
    if block.kind == "heading":
        return block.level > 1 and (
            following is None or (following.kind == "heading" and following.level <= block.level)
        )
    is_short = len(words.split()) <= ADVERT_WORDS
    is_row = words.startswith("|")
    return (
        block.kind == "paragraph"
        and is_short
        and not is_row
        and re.search(r"[.!?:;…][\"'”’)\]]*$", words) is None
    )


def _is_advert(words: str) -> bool:
    return len(words.split()) <= ADVERT_WORDS and _ADVERT.search(words) is not None


def _names(index: Index, config: Config) -> Iterator[Finding]:
    sentences = [
        s.text for s in index.sentences if s.passage.kind != "byline"
    ]  # an author may be called Miller
    text = "\n".join([*sentences, *dict.fromkeys(h for p in index.passages for h in p.headings)])

    def unused(names: Iterable[str]) -> list[str]:
        return [name for name in names if not Names((Subject("", name),)).mentions(text)]

    for number, subject in enumerate(index.corpus.subjects):
        names = (subject.name, *subject.aliases)
        if unused(names) == list(names):
            message = (
                f'the articles never name "{subject.name}": add the name that they use to its'
                " aliases"
            )
            yield Finding("subject never named", config.place("subjects", number), message)
            continue
        for key, given in (
            ("name", (subject.name,)),
            ("aliases", subject.aliases),
            ("terms", subject.terms),
        ):
            if missing := unused(given):
                message = (
                    f"the articles never say {_listed(missing)}: kept, they help only to read"
                    " questions"
                )
                yield Finding("unused name", config.place("subjects", number, key), message)


def _evidence(index: Index, config: Config) -> Iterator[Finding]:
    corpus = index.corpus
    gaps = (
        compare(Searcher(index), corpus.subjects, corpus.facets, k=1).gaps()
        if corpus.subjects
        else ()
    )
    for number, facet in enumerate(corpus.facets):
        silent = [subject.name for subject in corpus.subjects if (subject.id, facet.id) in gaps]
        at_all = (index.affinity[:, number] >= ON_FACET).any()
        where = config.place("facets", number)
        if len(silent) == len(corpus.subjects) and (silent or not at_all):
            message = (
                f'no passage on "{facet.name}": give it cues that the articles use, or make it an'
                " open topic"
            )
            yield Finding("facet without evidence", where, message)
        elif silent:
            message = (
                f'no passage on "{facet.name}" about {_listed(silent)}: if there is one, add its'
                " words to the cues"
            )
            yield Finding("gap", where, message)


def _cues(index: Index, config: Config) -> Iterator[Finding]:
    """Only those of facets: what open topics speak of the articles may lack."""
    longest = max(
        (len(stems_in_order(cue)) for facet in index.corpus.facets for cue in facet.cues), default=0
    )
    said = _phrases((text for s in index.sentences for text in (s.text, section(s))), longest)
    for number, facet in enumerate(index.corpus.facets):
        asked = _phrases(facet.questions, longest)
        unused = [cue for cue in facet.cues if tuple(stems_in_order(cue)) not in said]
        asking = [
            cue
            for cue in unused
            if tuple(stems_in_order(cue)) in asked or not _ASKING.isdisjoint(cue.lower().split())
        ]
        rest = [cue for cue in unused if cue not in asking]
        where = config.place("facets", number, "cues")
        if rest:
            message = (
                f'"{facet.name}": neither the articles nor its example questions say'
                f" {_listed(rest)}: remove what nobody would ask, correct what is misspelt"
            )
            yield Finding("unused cue", where, message)
        if asking:
            message = (
                f'"{facet.name}": only questions say {_listed(asking)}: keep them, they help to'
                " read questions"
            )
            yield Finding("question cue", where, message)


def _examples(index: Index, config: Config) -> Iterator[Finding]:
    """Example questions that are understood as being on another facet or open topic, as if a user
    had asked them.
    """
    reader = QuestionReader(index.corpus, index.examples, ())
    tables = (("facets", index.corpus.facets), ("open_topics", index.corpus.open_topics))
    row = 0
    for table, described in tables:
        for number, facet in enumerate(described):
            row += 1  # the description stands before the questions
            for vector, text in zip(index.examples[row:], facet.questions, strict=False):
                read = reader.read(text, text, vector)
                strengths = dict((*read.facets, *read.open_topics))
                best = max(strengths, key=lambda id: strengths[id])
                if strengths[best] > strengths.get(facet.id, 0.0):
                    message = (
                        f'"{text}" is read as "{best}", not as "{facet.id}": reword it, or see to'
                        " the cues of both"
                    )
                    yield Finding(
                        "example question", config.place(table, number, "questions", text), message
                    )
            row += len(example_texts(facet)) - 1


def _quotes(index: Index, config: Config) -> Iterator[Finding]:
    starts = {(s.document.id, s.start) for s in index.sentences}
    ends = {(s.document.id, s.end) for s in index.sentences}
    for number, disagreement in enumerate(index.corpus.disagreements):
        for span in disagreement.spans:
            if (span.document.id, span.start) not in starts or (
                span.document.id,
                span.end,
            ) not in ends:
                message = (
                    f"{_cut(span.text)} is quoted in part: quote from the beginning of a sentence"
                    " to the end of one"
                )
                yield Finding(
                    "quote of a part",
                    config.place("disagreements", number, "quotes", span.text),
                    message,
                )


def _about_nobody(index: Index, config: Config) -> Iterator[Finding]:
    sentences = [s for s in index.sentences if s.passage.kind != "byline"]
    lost = [s for s in sentences if not s.subjects]
    if lost and index.corpus.subjects:
        message = (
            f"{len(lost)} of {len(sentences)} sentences ({len(lost) / len(sentences):.0%}) are"
            f" about no subject, the first is {_cut(lost[0].text)}: if they name one in other"
            " words, add these to its aliases or terms"
        )
        yield Finding("about nobody", config.place("subjects", 0), message)


def _phrases(texts: Iterable[str], longest: int) -> set[tuple[str, ...]]:
    """Every run of up to `longest` words in the texts, stemmed."""
    stemmed = [stems_in_order(text) for text in texts]
    return {
        tuple(stems[i : i + n])
        for stems in stemmed
        for n in range(1, longest + 1)
        for i in range(len(stems) - n + 1)
    }


def _searched(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind not in ("boilerplate", "byline")]


def _words(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())


def _file(index: Index, document: Document) -> str:
    return str(index.corpus.folder / Path(document.path).name)


def _line(index: Index, document: Document, block: Block) -> str:
    return f"{_file(index, document)}, line {document.text.count(chr(10), 0, block.start) + 1}"


def _few(texts: Sequence[str]) -> str:
    """The first of them, cut short, and how many more there are."""
    more = f" and {len(texts) - FEW} more" if len(texts) > FEW else ""
    return ", ".join(map(_cut, texts[:FEW])) + more


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return f'"{words}"' if len(words) <= SHOWN else f'"{words[:SHOWN]}…"'

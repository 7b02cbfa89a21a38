"""What tests of the pages share: HTML as a browser takes it, texts that try to be HTML, and values
made of one text.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise, product
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

from hypothesis import strategies as st

from kb import (
    Answer,
    Block,
    Citation,
    Comparison,
    Disagreement,
    Document,
    Evidence,
    Facet,
    Passage,
    Sentence,
    Subject,
    Verdict,
)
from kb.results import Facts, Origin, Reason, Row, Status, Why, is_refusal

HOSTILE = [
    "<script>window.__pwned=1</script>",
    "<img src=x onerror=\"window.__pwned=1\"> 'quoted'",
    "</mark></blockquote><style>*{display:none}</style>",
    '"><form action=//example.org><input>',
    "javascript:alert(1)",
    '" id="quote-1" onclick="window.__pwned=1',
    (
        ":material/home: **bold** __bold__ `code` [a](javascript:alert) $x$ :red[x] www.example.org"
        " a@example.org"
    ),
    "&lt;b&gt; &#60; &amp; %3Cb%3E a+b a%20b",
    "{author} {0} {count} %s \\1 \\g<0>",
    "\u202eright to left \u2066 isolated \u200f",
    "lines\n   \n\n  and\r\nblanks\t. ",
    "- item\n# heading\n1. first",
]


@dataclass(eq=False)
class Element:
    """An element with what it lies in, outermost first, and all the text in it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[Element, ...]
    text: str = field(default="", repr=False)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def is_folded(self) -> bool:
        """Whether it is shown only when something is opened."""
        return any(
            outer.tag == "details" and "open" not in outer.attributes and inner.tag != "summary"
            for outer, inner in pairwise((*self.inside, self))
        )


class Seen(HTMLParser):
    """What a browser makes of HTML: its elements, their tags, their attributes' names and values,
    and the text of all and of each element.

    An element that is not closed, or closes another, is a failure.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.text = ""
        self._open: list[Element] = []
        self.feed(str(source))  # of Markup the parser would make Markup, and escape what it adds
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag != "br":
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self._open.pop()
        assert opened.tag == tag, f"</{tag}> closes <{opened.tag}>"

    def handle_data(self, data: str) -> None:
        self.text += data
        for element in self._open:
            element.text += data

    @property
    def tags(self) -> list[str]:
        return [element.tag for element in self.elements]

    @property
    def texts(self) -> dict[str, list[str]]:
        """The text of each element, by its tag."""
        return _grouped((element.tag, element.text) for element in self.elements)

    @property
    def attributes(self) -> dict[str, list[str]]:
        """Each value of an attribute, by its name."""
        return _grouped(pair for element in self.elements for pair in element.attributes.items())

    def of(self, name: str) -> list[Element]:
        """The elements of this class."""
        return [element for element in self.elements if name in element.classes]

    def told(self, name: str) -> list[str]:
        """The texts of the elements of this class."""
        return [element.text for element in self.of(name)]

    @property
    def shape(self) -> tuple[list[str], set[str]]:
        """The tags in order, and the names of all attributes: what no text may change."""
        return self.tags, set(self.attributes)

    @property
    def links(self) -> list[str]:
        return self.attributes.get("href", [])

    @property
    def ids(self) -> list[str]:
        return self.attributes.get("id", [])


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return groups


def unfolded(seen: Seen, tag: str) -> list[Element]:
    """The elements with this tag that a reader sees without opening anything."""
    return [each for each in seen.elements if each.tag == tag and not each.is_folded]


def as_plain(write: Callable[[str], str], text: str) -> Seen:
    """What the text makes of the HTML; fails if it brings an element or attribute that plain words
    do not.
    """
    seen = Seen(write(text))
    assert seen.shape == Seen(write("Plain words")).shape
    return seen


def parameters(link: str) -> dict[str, list[str]]:
    """The parameters of a link's address, as a page reads them."""
    return parse_qs(urlsplit(link).query, strict_parsing=True)


def visible(text: str) -> str:
    """The text as HTML can show it: without the control characters that it has no way to write."""
    return "".join(
        "\ufffd" if character < " " and character not in "\t\n\r" else character
        for character in text
    )


def writers(module: ModuleType) -> set[str]:
    """The names of the module's public functions that return HTML."""
    functions = inspect.getmembers(module, inspect.isfunction)
    own = [
        (name, function) for name, function in functions if function.__module__ == module.__name__
    ]
    return {
        name
        for name, function in own
        if not name.startswith("_") and function.__annotations__.get("return") == "Markup"
    }


# Values in which every text is the same one.


def document(text: str) -> Document:
    """A heading and a paragraph "Before. … After.", in which the text stands."""
    body = f"{text}\nBefore. {text} After."
    blocks = (Block("heading", 0, len(text), level=2), Block("paragraph", len(text) + 1, len(body)))
    return Document(text, body, blocks, text, text, text, text, text, text, text)


def citation(text: str, number: int = 1, subjects: tuple[str, ...] = ("a",)) -> Citation:
    """A quote of the text itself, about the subjects with these ids."""
    article = document(text)
    start = article.text.index("Before. ") + len("Before. ")
    passage = Passage(article, len(text) + 1, len(article.text), headings=(text,))
    sentence = Sentence(
        article,
        start,
        start + len(text),
        passage,
        subjects=subjects,
        attributed_by="named" if subjects else "",
    )
    return Citation(number, sentence, Evidence(sentence, strength=0.5, why=Why(1.0, 0.5)), 0.5)


def comparison(text: str) -> Comparison:
    """Two subjects on two facets: a quote of the first alone and one of both, the other facet a
    gap; with a disagreement.
    """
    own, shared = citation(text, 1), citation(text, 2, subjects=("a", "b"))
    spans = (own.span, shared.span)
    disagreements = (
        Disagreement("a", text, text, spans),
        Disagreement("a", text, "", spans, contradicted=text),
    )
    verdict = Verdict("different", "another value under one label", detail=text)
    first = Row(Facet(text, text), ((own, shared), (shared,)), verdict, disagreements)
    second = Row(Facet(f"{text}2", text), ((), ()), Verdict("not covered", "no passage"))
    return Comparison((Subject("a", text), Subject("b", text)), (first, second))


TUG, FERRY, BARGE = Subject("tug", "tug"), Subject("ferry", "ferry"), Subject("barge", "barge")
ENGINE, CARGO = Facet("engine", "engine"), Facet("cargo", "cargo")
CREW = Facet("crew", "crew")


def compared(
    cells: Mapping[tuple[str, str], tuple[Citation, ...]],
    *subjects: Subject,
    facets: Sequence[Facet] = (ENGINE, CARGO),
    disagreements: tuple[Disagreement, ...] = (),
    **verdicts: Verdict,
) -> Comparison:
    """Tug and ferry, or these subjects, with the quotes in the cells (subject id, facet id)."""
    of = subjects or (TUG, FERRY)
    rows = [
        Row(
            facet,
            tuple(cells.get((subject.id, facet.id), ()) for subject in of),
            verdicts.get(facet.id, Verdict("not covered", "no passage")),
            tuple(d for d in disagreements if d.facet == facet.id),
        )
        for facet in facets
    ]
    return Comparison(of, tuple(rows))


# Their numbers are in no order, as those of an answer's quotes are not in that of a table.
QUOTED = [citation(f"Words {number}.", number) for number in (7, 2, 13, 5, 3, 11)]


@st.composite
def comparisons(
    draw: st.DrawFn, most: int = 3, min_subjects: int = 1, has_outright: bool = False
) -> Comparison:
    """One to three subjects on as many as `most` facets: any quotes in any cells, of one, of some
    or of all, closely or loosely related; with or without a quote that decides, contrasts, and
    disagreements of both kinds.
    """
    subjects = (TUG, FERRY, BARGE)[: draw(st.integers(min_subjects, 3))]
    facets = (ENGINE, CARGO, CREW)[: draw(st.integers(1, most))]
    rows = tuple(draw(_rows(facet, len(subjects))) for facet in facets)
    few = st.lists(st.sampled_from(QUOTED), max_size=2, unique=True)
    return Comparison(subjects, rows, tuple(draw(few)) if has_outright else ())


@st.composite
def _rows(draw: st.DrawFn, facet: Facet, columns: int) -> Row:
    cells = [list[Citation]() for _ in range(columns)]
    loose = [list[Citation]() for _ in range(columns)]
    of_all = [(cells,) * columns] * 4  # as likely as to stand in one of them only
    places = st.sampled_from([*of_all, *product((cells, loose, None), repeat=columns)])
    for quote in draw(st.lists(st.sampled_from(QUOTED), max_size=5, unique=True)):
        for column, place in enumerate(draw(places)):
            if place is not None:
                place[column].append(quote)
    for column in range(columns):
        if draw(st.booleans()):
            cells[column].reverse()
    row = Row(facet, tuple(map(tuple, cells)), Verdict("not covered", "no passage"))
    if any(cells):
        deciding = draw(st.sampled_from([c.number for cell in cells for c in cell]))
        row = replace(row, verdict=Verdict("different", "sets apart", deciding))
    contrasts = [c.number for c in row.shared if draw(st.booleans())]
    return replace(
        row,
        loose=tuple(map(tuple, loose)) if any(loose) else (),
        contrasts=tuple(sorted(contrasts)),
        disagreements=draw(st.sampled_from(_disagreeing(facet))),
    )


def _disagreeing(facet: Facet) -> list[tuple[Disagreement, ...]]:
    """None, one of a kind, and both."""
    spans = tuple(quote.span for quote in QUOTED)
    noted = Disagreement("tug", facet.id, "On how much.", (spans[0], spans[1], spans[0]))
    found = Disagreement("tug", facet.id, "", (spans[2], spans[0]), contradicted="required")
    return [(), (noted,), (found,), (noted, found)]


ORIGIN = Origin("0", "fingerprint", "model")


def answer(text: str, status: Status = "answered", compared: bool = True) -> Answer:
    """One quote in the table and one beside it, or none in a table; the reason holds the text."""
    citations = (
        citation(text, 1),
        citation(text, 2, subjects=("a", "b")),
        citation(text, 3, subjects=()),
    )
    reason = Reason("article without a date", Facts(voice=text))
    table = comparison(text) if compared else None
    if is_refusal(status):
        return Answer(text, status, ORIGIN, 1.0, reason, nearest=citations)
    return Answer(text, status, ORIGIN, 1.0, reason, citations, comparison=table)

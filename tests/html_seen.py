"""What tests of the pages share: HTML as a browser takes it, texts that try to be HTML, and values
made of one text.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from html.parser import HTMLParser
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

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


class Seen(HTMLParser):
    """What a browser makes of HTML: its tags, its attributes' names and values, and the text of all
    and of each element.

    An element that is not closed, or closes another, is a failure.
    """

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.texts: dict[str, list[str]] = {}
        self._open: list[tuple[str, int]] = []
        self.feed(str(source))  # of Markup the parser would make Markup, and escape what it adds
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts.setdefault(tag, []).append("")
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"<{tag}> has an attribute twice: {names}"
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        if tag != "br":
            self._open.append((tag, len(self.texts[tag]) - 1))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened, _ = self._open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag, number in self._open:
            self.texts[tag][number] += data

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

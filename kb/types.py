"""The values that flow from articles to answers.

All are frozen. Positions are 0-based, end exclusive, in code points of `Document.text`. A `Span`
keeps positions and looks its text up, so that no value here can misquote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, unquote

from kb.errors import AddressError

BlockKind = Literal["heading", "paragraph", "item", "byline", "boilerplate"]
AttributedBy = Literal["named", "term", "carried", "heading", ""]
Verification = Literal["exact", "moved", "changed", "gone"]
SubjectsAre = Literal["people", "things"]
# What may be asked of the subjects as a whole: what sets them apart, what joins them, what one is,
# on what the articles disagree.
Overview = Literal["difference", "common", "one_subject", "disagreement"]

# Kinds of fact that a question may ask for.
FactName = Literal["reason", "date", "duration", "frequency", "cost", "number", "place", "name"]

_KNOWN = ("id", "title", "publisher", "author", "published", "fact_checker", "url", "digest")

SCHEMA = 4  # of what `to_dict` gives; raised when a key goes or changes its meaning

CONTEXT = 24  # characters kept on each side: enough to tell two equal sentences apart
# characters of a refused address that its error repeats: a link can be as long as anyone likes
SHOWN = 60
_ADDRESS = re.compile(
    r"([0-9a-f]{64}):([0-9]{1,10})-([0-9]{1,10}):(.*)\|([0-9a-f]{16})\|(.*)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document that its reader recognised; list and heading marks lie outside it.

    `level` is 1 for the title, 2 and up for headings below it; 0 for what is no heading.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an article: a person by `family`, `given` and `suffix`, or `literal`, a name that
    is taken whole, such as an organisation's. The fields are those of a CSL name.

    Raises ValueError unless either `family` or `literal` is told, and for a person's other fields
    beside `literal`.
    """

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""

    def __post_init__(self) -> None:
        beside = self.family or self.given or self.suffix
        if self.literal.strip() and not beside:
            return
        if not self.family.strip() or self.literal:
            raise ValueError(
                f"{self!r} is no author: give the family name of a person, with given and suffix if"
                " there are any, or literal alone, a name to be taken whole"
            )

    @property
    def name(self) -> str:
        """The whole name in the order in which it is said: "Martin Luther King Jr."."""
        parts = (self.given, self.family, self.suffix)
        return self.literal or " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Document:
    """An article: its canonical text, what is known of it, and its blocks in order.

    `author` is what a reader is shown: as given, or the names of the `authors` where these are
    told.
    """

    id: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    fact_checker: str = ""
    url: str = ""
    path: str = ""
    authors: tuple[Author, ...] = ()
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        data = self.text.encode("utf-8", "surrogatepass")
        object.__setattr__(self, "digest", hashlib.sha256(data).hexdigest())
        if self.authors:
            object.__setattr__(self, "author", _joined(self.authors))

    def to_dict(self) -> dict[str, Any]:
        """What is known of the source; `digest` is the sha256 of its text."""
        known = {name: getattr(self, name) for name in _KNOWN}
        return versioned({**known, "characters": len(self.text)})

    @property
    def voice(self) -> str:
        """Who speaks here, as a reader would name them: publisher, else title, else id."""
        return self.publisher or self.title or self.id


@dataclass(frozen=True, slots=True)
class Span:
    """A non-empty stretch of a document. Raises ValueError for positions outside it."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            size = len(self.document.text)
            raise ValueError(
                f"no span {self.start}:{self.end} in {self.document.id}, which has {size}"
                " characters"
            )

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two have characters of one document in common."""
        is_there = self.document == other.document
        return is_there and self.start < other.end and other.start < self.end

    def plain(self) -> dict[str, Any]:
        """Plain values for JSON, with the voice that says it."""
        document = self.document
        return {
            "voice": document.voice,
            "source": document.id,
            "text": self.text,
            "start": self.start,
            "end": self.end,
        }

    @property
    def address(self) -> str:
        """The durable address: digest, positions and some characters around; see `Address`."""
        return str(address_of(self))


@dataclass(frozen=True, slots=True)
class Address:
    """Where a quote stood: the document's digest, positions, the quote's digest and the characters
    around it.

    Raises AddressError for positions that no quote can have.
    """

    document: str
    start: int
    end: int
    quote: str
    before: str
    after: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise _no_address(str(self))

    def __str__(self) -> str:
        before, after = (
            quote(around, safe="", errors="surrogatepass") for around in (self.before, self.after)
        )
        return f"{self.document}:{self.start}-{self.end}:{before}|{self.quote}|{after}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that `str` wrote, also if a browser has decoded it since. Raises AddressError
        for anything else.
        """
        match = _ADDRESS.fullmatch(text)
        if match is None:
            raise _no_address(text)
        document, start, end, before, digest, after = match.groups()
        try:
            before, after = (unquote(around, errors="surrogatepass") for around in (before, after))
        except UnicodeDecodeError:
            raise _no_address(text) from None
        return cls(document, int(start), int(end), digest, before, after)

    @property
    def size(self) -> int:
        return self.end - self.start


def address_of(span: Span) -> Address:
    text = span.document.text
    before, after = (
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )
    return Address(
        span.document.digest, span.start, span.end, quote_digest(span.text), before, after
    )


@dataclass(frozen=True, slots=True)
class Passage(Span):
    """A paragraph or list item with the headings above it, outermost first."""

    headings: tuple[str, ...] = ()
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """The unit of evidence: one whole sentence of a passage, and whom it is about.

    `label` is the part before the first colon of a list item that begins with one ("Advocacy: …"),
    else "". `subjects` holds subject ids; `attributed_by` says what told them: a name in the
    sentence's own words ("named"), a term that belongs to one subject ("term"), the sentence before
    ("carried"), or a heading.
    """

    passage: Passage
    label: str = ""
    subjects: tuple[str, ...] = ()
    attributed_by: AttributedBy = ""

    @property
    def headings(self) -> tuple[str, ...]:
        return self.passage.headings


@dataclass(frozen=True, slots=True)
class Subject:
    """One of the things compared. `aliases` are other names of it; `terms` are words that point at
    it without naming it; `asked_as` name it in a question and not in an article.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A respect in which subjects are compared, or an open topic. `questions` are examples of how
    people ask about it. `near` is the id of the facet that an open topic comes near to, "" for none
    in particular.
    """

    id: str
    name: str
    description: str = ""
    cues: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What sources, or one source, say of a subject on a facet and cannot both mean; subject and
    facet are ids.

    `spans` are two quotes or more. `note` says in one sentence what they disagree on, as a person
    has reviewed it; it is "" for one that a rule found, which may be wrong: then `contradicted` is
    what one of them says and the other denies.
    """

    subject: str
    facet: str
    note: str
    spans: tuple[Span, ...]
    contradicted: str = ""

    @property
    def is_reviewed(self) -> bool:
        return not self.contradicted

    def quotes(self, span: Span) -> bool:
        """Whether the span has something of what it quotes."""
        return any(map(span.overlaps, self.spans))

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        """Each quote with the voice that says it."""
        return {
            "subject": self.subject,
            "facet": self.facet,
            "note": self.note,
            "is_reviewed": self.is_reviewed,
            "contradicted": self.contradicted,
            "quotes": [span.plain() for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class Located:
    """Where a citation's address leads now.

    `span` is the quote itself for "exact" and "moved", for "changed" the words between its
    surroundings now, None if there are none. `document` is the article that it leads to; for "gone"
    the one that the address names, None if that is no longer there.
    """

    state: Verification
    span: Span | None
    document: Document | None

    def to_dict(self) -> dict[str, Any]:
        """`text`, `start` and `end` are None where nothing stands."""
        span = self.span
        return versioned(
            {
                "state": self.state,
                "source": self.document.id if self.document else None,
                "text": span.text if span else None,
                "start": span.start if span else None,
                "end": span.end if span else None,
            }
        )


def versioned(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the number of their schema."""
    return {"schema": SCHEMA, **values}


def _joined(authors: Sequence[Author]) -> str:
    """ "A", "A and B", "A, B and C"."""
    *before, last = (author.name for author in authors)
    return f"{', '.join(before)} and {last}" if before else last


def quote_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _no_address(text: str) -> AddressError:
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return AddressError(
        f"{shown!r} is no citation's address: expected digest:start-end:before|digest|after; "
        "copy the whole link again, or ask the question again for a new one"
    )

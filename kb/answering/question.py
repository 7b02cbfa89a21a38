"""A question as understood: about whom it is, on which facets, in which words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from kb.errors import QuestionError
from kb.results import Reason
from kb.types import Facet, Overview, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float32]

# A pasted paragraph is a question; a pasted article is not.
LONGEST_QUESTION = 4000  # characters

STRONGEST = 1.75  # strength of nearly all questions on a facet
# A facet is asked for from here on: as strongly as by a cue alone. Of the development questions on
# a facet one in seventy stays below.
ASKED = 0.6

OF_ALL: tuple[Overview, ...] = ("difference", "common")  # they need several subjects

Kind = Literal["list", "source", "overview", "open"]
_MARKS = frozenset('_{}[]<>|=;`*"')


def _no_vector() -> Vector:
    import numpy as np

    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class AskedFacet:
    """A facet or an open topic that a question asks for, and how strongly: above 0, mostly up to
    `STRONGEST`.
    """

    facet: Facet
    strength: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood, or why it cannot be.

    `text` is the user's; `mended` the same with misspellings mended, white space folded. `subjects`
    are those asked about: all of the corpus where `is_named` is False. `facets` and `topics` (open
    ones) are those asked for, strongest first; `named_topics` are the open topics of which a cue
    stands in the question, `topics_beside` those joined to a cue of a facet ("the hull and the
    price"); `cued` are the facets and topics of which a cue stands there;
    `several` are the facets if it names more than one. `terms` are the stemmed
    content words without the subjects' names; `related` are those of their synonyms. `kind` is
    "source" for a question about who made an article, and when, "overview" for one on the whole:
    `wants` says of what, `count` how many differences or the like. `is_claim` is True for one that
    asks whether something is so, or states it: then `claim` is what it states; `presumed` is what
    it takes for granted, "" for nothing. `tells_case` is True for one that asks to which of the
    subjects a case belongs, and names no facet. `covered` says how far it reads like a question on
    a facet, near 1, and not on an open topic, near -1. `vector` is the mended text embedded,
    (dimension,), read-only. `unreadable` says why no question can be read in the text: all else is
    empty then.
    """

    text: str
    mended: str = ""
    subjects: tuple[Subject, ...] = ()
    is_named: bool = False
    facets: tuple[AskedFacet, ...] = ()
    topics: tuple[AskedFacet, ...] = ()
    named_topics: tuple[Facet, ...] = ()
    topics_beside: tuple[Facet, ...] = ()
    cued: tuple[Facet, ...] = ()
    several: tuple[Facet, ...] = ()
    terms: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    kind: Kind = "open"
    wants: Overview | None = None
    count: int | None = None
    is_claim: bool = False
    tells_case: bool = False
    claim: str = ""
    presumed: str = ""
    unreadable: Reason | None = None
    covered: float = 0.0
    vector: Vector = field(default_factory=_no_vector, repr=False, compare=False)

    @property
    def rows(self) -> tuple[Facet, ...]:
        """The facets by which an answer is arranged: those named if there are several, else the
        strongest; () if none is asked for outright.
        """
        strongest = tuple(asked.facet for asked in self.facets[:1])
        return self.several or (strongest if self.names_facet else ())

    @property
    def names_facet(self) -> bool:
        """Whether it asks for its strongest facet outright."""
        return bool(self.facets) and self.facets[0].strength >= ASKED


def readable(text: str) -> str:
    """The text with control characters and a program's marks ({"topic": "x_y"}) as spaces, white
    space folded.

    Raises QuestionError if it is too long.
    """
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question has {len(text):,} characters, and at most {LONGEST_QUESTION:,} can be"
            " read: ask it in fewer words"
        )
    plain = (c if c.isprintable() and c not in _MARKS else " " for c in text)
    return " ".join("".join(plain).split())

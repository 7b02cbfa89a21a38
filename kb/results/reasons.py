"""How an answer stands, and why: kinds and facts, which `kb.rendering` words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from kb.types import Facet, Subject, versioned

Status = Literal[
    "answered", "partly covered", "said otherwise", "near, but not stated", "not covered"
]

REFUSALS: tuple[Status, ...] = ("near, but not stated", "not covered")


def is_refusal(status: Status) -> bool:
    """Whether it says that the sources do not answer."""
    return status in REFUSALS


# Why the sources do not answer, or answer only a part.
ReasonKind = Literal[
    "nothing asked",
    "no words",
    "small talk",
    "another language",
    "no content word",
    "article without a date",
    "article without an author",
    "premise",
    "open topic",
    "near topic",
    "no reason given",
    "no date given",
    "no duration given",
    "no frequency given",
    "no cost given",
    "no number given",
    "no place given",
    "no name given",
    "words never said",
    "nothing near",
    "said of others",
    "silent on a subject",
    "claim not in these words",
    "open topic beside",
    "no such case",
    "no disagreement",
    "denied",
    "another number",
    "another named",
    "another extent",
    "not only",
    "not stated",
    "turned round",
    "cannot tell",
    "no claim",
]

# Whether the sources state what is claimed.
ClaimState = Literal["stated", "said otherwise", "not stated", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reason rests on; of these each kind has its own, the others are empty.

    `subjects` are those of whom something is missing, `said_of` those of whom the sources say it
    instead; `topic` is the open topic, `facets` are what the sources do compare; `words` are those
    that no source says; `voice` is the source that does not say it,
    or the only language that is read; `citation` the number of the
    quote that decides.
    """

    subjects: tuple[Subject, ...] = ()
    said_of: tuple[Subject, ...] = ()
    topic: Facet | None = None
    facets: tuple[Facet, ...] = ()
    words: tuple[str, ...] = ()
    voice: str = ""
    citation: int | None = None

    def plain(self) -> dict[str, Any]:
        """Those that are given, subjects and facets by id."""
        facts = {
            "subjects": [subject.id for subject in self.subjects],
            "said_of": [subject.id for subject in self.said_of],
            "topic": self.topic.id if self.topic else None,
            "facets": [facet.id for facet in self.facets],
            "words": list(self.words),
            "voice": self.voice,
            "citation": self.citation,
        }
        return {name: fact for name, fact in facts.items() if fact}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the sources do not answer, or answer only a part; `str` words it."""

    kind: ReasonKind
    facts: Facts = Facts()

    def __str__(self) -> str:
        from kb.rendering.reasons import reason

        return reason(self)

    def renumbered(self, numbers: Mapping[int, int]) -> Reason:
        """The reason with the deciding quote's other number, by the one it has."""
        citation = self.facts.citation
        if citation is None:
            return self
        return replace(self, facts=replace(self.facts, citation=numbers[citation]))

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {"kind": self.kind, "facts": self.facts.plain()}

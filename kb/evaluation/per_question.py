"""The measures of one question's answer, each by itself.

A measure is None where it cannot be taken: no need to meet, not two sides, no citation that names
a side where evidence stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import fmean
from typing import Any, TypeAlias

from kb.evaluation.places import (
    Counted,
    Places,
    is_read,
    is_verbatim,
    places_of_citation,
    places_of_quote,
    read,
)

Row: TypeAlias = Mapping[str, Any]

BUDGETS = (600, 1500, 3000)  # characters: a glance, a minute, two minutes
ESSENTIAL = 2  # the grade of a quote without which the question is not settled
BOTH = "both"  # the side of what speaks of either


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """A judge's quote and where it stands. Quotes of one `need` are alternatives; a supporting one
    has none: "".
    """

    side: str
    need: str
    places: Places


@dataclass(frozen=True, slots=True)
class Need:
    """What must be read to settle the question: `least` of the alternatives."""

    alternatives: tuple[Places, ...]
    least: int

    def is_met(self, seen: Places) -> bool:
        """Whether a reader who saw these characters has read enough of it."""
        return sum(is_read(places, seen) for places in self.alternatives) >= self.least


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation's side ("" if it names none) and where it stands."""

    side: str
    places: Places


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """What judges want of the answer to one question, and what is cited in it, in order."""

    sides: frozenset[str]
    quotes: tuple[JudgedQuote, ...]
    needs: tuple[Need, ...]
    citations: tuple[Cited, ...]

    def read(self, budget: int, first: int | None = None) -> Reading:
        """What a reader knows of the `first` citations (default: all) who stops after so many
        characters.
        """
        cited = [citation.places for citation in self.citations[:first]]
        seen, spent = read(cited, budget)
        return Reading(self, seen, spent)

    @property
    def marked(self) -> Places:
        """The characters of all quotes."""
        return frozenset().union(*(quote.places for quote in self.quotes))


@dataclass(frozen=True, slots=True)
class Reading:
    """The characters that were seen of an answer's citations, and how many were spent on it."""

    answer: JudgedAnswer
    seen: Places
    spent: int

    @property
    def met(self) -> list[bool]:
        """Whether each essential need is met, in their order."""
        return [need.is_met(self.seen) for need in self.answer.needs]

    @property
    def sides(self) -> set[str]:
        """The sides of the essential quotes that were read."""
        quotes = self.answer.quotes
        return {quote.side for quote in quotes if quote.need and is_read(quote.places, self.seen)}


def measures_of(
    question: Row, citations: Sequence[Row], texts: Sequence[Counted]
) -> dict[str, float]:
    """What these citations are worth as an answer, by the measures' names; those that cannot be
    taken are left out.

    A question that the sources do not answer has no measures but how many citations it got, and how
    many of them are verbatim. Raises KBError for a judge's quote that stands in no document.
    """
    verbatim = [is_verbatim(row["source"], row["text"], texts) for row in citations]
    counts = {"citations": float(len(citations)), "verbatim": float(sum(verbatim))}
    if not question["answerable"]:
        return counts
    answer = judged_answer(question, citations, texts)
    measured: dict[str, float | None] = {}
    for budget in BUDGETS:
        reading = answer.read(budget)
        for name, measure in WITHIN_BUDGET.items():
            measured[f"{name}@{budget}"] = measure(reading)
    for name, measure_answer in OF_ANSWER.items():
        measured[name] = measure_answer(answer)
    return counts | {name: value for name, value in measured.items() if value is not None}


def judged_answer(
    question: Row, citations: Sequence[Row], texts: Sequence[Counted]
) -> JudgedAnswer:
    """The judges' evidence and the citations, each with where it stands. Raises KBError for a
    judge's quote that stands in no document.
    """
    quotes = [_judged_quote(number, row, texts) for number, row in enumerate(question["evidence"])]
    shown = [_cited(number, row, texts) for number, row in enumerate(citations)]
    sides = frozenset(question.get("entities") or ())
    needs = _needs(quotes, question.get("alt_min") or {})
    return JudgedAnswer(sides, tuple(quotes), needs, tuple(shown))


def _judged_quote(number: int, row: Row, texts: Sequence[Counted]) -> JudgedQuote:
    group = row.get("alt_group") or f"alone {number}"
    need = group if row["grade"] == ESSENTIAL else ""
    return JudgedQuote(row["side"], need, places_of_quote(row["source"], row["quote"], texts))


def _cited(number: int, row: Row, texts: Sequence[Counted]) -> Cited:
    places = places_of_citation(number, row["source"], row["text"], texts)
    return Cited(row.get("side") or "", places)


def _needs(quotes: Sequence[JudgedQuote], least: Mapping[str, Any]) -> tuple[Need, ...]:
    """In the order of their first quotes; one alternative is enough unless `least` says more."""
    alternatives: dict[str, list[Places]] = {}
    for quote in quotes:
        if quote.need:
            alternatives.setdefault(quote.need, []).append(quote.places)
    return tuple(
        Need(tuple(places), int(least.get(name, 1))) for name, places in alternatives.items()
    )


def need_recall(reading: Reading) -> float | None:
    """The share of the essential needs that are met."""
    met = reading.met
    return fmean(met) if met else None


def full(reading: Reading) -> float | None:
    """1 if every essential need is met."""
    met = reading.met
    return float(all(met)) if met else None


def both_sides(reading: Reading) -> float | None:
    """1 if something essential was read of each of two sides."""
    sides = reading.answer.sides
    if len(sides) != 2:
        return None
    return float(BOTH in reading.sides or sides <= reading.sides)


def precision(reading: Reading) -> float:
    """The share of the characters spent that are judged evidence; 0 if none were spent."""
    relevant = reading.seen & reading.answer.marked
    return len(relevant) / reading.spent if reading.spent else 0.0


def first_hit(answer: JudgedAnswer) -> float:
    """1 if the first citation, as far as a glance goes, holds something essential."""
    return float(bool(answer.read(BUDGETS[0], first=1).sides))


def side_accuracy(answer: JudgedAnswer) -> float | None:
    """Of the citations that name a side and overlap evidence, the share that name its side."""
    fits: list[bool] = []
    for citation in answer.citations:
        judged = {quote.side for quote in answer.quotes if citation.places & quote.places}
        if citation.side and judged:
            fits.append(_fits(citation.side, judged, answer.sides))
    return fmean(fits) if fits else None


def _fits(side: str, judged: Set[str], sides: Set[str]) -> bool:
    """Whether a citation of this side is on a side that judges gave to what it overlaps."""
    if BOTH in judged:
        return True
    return judged >= sides if side == BOTH else side in judged


WITHIN_BUDGET: Mapping[str, Callable[[Reading], float | None]] = {
    "need_recall": need_recall,
    "full": full,
    "both_sides": both_sides,
    "precision": precision,
}
OF_ANSWER: Mapping[str, Callable[[JudgedAnswer], float | None]] = {
    "first_hit": first_hit,
    "side_accuracy": side_accuracy,
}
MEASURES = (
    *(f"{name}@{budget}" for name in WITHIN_BUDGET for budget in BUDGETS),
    *OF_ANSWER,
)

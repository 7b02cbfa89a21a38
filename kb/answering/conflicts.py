"""What a sentence says otherwise than a claim with much the same words: another number, how many,
that it is not so, that nothing else is, or who does it to whom.

Rules on words, which know no meaning: what only a thinking reader sees is not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from kb.answering.clauses import Told
from kb.language import Language

Conflict: TypeAlias = Literal["number", "alternative", "extent", "denied", "only", "turned"]

SAID_OUTRIGHT = 0.9  # a word of a claim that is as alike as this to one of the sentence is the same
# A clause of a sentence with at least half as much of the claim as any other belongs to what it
# says on it.
PART = 0.5
ALL, MOST, MANY, FEW = 4, 3, 2, 0  # amounts of `Quantity`

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def conflicts(claim: str, sentence: str, language: Language) -> list[Conflict]:
    """In what a clause of a claim and the part of a sentence that speaks of the same contradict
    each other, numbers apart.
    """
    found: list[Conflict] = []
    claim_denies = _is_denied(claim, language)
    if _exceeds(amount(claim, language), amount(sentence, language)):
        found.append("extent")
    if claim_denies != _is_denied(sentence, language, claim):
        found.insert(0 if claim_denies else len(found), "denied")
    is_only = language.only.search(language.not_negating.sub(" ", claim))
    if is_only and not language.only.search(sentence):
        found.append("only")
    return found


def is_unbounded(claim: str, sentence: str, language: Language) -> bool:
    """Whether the claim says something of each and all, and the sentence does not say of how many
    it speaks. What denies speaks of none: "they need not any".
    """
    is_of_all = language.universal.search(claim) and not _is_denied(claim, language)
    return bool(is_of_all) and amount(sentence, language) is None


def numbers(text: str, language: Language) -> frozenset[str]:
    """The numbers in a text, in digits; "one" is mostly no number."""
    digits = {match.replace(",", "").rstrip(".") for match in _DIGITS.findall(text)}
    words = language.words(text)
    named = enumerate(language.numerals[1:], start=2)
    return frozenset(digits | {str(number) for number, word in named if word in words})


def amount(text: str, language: Language) -> int | None:
    """How much the first quantity that fits says; None if the text names none."""
    quantities = (each.amount for each in language.quantities if each.words.search(text))
    return next(quantities, None)


def _exceeds(claimed: int | None, said: int | None) -> bool:
    """Whether a claim is on more than a sentence says."""
    if claimed is None or said is None:
        return False
    if claimed == ALL:
        return said < ALL
    return claimed - said >= MANY and (claimed == MOST or said == FEW)


def _is_denied(text: str, language: Language, claim: str = "") -> bool:
    """Whether the text denies; a word for the opposite of one of the claim's denies once more."""
    plain = language.not_negating.sub(" ", text)
    denials = len(language.negating.findall(plain))
    if claim:
        denials += _opposites(claim, text, language)
    return denials % 2 == 1


def _opposites(claim: str, sentence: str, language: Language) -> int:
    """How many words of the claim the sentence has the opposite of, and not themselves."""
    asked = frozenset(language.stems_in_order(claim))
    said = frozenset(language.stems_in_order(sentence))
    return sum(
        bool(asked & one and said & other and not said & one and not asked & other)
        for pair in language.opposite_stems
        for one, other in (pair, pair[::-1])
    )


def part_on(told: Told, weights: Sequence[tuple[int, float]]) -> str:
    """The clauses of a sentence that hold most of a claim; `weights` are pairs of a word of the
    sentence, by place, and how much of the claim it holds.
    """
    of_clause: dict[int, float] = {}
    for place, weight in weights:
        clause = told.words[place].clause
        of_clause[clause] = of_clause.get(clause, 0.0) + weight
    most = max(of_clause.values(), default=0.0)
    chosen = [n for n, weight in sorted(of_clause.items()) if weight >= PART * most]
    return " ".join(told.clauses[n].text for n in chosen)

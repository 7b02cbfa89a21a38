"""What answering gives: evidence, citations, verdicts, comparisons, answers, checked texts.

All are frozen and hashable. `to_dict` gives plain values for JSON, with the number of their schema
(`kb.types.SCHEMA`). No value holds prose of ours: reasons and verdicts are kinds and facts, which
`kb.rendering` words.
"""

from __future__ import annotations

from kb.results.answers import Answer, Carried, FollowUp, Origin
from kb.results.checks import CheckedQuote, CheckedSentence, CheckedText, QuoteState
from kb.results.comparisons import Comparison, Row, Verdict, VerdictKind, VerdictRule
from kb.results.evidence import Citation, Evidence, Hit, Why, falling, renumbered
from kb.results.reasons import REFUSALS, ClaimState, Facts, Reason, ReasonKind, Status, is_refusal

__all__ = [
    "REFUSALS",
    "Answer",
    "Carried",
    "CheckedQuote",
    "CheckedSentence",
    "CheckedText",
    "Citation",
    "ClaimState",
    "Comparison",
    "Evidence",
    "Facts",
    "FollowUp",
    "Hit",
    "Origin",
    "QuoteState",
    "Reason",
    "ReasonKind",
    "Row",
    "Status",
    "Verdict",
    "VerdictKind",
    "VerdictRule",
    "Why",
    "falling",
    "is_refusal",
    "renumbered",
]

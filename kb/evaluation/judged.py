"""How good the answers are on judged questions: what a reader finds within a budget of characters,
and what is refused.

A judged question names the quotes that settle it: `evidence[]` with `source`, `quote`, `side` and
`grade` (2 essential, 1 supporting). Essential quotes that share an `alt_group` are one need, met by
`alt_min` of them (default 1). Citations are read in order until the budget is spent, the last one
cut; white space, list marks and quote marks are not counted. A need is met when half of its quote
has been read. So long citations win nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, TypeAlias

from kb.errors import KBError, QuestionError
from kb.evaluation import intervals
from kb.evaluation.intervals import Estimate
from kb.evaluation.places import (
    Counted,
    Places,
    is_read,
    is_verbatim,
    places_of_citation,
    places_of_quote,
    read,
)
from kb.knowledge_base import CITATIONS

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.results import Answer
    from kb.types import Document

BUDGETS = (600, 1500, 3000)  # characters: a glance, a minute, two minutes
FALSE_REFUSALS = 0.05

_EITHER = "answer_or_abstain"

Row: TypeAlias = Mapping[str, Any]


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The judged questions of a JSON Lines file. Raises KBError naming the line that is none."""
    return _read_lines(file, "judged question", {"id", "question", "answerable", "evidence"})


def read_run(file: Path) -> list[dict[str, Any]]:
    """The rows that `run` made, from a JSON Lines file. Raises KBError naming the line that is
    none.
    """
    return _read_lines(file, "row of a run", {"id", "abstained", "confidence", "citations"})


def _read_lines(file: Path, what: str, keys: set[str]) -> list[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KBError(
            f"{file} cannot be read as {what}s ({error}): name a JSON Lines file in UTF-8"
        ) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise KBError(
                f"{file}, line {number} is not JSON ({error}): put one {what} on a line"
            ) from error
        missing = keys - set(row if isinstance(row, dict) else ())
        if missing:
            raise KBError(
                f"{file}, line {number} is no {what}: {', '.join(sorted(missing))} missing"
            )
        rows.append(row)
    return rows


def run(
    base: KnowledgeBase,
    questions: Iterable[Row],
    progress: Callable[[int], None] | None = None,
    k: int = CITATIONS,
) -> Iterator[dict[str, Any]]:
    """A row a question: id, abstained, confidence, and at most k citations in order with source,
    text, side and positions.
    """
    for number, row in enumerate(questions, start=1):
        try:
            yield {"id": row["id"], **_decision(base.ask(row["question"], k))}
        except QuestionError:
            yield {"id": row["id"], "abstained": True, "confidence": 0.0, "citations": []}
        if progress:
            progress(number)


def _decision(answer: Answer) -> dict[str, Any]:
    """What is shown is listed, the nearest passages too. Where a rule alone decided, it is sure."""
    is_refused = answer.status == "not covered"
    return {
        "abstained": is_refused,
        "confidence": float(not is_refused) if answer.confidence is None else answer.confidence,
        "citations": [
            {"source": c.source, "text": c.text, "side": c.subject, "start": c.start, "end": c.end}
            for c in answer.shown
        ],
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """What the answer to one question is worth.

    `end_to_end` and `retrieval` hold its measures by name; retrieval alone counts what is cited
    even where the answer was "not covered". A question that the sources do not answer has no
    measures but how many citations it got, and how many verbatim.
    """

    row: Row
    abstained: bool
    confidence: float
    end_to_end: Mapping[str, float]
    retrieval: Mapping[str, float]

    @property
    def is_answerable(self) -> bool:
        return bool(self.row["answerable"])

    @property
    def is_right(self) -> bool:
        """Whether it was rightly refused or rightly not."""
        return self.abstained != self.is_answerable


def judge(
    questions: Iterable[Row], rows: Iterable[Row], documents: Sequence[Document]
) -> list[Judged]:
    """Each question with what its row is worth, in their order; a question without a row counts as
    the wrong decision.

    Left out are questions whose judges accept either decision, or do not count it. Raises KBError
    for a quote that stands in no document.
    """
    found = {row["id"]: row for row in rows}
    texts = [Counted(document) for document in documents]
    judged = []
    for question in counted_questions(questions):
        wrong = 1.0 if question["answerable"] else -1.0
        row = found.get(
            question["id"], {"abstained": wrong > 0, "confidence": -1e9 * wrong, "citations": []}
        )
        retrieval = _values(question, row["citations"], texts)
        is_hidden = row["abstained"] and question["answerable"]  # what a refusal lists is no answer
        end_to_end = _values(question, (), texts) if is_hidden else retrieval
        judged.append(
            Judged(
                question, bool(row["abstained"]), float(row["confidence"]), end_to_end, retrieval
            )
        )
    return judged


def counted_questions(questions: Iterable[Row]) -> list[Row]:
    """Those that the measures count."""
    return [
        q
        for q in questions
        if not (q.get("core") is False or q.get("accept_either") or q.get("expected") == _EITHER)
    ]


MEASURES = (
    *(
        f"{measure}@{budget}"
        for measure in ("need_recall", "full", "both_sides", "precision")
        for budget in BUDGETS
    ),
    "first_hit",
    "side_accuracy",
)


def measures(judged: Sequence[Judged], listed: bool = False) -> dict[str, Estimate | None]:
    """The means over the questions, by name; `listed` for retrieval alone. None where nothing could
    be measured.
    """
    values = [j.retrieval if listed else j.end_to_end for j in judged]
    means = {name: intervals.mean([v[name] for v in values if name in v]) for name in MEASURES}
    return means | {
        "verifiable": intervals.share(
            [v["verbatim"] for v in values], [v["citations"] for v in values]
        )
    }


def refusals(judged: Sequence[Judged]) -> dict[str, Estimate | None]:
    """What is refused, rightly and falsely, and how well the confidence tells the two kinds of
    question apart.
    """
    yes, no = ([j for j in judged if j.is_answerable == kind] for kind in (True, False))
    sure = [j.confidence for j in yes], [j.confidence for j in no]
    return {
        "auroc": intervals.auroc(*sure),
        f"refused@{FALSE_REFUSALS:.0%}": intervals.refused_at(FALSE_REFUSALS, *sure),
        "refused": intervals.mean([float(j.abstained) for j in no]),
        "falsely_refused": intervals.mean([float(j.abstained) for j in yes]),
    }


def measure(
    questions: Iterable[Row],
    rows: Iterable[Row],
    documents: Sequence[Document],
    listed: bool = False,
) -> tuple[dict[str, float | None], list[Judged]]:
    """The values of all measures, without their intervals, and what each question's answer is
    worth.
    """
    judged = judge(questions, rows, documents)
    found = measures(judged, listed) | refusals(judged)
    return {name: estimate.value if estimate else None for name, estimate in found.items()}, judged


def _values(question: Row, cited: Sequence[Row], texts: Sequence[Counted]) -> dict[str, float]:
    out = {
        "citations": float(len(cited)),
        "verbatim": float(sum(is_verbatim(c["source"], c["text"], texts) for c in cited)),
    }
    if not question["answerable"]:
        return out
    quotes = [(e, places_of_quote(e["source"], e["quote"], texts)) for e in question["evidence"]]
    marked = frozenset().union(*(places for _, places in quotes))
    shown = [
        (c, places_of_citation(number, c["source"], c["text"], texts))
        for number, c in enumerate(cited)
    ]
    sides = set(question.get("entities") or ())
    for budget in BUDGETS:
        seen, spent = read([places for _, places in shown], budget)
        met = [
            sum(is_read(places, seen) for places in alternatives) >= k
            for alternatives, k in _needs(question, quotes)
        ]
        if met:
            out[f"need_recall@{budget}"] = fmean(met)
            out[f"full@{budget}"] = float(all(met))
        if len(sides) == 2:
            spoken = {
                e["side"] for e, places in quotes if e["grade"] == 2 and is_read(places, seen)
            }
            out[f"both_sides@{budget}"] = float("both" in spoken or sides <= spoken)
        out[f"precision@{budget}"] = len(seen & marked) / spent if spent else 0.0
    first, _ = read([places for _, places in shown[:1]], BUDGETS[0])
    out["first_hit"] = float(any(is_read(places, first) for e, places in quotes if e["grade"] == 2))
    fits = [
        fit
        for c, places in shown
        if c.get("side") and (fit := _fits(c["side"], places, quotes, sides)) is not None
    ]
    return out | ({"side_accuracy": fmean(fits)} if fits else {})


def _needs(
    question: Row, quotes: Sequence[tuple[Row, Places]]
) -> Iterator[tuple[list[Places], int]]:
    """(alternatives, how many of them are wanted) of each essential need."""
    groups: dict[str, list[Places]] = {}
    for number, (evidence, places) in enumerate(quotes):
        if evidence["grade"] == 2:
            groups.setdefault(evidence.get("alt_group") or f"alone {number}", []).append(places)
    for name, alternatives in groups.items():
        yield alternatives, int((question.get("alt_min") or {}).get(name, 1))


def _fits(
    side: str, places: Places, quotes: Sequence[tuple[Row, Places]], sides: set[str]
) -> bool | None:
    """Whether the side that a citation names is that of the evidence it overlaps; None if it
    overlaps none.
    """
    judged = {e["side"] for e, other in quotes if places & other}
    if not judged:
        return None
    return "both" in judged or (judged >= sides if side == "both" else side in judged)

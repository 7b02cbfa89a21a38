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
from typing import TYPE_CHECKING, Any

from kb.errors import KBError, QuestionError
from kb.evaluation import intervals
from kb.evaluation.intervals import Estimate
from kb.evaluation.per_question import BUDGETS as BUDGETS
from kb.evaluation.per_question import MEASURES, Row, measures_of
from kb.evaluation.places import Counted
from kb.knowledge_base import CITATIONS

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.results import Answer, Citation
    from kb.types import Document

FALSE_REFUSALS = 0.05
SURE = 1e9  # beyond any confidence of a run

_EITHER = "answer_or_abstain"


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
            f"{file} cannot be read ({error}): name a JSON Lines file in UTF-8, one {what} a line"
        ) from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            rows.append(_read_line(f"{file}, line {number}", line, what, keys))
    return rows


def _read_line(where: str, line: str, what: str, keys: set[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise KBError(f"{where} is not JSON ({error}): put one {what} on a line") from error
    missing = sorted(keys - set(row)) if isinstance(row, dict) else sorted(keys)
    if missing:
        raise KBError(f"{where} is no {what}: {', '.join(missing)} missing")
    return dict(row)


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
    is_refused = answer.is_refused
    sure = float(not is_refused)
    return {
        "abstained": is_refused,
        "confidence": sure if answer.confidence is None else answer.confidence,
        "citations": list(map(_citation, answer.shown)),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "source": citation.source,
        "text": citation.text,
        "side": citation.subject,
        "start": citation.start,
        "end": citation.end,
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

    def measures(self, listed: bool) -> Mapping[str, float]:
        """Those of retrieval alone if `listed`, else end to end."""
        return self.retrieval if listed else self.end_to_end


def judge(
    questions: Iterable[Row], rows: Iterable[Row], documents: Sequence[Document]
) -> list[Judged]:
    """Each question with what its row is worth, in their order; a question without a row counts as
    the wrong decision.

    Left out are questions whose judges accept either decision, or do not count it. Raises KBError
    for a quote that stands in no document.
    """
    row_of = {row["id"]: row for row in rows}
    texts = list(map(Counted, documents))
    judged = []
    for question in counted_questions(questions):
        row = row_of.get(question["id"]) or _wrong_row(question)
        judged.append(_judged(question, row, texts))
    return judged


def _wrong_row(question: Row) -> Row:
    """The wrong decision about the question, surer of it than any other."""
    if question["answerable"]:
        return {"abstained": True, "confidence": -SURE, "citations": []}
    return {"abstained": False, "confidence": SURE, "citations": []}


def _judged(question: Row, row: Row, texts: Sequence[Counted]) -> Judged:
    abstained, confidence = bool(row["abstained"]), float(row["confidence"])
    retrieval = measures_of(question, row["citations"], texts)
    is_hidden = abstained and question["answerable"]  # what a refusal lists is no answer
    end_to_end = measures_of(question, (), texts) if is_hidden else retrieval
    return Judged(question, abstained, confidence, end_to_end, retrieval)


def counted_questions(questions: Iterable[Row]) -> list[Row]:
    """Those that the measures count."""
    return list(filter(_counts, questions))


def _counts(question: Row) -> bool:
    is_aside = question.get("core") is False
    is_either_right = question.get("accept_either") or question.get("expected") == _EITHER
    return not (is_aside or is_either_right)


def measures(judged: Sequence[Judged], listed: bool = False) -> dict[str, Estimate | None]:
    """The means over the questions, by name; `listed` for retrieval alone. None where nothing could
    be measured.
    """
    means: dict[str, Estimate | None] = {}
    for name in MEASURES:
        means[name] = mean_of(name, judged, listed)
    verbatim = [one.measures(listed)["verbatim"] for one in judged]
    cited = [one.measures(listed)["citations"] for one in judged]
    means["verifiable"] = intervals.share(verbatim, cited)
    return means


def mean_of(name: str, judged: Sequence[Judged], listed: bool = False) -> Estimate | None:
    """The mean of one measure over the questions where it could be taken; None where it could
    nowhere.
    """
    return intervals.mean(one.measures(listed).get(name) for one in judged)


def refusals(judged: Sequence[Judged]) -> dict[str, Estimate | None]:
    """What is refused, rightly and falsely, and how well the confidence tells the two kinds of
    question apart.
    """
    answerable, others = by_answerable(judged)
    sure, unsure = confidences(answerable), confidences(others)
    return {
        "auroc": intervals.auroc(sure, unsure),
        f"refused@{FALSE_REFUSALS:.0%}": intervals.refused_at(FALSE_REFUSALS, sure, unsure),
        "refused": intervals.mean(abstentions(others)),
        "falsely_refused": intervals.mean(abstentions(answerable)),
    }


def by_answerable(judged: Iterable[Judged]) -> tuple[list[Judged], list[Judged]]:
    """(those that the sources answer, the others), each in their order."""
    answerable: list[Judged] = []
    others: list[Judged] = []
    for one in judged:
        kind = answerable if one.is_answerable else others
        kind.append(one)
    return answerable, others


def confidences(judged: Iterable[Judged]) -> list[float]:
    """How sure each answer was."""
    return [one.confidence for one in judged]


def abstentions(judged: Iterable[Judged]) -> list[float]:
    """1 for each question that was refused, 0 for each that was answered."""
    return [float(one.abstained) for one in judged]


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
    estimates = measures(judged, listed) | refusals(judged)
    values = {name: estimate.value if estimate else None for name, estimate in estimates.items()}
    return values, judged

"""One report on judged questions: every measure with its interval, and where the loss is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import starmap
from statistics import fmean
from typing import TYPE_CHECKING, Any

from kb.errors import QuestionError
from kb.evaluation import intervals
from kb.evaluation.intervals import RESAMPLES, Estimate, Estimates, to_dicts
from kb.evaluation.judged import (
    Judged,
    counted_questions,
    judge,
    mean_of,
    measures,
    refusals,
)
from kb.evaluation.per_question import BOTH, Row
from kb.evaluation.places import Counted, Places, places_of_quote
from kb.evaluation.tables import table

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

BY_TYPE = "need_recall@1500"
UNDERSTANDING = ("subjects", "top_facet", "attribution")
COLUMNS = ("end to end", "retrieval alone")  # the columns of what is measured in both ways


@dataclass(frozen=True, slots=True)
class Report:
    """How good one run is. `retrieval` counts what is cited even where the answer was "not
    covered".

    `by_type` holds `BY_TYPE` (end to end, retrieval alone) of each type of question; `understood`
    is aligned with `judged`.
    """

    judged: tuple[Judged, ...]
    understood: tuple[Mapping[str, float], ...]
    end_to_end: Estimates
    retrieval: Estimates
    abstention: Estimates
    by_type: Mapping[str, tuple[Estimate | None, Estimate | None]]
    understanding: Estimates


def report(base: KnowledgeBase, questions: Iterable[Row], rows: Iterable[Row]) -> Report:
    """The report on the rows that `evaluation.run` made. Raises KBError for questions judged on
    other articles.
    """
    questions = list(questions)
    judged = judge(questions, rows, base.corpus.documents)
    understanding = understood(base, questions)
    return Report(
        judged=tuple(judged),
        understood=tuple(understanding),
        end_to_end=measures(judged),
        retrieval=measures(judged, listed=True),
        abstention=refusals(judged),
        by_type=_by_type(judged),
        understanding=_understanding(understanding),
    )


def _by_type(judged: Sequence[Judged]) -> dict[str, tuple[Estimate | None, Estimate | None]]:
    """`BY_TYPE` (end to end, retrieval alone) of the answerable questions of each type, in the
    alphabet's order.
    """
    of_type: dict[str, list[Judged]] = {}
    for one in judged:
        if one.is_answerable:
            of_type.setdefault(str(one.row.get("type", "")), []).append(one)
    means = {}
    for type_, some in sorted(of_type.items()):
        means[type_] = mean_of(BY_TYPE, some), mean_of(BY_TYPE, some, listed=True)
    return means


def _understanding(by_question: Sequence[Mapping[str, float]]) -> Estimates:
    estimates: dict[str, Estimate | None] = {}
    for name in UNDERSTANDING:
        estimates[name] = intervals.mean(values.get(name) for values in by_question)
    return estimates


def understood(base: KnowledgeBase, questions: Iterable[Row]) -> list[dict[str, float]]:
    """How well the parts before the search did on each question that counts, in their order; a key
    where the judges say it.

    `subjects`: 1 if exactly the judged ones are asked about; `top_facet`: 1 if the strongest facet
    is a judged one; `attribution`: the share of the judged quotes whose sentences the index gives
    to the side that the judges gave.
    """
    texts = {document.id: Counted(document) for document in base.corpus.documents}
    sentences = [
        (texts[s.document.id].span(s.start, s.end), s.subjects) for s in base.index.sentences
    ]
    subjects_of = cache(partial(_subjects_of_quote, tuple(texts.values()), sentences))
    return [
        _asked(base, question) | _attribution(question["evidence"], subjects_of)
        for question in counted_questions(questions)
    ]


def _subjects_of_quote(
    texts: Sequence[Counted],
    sentences: Sequence[tuple[Places, tuple[str, ...]]],
    source: str,
    quote: str,
) -> set[str]:
    """Whom the sentences are about that share half of themselves with the quote, or half of it."""
    quoted = places_of_quote(source, quote, texts)
    about = [subjects for places, subjects in sentences if _share_half(places, quoted)]
    return set().union(*about)


def _share_half(one: Places, other: Places) -> bool:
    """Whether they share at least half of the smaller."""
    return 2 * len(one & other) >= min(len(one), len(other))


def _attribution(
    evidence: Sequence[Row], subjects_of: Callable[[str, str], set[str]]
) -> dict[str, float]:
    fits = [_is_given(row["side"], subjects_of(row["source"], row["quote"])) for row in evidence]
    return {"attribution": fmean(fits)} if fits else {}


def _is_given(side: str, subjects: set[str]) -> bool:
    """Whether sentences about these subjects are on the judged side; a contrast holds either side's
    evidence.
    """
    return len(subjects) > 1 if side == BOTH else side in subjects


def _asked(base: KnowledgeBase, question: Row) -> dict[str, float]:
    """What is right of the subjects and facets that are asked about; nothing is, of a question that
    cannot be read.
    """
    subjects, facets = set(question.get("entities") or ()), question.get("facets") or ()
    try:
        asked = base.understand(question["question"])
        has_subjects = {subject.id for subject in asked.subjects} == subjects
        has_facet = bool(asked.facets) and asked.facets[0].facet.id in facets
    except QuestionError:
        has_subjects = has_facet = False
    of_subjects = {"subjects": float(has_subjects)} if subjects else {}
    of_facets = {"top_facet": float(has_facet)} if facets else {}
    return of_subjects | of_facets


def to_dict(shown: Report) -> dict[str, Any]:
    """Everything in the report, question by question too, for JSON."""
    by_question = zip(shown.judged, shown.understood, strict=True)
    return {
        "questions": len(shown.judged),
        "answerable": _answerable(shown),
        "end_to_end": to_dicts(shown.end_to_end),
        "retrieval": to_dicts(shown.retrieval),
        "abstention": to_dicts(shown.abstention),
        f"{BY_TYPE} by type": {
            type_: to_dicts({"end_to_end": end_to_end, "retrieval": retrieval})
            for type_, (end_to_end, retrieval) in shown.by_type.items()
        },
        "understanding": to_dicts(shown.understanding),
        "by_question": [_question_to_dict(one, values) for one, values in by_question],
    }


def _question_to_dict(judged: Judged, understanding: Mapping[str, float]) -> dict[str, Any]:
    return {
        "id": judged.row["id"],
        "abstained": judged.abstained,
        "confidence": judged.confidence,
        "end_to_end": dict(judged.end_to_end),
        "retrieval": dict(judged.retrieval),
        "understanding": dict(understanding),
    }


def to_text(shown: Report) -> str:
    """The report as a person reads it."""
    n = len(shown.judged)
    retrieval = shown.retrieval
    measured = [_row(name, value, retrieval[name]) for name, value in shown.end_to_end.items()]
    by_type = [_row(type_ or "(no type)", *both) for type_, both in shown.by_type.items()]
    lines = [
        f"{n} question{'s' * (n != 1)}, {_answerable(shown)} of them answerable.",
        f"In brackets: 95 % bootstrap intervals over questions ({RESAMPLES:,} resamples).",
    ]
    lines += _section("Answerable questions", measured, COLUMNS)
    lines += _section("Abstention", starmap(_row, shown.abstention.items()))
    lines += _section(f"{BY_TYPE} by type", by_type, COLUMNS)
    lines += _section("Understood as judged", starmap(_row, shown.understanding.items()))
    return "\n".join(lines)


def _answerable(shown: Report) -> int:
    return sum(one.is_answerable for one in shown.judged)


def _section(
    title: str, rows: Iterable[tuple[str, ...]], columns: tuple[str, ...] = ()
) -> list[str]:
    """An empty line, then the rows under a heading."""
    return ["", *table([(title, "n", *columns), *rows])]


def _row(name: str, *estimates: Estimate | None) -> tuple[str, ...]:
    # two counts where retrieval alone can measure more
    counts = dict.fromkeys(str(estimate.n if estimate else 0) for estimate in estimates)
    return name, "/".join(counts), *map(_bracketed, estimates)


def _bracketed(estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    return f"{estimate.value:.3f} ({estimate.low:.2f}–{estimate.high:.2f})"

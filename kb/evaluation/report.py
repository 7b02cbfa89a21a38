"""One report on judged questions: every measure with its interval, and where the loss is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from kb.errors import QuestionError
from kb.evaluation import intervals
from kb.evaluation.intervals import RESAMPLES, Estimate, Estimates, to_dicts
from kb.evaluation.judged import Judged, Row, counted_questions, judge, measures, refusals
from kb.evaluation.places import Counted, places_of_quote

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase

BY_TYPE = "need_recall@1500"
UNDERSTANDING = ("subjects", "top_facet", "attribution")


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
    found = understood(base, questions)
    types = sorted({str(j.row.get("type", "")) for j in judged if j.is_answerable})
    of_type = {
        type_: [j for j in judged if j.is_answerable and j.row.get("type", "") == type_]
        for type_ in types
    }
    return Report(
        judged=tuple(judged),
        understood=tuple(found),
        end_to_end=measures(judged),
        retrieval=measures(judged, listed=True),
        abstention=refusals(judged),
        by_type={type_: (_mean(some, False), _mean(some, True)) for type_, some in of_type.items()},
        understanding={
            name: intervals.mean([values[name] for values in found if name in values])
            for name in UNDERSTANDING
        },
    )


def _mean(judged: Sequence[Judged], listed: bool) -> Estimate | None:
    values = [j.retrieval if listed else j.end_to_end for j in judged]
    return intervals.mean([v[BY_TYPE] for v in values if BY_TYPE in v])


def understood(base: KnowledgeBase, questions: Iterable[Row]) -> list[dict[str, float]]:
    """How well the parts before the search did on each question that counts, in their order; a key
    where the judges say it.

    `subjects`: 1 if exactly the judged ones are asked about; `top_facet`: 1 if the strongest facet
    is a judged one; `attribution`: the share of the judged quotes whose sentences the index gives
    to the side that the judges gave.
    """
    texts = {document.id: Counted(document) for document in base.corpus.documents}
    sentences = [
        (texts[s.document.id].span(s.start, s.end), set(s.subjects)) for s in base.index.sentences
    ]
    given: dict[tuple[str, str], set[str]] = {}
    found = []
    for question in counted_questions(questions):
        values = _asked(base, question)
        for e in question["evidence"]:
            if (e["source"], e["quote"]) not in given:
                places = places_of_quote(e["source"], e["quote"], list(texts.values()))
                about = [
                    by for s, by in sentences if 2 * len(s & places) >= min(len(s), len(places))
                ]
                given[e["source"], e["quote"]] = set().union(*about)
        fits = [_is_given(e["side"], given[e["source"], e["quote"]]) for e in question["evidence"]]
        found.append(values | ({"attribution": fmean(fits)} if fits else {}))
    return found


def _asked(base: KnowledgeBase, question: Row) -> dict[str, float]:
    subjects, facets = set(question.get("entities") or ()), question.get("facets") or ()
    try:
        asked = base.understand(question["question"])
        is_right = {
            "subjects": {s.id for s in asked.subjects} == subjects,
            "top_facet": asked.facets[:1] and asked.facets[0].facet.id in facets,
        }
    except QuestionError:
        is_right = {}
    wanted = {"subjects": subjects, "top_facet": facets}
    return {name: float(bool(is_right.get(name))) for name, judged in wanted.items() if judged}


def _is_given(side: str, subjects: set[str]) -> bool:
    """Whether sentences about these subjects are on the judged side; a contrast holds either side's
    evidence.
    """
    return len(subjects) > 1 if side == "both" else side in subjects


def to_dict(found: Report) -> dict[str, Any]:
    """Everything in the report, question by question too, for JSON."""
    return {
        "questions": len(found.judged),
        "answerable": sum(j.is_answerable for j in found.judged),
        "end_to_end": to_dicts(found.end_to_end),
        "retrieval": to_dicts(found.retrieval),
        "abstention": to_dicts(found.abstention),
        f"{BY_TYPE} by type": {
            type_: to_dicts({"end_to_end": end_to_end, "retrieval": retrieval})
            for type_, (end_to_end, retrieval) in found.by_type.items()
        },
        "understanding": to_dicts(found.understanding),
        "by_question": [
            {"id": j.row["id"], "abstained": j.abstained, "confidence": j.confidence}
            | {
                "end_to_end": dict(j.end_to_end),
                "retrieval": dict(j.retrieval),
                "understanding": dict(values),
            }
            for j, values in zip(found.judged, found.understood, strict=True)
        ],
    }


def to_text(found: Report) -> str:
    """The report as a person reads it."""
    answerable = sum(j.is_answerable for j in found.judged)
    lines = [
        (
            f"{len(found.judged)} question{'s' * (len(found.judged) != 1)}, {answerable} of them"
            " answerable."
        ),
        f"In brackets: 95 % bootstrap intervals over questions ({RESAMPLES:,} resamples).",
        "",
        _line("Answerable questions", "n", "end to end", "retrieval alone"),
        *(
            _estimate_line(name, found.end_to_end[name], found.retrieval[name])
            for name in found.end_to_end
        ),
        "",
        _line("Abstention", "n", "", ""),
        *(_estimate_line(name, estimate) for name, estimate in found.abstention.items()),
        "",
        _line(f"{BY_TYPE} by type", "n", "end to end", "retrieval alone"),
        *(_estimate_line(type_ or "(no type)", *both) for type_, both in found.by_type.items()),
        "",
        _line("Understood as judged", "n", "", ""),
        *(_estimate_line(name, estimate) for name, estimate in found.understanding.items()),
    ]
    return "\n".join(lines)


def _estimate_line(name: str, *estimates: Estimate | None) -> str:
    n = "/".join(
        dict.fromkeys(str(e.n if e else 0) for e in estimates)
    )  # two where retrieval alone can measure more
    shown = [f"{e.value:.3f} ({e.low:.2f}–{e.high:.2f})" if e else "-" for e in estimates]
    return _line(name, n, *shown)


def _line(name: str, n: str, *columns: str) -> str:
    return f"{name:24} {n:>7}   {'   '.join(f'{column:19}' for column in columns)}".rstrip()

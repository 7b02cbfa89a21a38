"""What changed between two runs over the same judged questions: what became better or worse, and
whether by more than chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import sub
from typing import TYPE_CHECKING, Any

from kb.errors import KBError
from kb.evaluation import intervals
from kb.evaluation.intervals import Estimate, Estimates
from kb.evaluation.judged import Judged, abstentions, by_answerable, confidences, judge
from kb.evaluation.per_question import MEASURES, Row
from kb.evaluation.tables import table

if TYPE_CHECKING:
    from kb.types import Document

# what makes a question better or worse, the weightier first
COMPARED = ("need_recall@1500", "first_hit")
SEEN = 0.0005  # smaller differences would be printed as 0.000


@dataclass(frozen=True, slots=True)
class Change:
    """One question in two runs. `listed` compares retrieval alone: what is cited even where the
    answer is "not covered".
    """

    before: Judged
    after: Judged
    listed: bool = False

    def values(self, name: str) -> tuple[float, float] | None:
        """A measure (before, after); None where it cannot be measured in both."""
        old = self.before.measures(self.listed).get(name)
        new = self.after.measures(self.listed).get(name)
        return None if old is None or new is None else (old, new)

    def difference(self, name: str) -> float | None:
        """The measure after less before; None where it cannot be measured in both."""
        pair = self.values(name)
        return pair[1] - pair[0] if pair else None

    @property
    def gain(self) -> tuple[float, ...]:
        """What it gained in each of `COMPARED`, then 1, 0 or -1 as the decision to refuse became
        right, stayed, became wrong.
        """
        gained = [self.difference(name) or 0.0 for name in COMPARED]
        decided = float(self.after.is_right) - float(self.before.is_right)
        return (*gained, decided)

    @property
    def refusal(self) -> str:
        """What became of the refusal, in words; "" if nothing did."""
        if self.before.abstained == self.after.abstained:
            return ""
        decision = "refused" if self.after.abstained else "answered"
        return f"{decision} now" if self.after.is_right else f"wrongly {decision} now"


@dataclass(frozen=True, slots=True)
class Changes:
    """The questions that became `better` and `worse`, the greatest change first, of `n` that both
    runs have.

    `listed` says that retrieval alone was compared. `differences` hold each measure's value in the
    later run less that in the earlier, paired by question.
    """

    n: int
    listed: bool
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    differences: Estimates


def changes(
    earlier: Iterable[Row],
    judged: Sequence[Judged],
    documents: Sequence[Document],
    listed: bool = False,
) -> Changes:
    """What changed from the rows of an earlier run to what is judged now. Raises KBError if they
    share no question.
    """
    rows = {row["id"]: row for row in earlier}
    after = [one for one in judged if one.row["id"] in rows]
    if not after:
        raise KBError(
            "the earlier run has none of these questions: name a run over the same file of judged"
            " questions"
        )
    before = judge([one.row for one in after], rows.values(), documents)
    both = [Change(old, new, listed) for old, new in zip(before, after, strict=True)]
    nothing = (0.0,) * (len(COMPARED) + 1)
    better = [change for change in both if change.gain > nothing]
    worse = [change for change in both if change.gain < nothing]
    return Changes(
        n=len(both),
        listed=listed,
        better=tuple(sorted(better, key=lambda change: change.gain, reverse=True)),
        worse=tuple(sorted(worse, key=lambda change: change.gain)),
        differences=_differences(both, before, after),
    )


def _differences(
    both: Sequence[Change], before: Sequence[Judged], after: Sequence[Judged]
) -> Estimates:
    yes_before, no_before = by_answerable(before)
    yes_after, no_after = by_answerable(after)
    differences: dict[str, Estimate | None] = {}
    for name in MEASURES:
        differences[name] = intervals.mean(change.difference(name) for change in both)
    return differences | {
        "refused": _more_abstentions(no_before, no_after),
        "falsely_refused": _more_abstentions(yes_before, yes_after),
        "auroc": intervals.auroc_change(
            (confidences(yes_before), confidences(no_before)),
            (confidences(yes_after), confidences(no_after)),
        ),
    }


def _more_abstentions(before: Sequence[Judged], after: Sequence[Judged]) -> Estimate | None:
    return intervals.mean(map(sub, abstentions(after), abstentions(before)))


def to_dict(changed: Changes) -> dict[str, Any]:
    """All of it for JSON."""
    return {
        "questions": changed.n,
        "listed": changed.listed,
        "better": list(map(_change_to_dict, changed.better)),
        "worse": list(map(_change_to_dict, changed.worse)),
        "differences": intervals.to_dicts(changed.differences),
    }


def _change_to_dict(change: Change) -> dict[str, Any]:
    return {
        "id": change.after.row["id"],
        "question": change.after.row["question"],
        **{name: change.values(name) for name in COMPARED},
        "abstained": (change.before.abstained, change.after.abstained),
    }


def to_text(changed: Changes) -> str:
    """What changed, as a person reads it."""
    lines = [
        _summary(changed),
        *_differences_to_text(changed.differences),
        *_some_to_text("Better", changed.better),
        *_some_to_text("Worse", changed.worse),
    ]
    return "\n".join(lines)


def _summary(changed: Changes) -> str:
    better, worse = len(changed.better), len(changed.worse)
    alike = changed.n - better - worse
    what = "retrieval alone" if changed.listed else "end to end"
    questions = f"{changed.n} question{'s' * (changed.n != 1)}"
    counts = f"{better} better, {worse} worse, {alike} alike"
    return f"Against the earlier run, {questions}, {what}: {counts}."


def _differences_to_text(differences: Estimates) -> list[str]:
    """A table of those that can be seen, under their title; nothing if there are none."""
    rows: list[tuple[str, ...]] = []
    for name, difference in differences.items():
        if difference and _is_seen(difference):
            rows.append((name, str(difference.n), _signed(difference)))
    if not rows:
        return []
    title = f"Difference, paired by question; the other measures moved by less than {SEEN}"
    return ["", title, *table(rows)]


def _is_seen(difference: Estimate) -> bool:
    reach = (difference.value, difference.low, difference.high)
    return max(map(abs, reach)) >= SEEN


def _signed(estimate: Estimate) -> str:
    return f"{estimate.value:+.3f} ({estimate.low:+.2f} to {estimate.high:+.2f})"


def _some_to_text(title: str, some: Sequence[Change]) -> list[str]:
    """The changes under their title; nothing if there are none."""
    return ["", title, *map(_change_to_text, some)] if some else []


def _change_to_text(change: Change) -> str:
    parts = []
    for name in COMPARED:
        old, new = change.values(name) or (0.0, 0.0)
        if old != new:
            parts.append(f"{name} {old:.2f} → {new:.2f}")
    if change.refusal:
        parts.append(change.refusal)
    return f"{change.after.row['id']:8} {'; '.join(parts)}: {change.after.row['question']}"

"""What changed between two runs over the same judged questions: what became better or worse, and
whether by more than chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.errors import KBError
from kb.evaluation import intervals
from kb.evaluation.intervals import Estimates
from kb.evaluation.judged import MEASURES, Judged, Row, judge

if TYPE_CHECKING:
    from kb.types import Document

COMPARED = (
    "need_recall@1500",
    "first_hit",
)  # what makes a question better or worse, the weightier first
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
        old, new = (
            (j.retrieval if self.listed else j.end_to_end).get(name)
            for j in (self.before, self.after)
        )
        return None if old is None or new is None else (old, new)

    @property
    def gain(self) -> tuple[float, ...]:
        """What it gained in each of `COMPARED`, then 1, 0 or -1 as the decision to refuse became
        right, stayed, became wrong.
        """
        pairs = [self.values(name) or (0.0, 0.0) for name in COMPARED]
        pairs.append((float(self.before.is_right), float(self.after.is_right)))
        return tuple(new - old for old, new in pairs)

    @property
    def refusal(self) -> str:
        """What became of the refusal, in words; "" if nothing did."""
        if self.before.abstained == self.after.abstained:
            return ""
        done = "refused" if self.after.abstained else "answered"
        return f"{done} now" if self.after.is_right else f"wrongly {done} now"


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
    now = [j for j in judged if j.row["id"] in rows]
    if not now:
        raise KBError(
            "the earlier run has none of these questions: name a run over the same file of judged"
            " questions"
        )
    before = judge([j.row for j in now], rows.values(), documents)
    both = [Change(old, new, listed) for old, new in zip(before, now, strict=True)]
    nothing = (0.0,) * (len(COMPARED) + 1)
    return Changes(
        n=len(both),
        listed=listed,
        better=tuple(
            sorted((c for c in both if c.gain > nothing), key=lambda c: c.gain, reverse=True)
        ),
        worse=tuple(sorted((c for c in both if c.gain < nothing), key=lambda c: c.gain)),
        differences=_differences(both),
    )


def _differences(both: Sequence[Change]) -> Estimates:
    found = {name: [pair for c in both if (pair := c.values(name))] for name in MEASURES}
    yes, no = ([c for c in both if c.after.is_answerable == kind] for kind in (True, False))
    refused = [
        [(float(c.before.abstained), float(c.after.abstained)) for c in kind] for kind in (no, yes)
    ]
    means = found | {"refused": refused[0], "falsely_refused": refused[1]}
    return {
        **{
            name: intervals.mean([new - old for old, new in pairs]) for name, pairs in means.items()
        },
        "auroc": intervals.auroc_change(
            ([c.before.confidence for c in yes], [c.before.confidence for c in no]),
            ([c.after.confidence for c in yes], [c.after.confidence for c in no]),
        ),
    }


def to_dict(found: Changes) -> dict[str, Any]:
    """All of it for JSON."""
    return {
        "questions": found.n,
        "listed": found.listed,
        "better": [_change_to_dict(change) for change in found.better],
        "worse": [_change_to_dict(change) for change in found.worse],
        "differences": intervals.to_dicts(found.differences),
    }


def _change_to_dict(change: Change) -> dict[str, Any]:
    return {
        "id": change.after.row["id"],
        "question": change.after.row["question"],
        **{name: change.values(name) for name in COMPARED},
        "abstained": (change.before.abstained, change.after.abstained),
    }


def to_text(found: Changes) -> str:
    """What changed, as a person reads it."""
    count = (
        f"{len(found.better)} better, {len(found.worse)} worse,"
        f" {found.n - len(found.better) - len(found.worse)} alike"
    )
    what = "retrieval alone" if found.listed else "end to end"
    lines = [f"Against the earlier run, {found.n} question{'s' * (found.n != 1)}, {what}: {count}."]
    moved = {
        name: e
        for name, e in found.differences.items()
        if e and max(abs(e.value), abs(e.low), abs(e.high)) >= SEEN
    }
    lines += (
        ["", f"Difference, paired by question; the other measures moved by less than {SEEN}"]
        if moved
        else []
    )
    lines += [
        f"{name:24} {e.n:>7}   {e.value:+.3f} ({e.low:+.2f} to {e.high:+.2f})"
        for name, e in moved.items()
    ]
    for title, some in (("Better", found.better), ("Worse", found.worse)):
        lines += ["", title, *(_change_to_text(change) for change in some)] if some else []
    return "\n".join(lines)


def _change_to_text(change: Change) -> str:
    parts = [
        f"{name} {old:.2f} → {new:.2f}" for name in COMPARED for old, new in _changed(change, name)
    ]
    parts += [change.refusal] if change.refusal else []
    return f"{change.after.row['id']:8} {'; '.join(parts)}: {change.after.row['question']}"


def _changed(change: Change, name: str) -> Iterator[tuple[float, float]]:
    pair = change.values(name)
    if pair and pair[0] != pair[1]:
        yield pair

"""How good the answers are on judged questions: what a reader finds within a budget of characters, and what is refused.

A judged question names the quotes that settle it: `evidence[]` with `source`, `quote`, `side` and `grade` (2 essential,
1 supporting). Essential quotes that share an `alt_group` are one need, met by `alt_min` of them (default 1). Citations are read
in order until the budget is spent, the last one cut; white space, list marks and quote marks are not counted. A need is met
when half of its quote has been read. So long citations win nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any, TypeAlias

from kb.errors import KBError, QuestionError

if TYPE_CHECKING:
    from kb.knowledge_base import KnowledgeBase
    from kb.types import Answer, Document

BUDGETS = (600, 1500, 3000)  # characters: a glance, a minute, two minutes
FALSE_REFUSALS = 0.05

_UNCOUNTED = re.compile(r"[\s•*\-–—_#>`|]")
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})

Row: TypeAlias = Mapping[str, Any]
Places: TypeAlias = frozenset[tuple[str, int]]  # (source, how many counted characters stand before)


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The judged questions of a JSON Lines file. Raises KBError naming the line that is none."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KBError(f"{file} cannot be read as judged questions ({error}): name a JSON Lines file in UTF-8") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise KBError(f"{file}, line {number} is not JSON ({error}): put one judged question on a line") from error
        missing = {"id", "question", "answerable", "evidence"} - set(row if isinstance(row, dict) else ())
        if missing:
            raise KBError(f"{file}, line {number} is no judged question: {', '.join(sorted(missing))} missing")
        rows.append(row)
    return rows


def run(base: KnowledgeBase, questions: Iterable[Row], progress: Callable[[int], None] | None = None) -> Iterator[dict[str, Any]]:
    """A row a question: id, abstained, confidence, and the citations in order with source, text, side and positions."""
    for number, row in enumerate(questions, start=1):
        try:
            yield {"id": row["id"], **_decision(base.ask(row["question"]))}
        except QuestionError:
            yield {"id": row["id"], "abstained": True, "confidence": 0.0, "citations": []}
        if progress:
            progress(number)


def _decision(answer: Answer) -> dict[str, Any]:
    return {
        "abstained": answer.status == "not covered",
        "confidence": answer.confidence,
        "citations": [
            {"source": c.source, "text": c.text, "side": c.subject, "start": c.start, "end": c.end} for c in answer.citations
        ],
    }


@dataclass(frozen=True, slots=True)
class Judged:
    """What one answerable question's citations are worth, by measure."""

    row: Row
    values: Mapping[str, float]


def measure(
    questions: Iterable[Row], rows: Iterable[Row], documents: Sequence[Document], listed: bool = False
) -> tuple[dict[str, float | None], list[Judged]]:
    """The measures over all questions, and each answerable question's own; None where nothing could be measured.

    `listed` counts what is cited even where the answer was "not covered": retrieval alone. Raises KBError for a quote that
    stands in no document.
    """
    questions = [q for q in questions if not (q.get("core") is False or q.get("expected") == "answer_or_abstain")]
    questions = [q for q in questions if not q.get("accept_either")]
    found = {row["id"]: row for row in rows}
    texts = [_Counted(document) for document in documents]
    judged = []
    for question in questions:
        if question["answerable"]:
            row = found.get(question["id"], {"abstained": True, "citations": []})
            cited = [] if row["abstained"] and not listed else row["citations"]
            judged.append(Judged(question, _values(question, cited, texts)))
    names = [f"{m}@{b}" for m in ("need_recall", "full", "both_sides", "precision") for b in BUDGETS]
    means = {name: _mean(j.values[name] for j in judged if name in j.values) for name in [*names, "first_hit", "side_accuracy"]}
    return means | _refusals(questions, found), judged


def _refusals(questions: Sequence[Row], found: Mapping[str, Row]) -> dict[str, float | None]:
    sure: dict[bool, list[float]] = {True: [], False: []}
    refused: dict[bool, list[float]] = {True: [], False: []}
    for question in questions:
        answerable = bool(question["answerable"])
        row = found.get(question["id"], {"abstained": answerable, "confidence": -1e9 if answerable else 1e9})
        sure[answerable].append(float(row["confidence"]))
        refused[answerable].append(float(row["abstained"]))
    yes, no = sorted(sure[True]), sure[False]
    auroc = at_5 = None
    if yes and no:
        auroc = fmean((y > n) + (y == n) / 2 for y in yes for n in no)
        at_5 = fmean(n < yes[int(FALSE_REFUSALS * len(yes))] for n in no)
    return {
        "refused": _mean(refused[False]),
        "falsely_refused": _mean(refused[True]),
        "auroc": auroc,
        "refused@5%": at_5,
    }


def _values(question: Row, cited: Sequence[Row], texts: Sequence[_Counted]) -> dict[str, float]:
    quotes = [(e, _find(e["source"], e["quote"], texts)) for e in question["evidence"]]
    marked = frozenset().union(*(places for _, places in quotes))
    shown = [(c, _find(c["source"], c["text"], texts)) for c in cited]
    sides = set(question.get("entities") or ())
    out: dict[str, float] = {}
    for budget in BUDGETS:
        seen, spent = _read([places for _, places in shown], budget)
        met = [sum(_is_read(places, seen) for places in alternatives) >= k for alternatives, k in _needs(question, quotes)]
        if met:
            out[f"need_recall@{budget}"] = fmean(met)
            out[f"full@{budget}"] = float(all(met))
        if len(sides) == 2:
            spoken = {e["side"] for e, places in quotes if e["grade"] == 2 and _is_read(places, seen)}
            out[f"both_sides@{budget}"] = float("both" in spoken or sides <= spoken)
        out[f"precision@{budget}"] = len(seen & marked) / spent if spent else 0.0
    first, _ = _read([places for _, places in shown[:1]], BUDGETS[0])
    out["first_hit"] = float(any(_is_read(places, first) for e, places in quotes if e["grade"] == 2))
    fits = [fit for c, places in shown if c.get("side") and (fit := _fits(c["side"], places, quotes, sides)) is not None]
    return out | ({"side_accuracy": fmean(fits)} if fits else {})


def _needs(question: Row, quotes: Sequence[tuple[Row, Places]]) -> Iterator[tuple[list[Places], int]]:
    """(alternatives, how many of them are wanted) of each essential need."""
    groups: dict[str, list[Places]] = {}
    for number, (evidence, places) in enumerate(quotes):
        if evidence["grade"] == 2:
            groups.setdefault(evidence.get("alt_group") or f"alone {number}", []).append(places)
    for name, alternatives in groups.items():
        yield alternatives, int((question.get("alt_min") or {}).get(name, 1))


def _fits(side: str, places: Places, quotes: Sequence[tuple[Row, Places]], sides: set[str]) -> bool | None:
    """Whether the side that a citation names is that of the evidence it overlaps; None if it overlaps none."""
    judged = {e["side"] for e, other in quotes if places & other}
    if not judged:
        return None
    return "both" in judged or (judged >= sides if side == "both" else side in judged)


def _read(citations: Sequence[Places], budget: int) -> tuple[Places, int]:
    """(characters seen, characters spent)."""
    seen: set[tuple[str, int]] = set()
    spent = 0
    for places in citations:
        part = sorted(places)[: budget - spent]
        seen.update(part)
        spent += len(part)
    return frozenset(seen), spent


def _is_read(places: Places, seen: Places) -> bool:
    return 2 * len(places & seen) >= len(places)


class _Counted:
    """A document's counted characters."""

    def __init__(self, document: Document) -> None:
        self.id = document.id
        self.text = _counted(document.text)


def _counted(text: str) -> str:
    return "".join(c.lower()[:1] for c in _UNCOUNTED.sub("", text.translate(_STRAIGHT)))


def _find(source: str, quote: str, texts: Sequence[_Counted]) -> Places:
    """Where a quote stands: in the document with this id, else (the judge may use other ids) in the first that has it."""
    words = _counted(quote)
    for text in sorted(texts, key=lambda t: t.id != source):
        at = text.text.find(words) if words else -1
        if at >= 0:
            return frozenset((text.id, at + i) for i in range(len(words)))
    raise KBError(f"no article holds the quote “{quote[:80]}”: these questions were judged on other articles than this corpus")


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None

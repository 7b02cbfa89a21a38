"""How many verdicts and cells of the bundled corpus's comparison a judge holds right.

    python benchmarks/judged_rows.py

The judge read both articles and saw no answer; `tests/rows.jsonl` holds, for each facet, the
verdicts that he accepts, and of each cell the quotes that are essential or fit. A cell is right if
at most a quarter of its quotes are none of these, and no essential one is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kb import Citation, KnowledgeBase

ROOT = Path(__file__).parent.parent
SUPERFLUOUS = 0.25


def judged_rows(base: KnowledgeBase) -> Iterator[tuple[str, str, bool, dict[str, bool]]]:
    """(facet, verdict, whether it is right, whether the cell of each subject is)."""
    comparison = base.compare(k=base.size)
    for line in (ROOT / "tests" / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        judged = json.loads(line)
        row = comparison.row(judged["facet"])
        cells = zip(comparison.subjects, row.cells, strict=True)
        right = {s.id: _is_right(judged["cells"][s.id], cell) for s, cell in cells}
        yield judged["facet"], row.verdict.kind, row.verdict.kind in judged["verdicts"], right


def _is_right(judged: dict[str, Any], cell: Sequence[Citation]) -> bool:
    quoted = {(citation.source, citation.start) for citation in cell}
    essential, fits = (_places(judged[kind]) for kind in ("essential", "fits"))
    superfluous = quoted - essential - fits
    return len(superfluous) <= SUPERFLUOUS * len(quoted) and essential <= quoted


def _places(quotes: list[dict[str, Any]]) -> set[tuple[str, int]]:
    return {(quote["source"], quote["start"]) for quote in quotes}


def main() -> None:
    rows = list(judged_rows(KnowledgeBase.open(ROOT / "corpus")))
    for facet, verdict, is_right, cells in rows:
        told = ", ".join(f"{subject} {'right' if cells[subject] else 'wrong'}" for subject in cells)
        print(f"{facet:20} {verdict:14} {'right' if is_right else 'wrong'}; {told}")
    right = [is_right for _, _, is_right, _ in rows]
    cells_right = [is_right for *_, cells in rows for is_right in cells.values()]
    print(f"verdicts right: {sum(right)} of {len(right)}")
    print(f"cells right: {sum(cells_right)} of {len(cells_right)}")


if __name__ == "__main__":
    main()

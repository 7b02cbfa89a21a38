"""What is said of judged statements: stated, said otherwise, not stated, cannot tell.

    python benchmarks/statements.py                    the statements that may be read
    python benchmarks/statements.py FILE [--wrong]     those of a file on the bundled articles

A row of a file has its `text` (or `question`) and `truth`, and `how` a false one was made; those of
`tests/faithfulness.jsonl` are all false. `--wrong` names the true ones that are not called stated,
and the false ones that are.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from kb import KnowledgeBase
from kb.answering.checking import Held
from kb.results import ClaimState

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
STATES = get_args(ClaimState)


@dataclass(frozen=True, slots=True)
class Statement:
    """A judged statement; `how` a false one was made, "" for a true one."""

    text: str
    is_true: bool
    how: str


def corpora() -> dict[Path, list[Path]]:
    """The folders of articles with the files of statements on them that may be read."""
    own = [TESTS / "statements.jsonl", *sorted((TESTS / "open").glob("*statements.jsonl"))]
    others = sorted((TESTS / "corpora").glob("*/statements.jsonl"))
    return {ROOT / "corpus": own, **{file.parent: [file] for file in others}}


@lru_cache
def opened(folder: Path) -> KnowledgeBase:
    """The bundled articles, or those of a test, whose folder stays as it is."""
    if folder == ROOT / "corpus":
        return KnowledgeBase.open(folder)
    return KnowledgeBase.open(folder, index=Path(tempfile.mkdtemp()) / folder.name)


def read(file: Path) -> Iterator[Statement]:
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row.get("text") or row["question"]
        yield Statement(text, row.get("truth") == "true", row.get("how") or row.get("kind", ""))


def statements(folder: Path, files: list[Path]) -> Iterator[tuple[Statement, list[Held]]]:
    """Each statement with the claims in it, held against the articles of the folder."""
    base = opened(folder)
    for file in files:
        for statement in read(file):
            yield statement, base.held(statement.text)


def count(folder: Path, file: Path, names_wrong: bool) -> Counter[tuple[str, str]]:
    """How many statements of each kind have each state."""
    base = opened(folder)
    found: Counter[tuple[str, str]] = Counter()
    for statement in read(file):
        (checked,) = base.check(statement.text).sentences[:1] or (None,)
        state = checked.state if checked else "cannot tell"
        found[statement.how or "true", state] += 1
        if names_wrong and statement.is_true != (state == "stated"):
            print(f"  {statement.how or 'true'}: {state}: {statement.text}")
    return found


def show(name: str, found: Counter[tuple[str, str]]) -> None:
    print(f"{name}: {', '.join(STATES)}")
    for kind in sorted({kind for kind, _ in found}):
        print(f"  {kind:10}", *(f"{found[kind, state]:4}" for state in STATES))
    false = {s: sum(n for (k, t), n in found.items() if k != "true" and t == s) for s in STATES}
    true = {state: found["true", state] for state in STATES}
    if any(true.values()):
        share = true["stated"] / sum(true.values())
        print(f"  true ones called stated: {true['stated']} of {sum(true.values())}, {share:.3f}")
    if any(false.values()):
        told = false["said otherwise"] + false["not stated"]
        share = told / sum(false.values())
        print(f"  false ones called stated: {false['stated']} of {sum(false.values())}")
        print(f"  false ones called said otherwise or not stated: {told}, {share:.3f}")


def main(files: list[Path], names_wrong: bool) -> None:
    chosen = {ROOT / "corpus": files} if files else corpora()
    for folder, of_folder in chosen.items():
        for file in of_folder:
            show(
                str(file.relative_to(ROOT) if file.is_absolute() else file),
                count(folder, file, names_wrong),
            )


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main([Path(a) for a in arguments if a != "--wrong"], "--wrong" in arguments)

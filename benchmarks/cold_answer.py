"""How long a fresh process takes from the shell to a cited answer, against the barest script that
looks the same thing up; and what importing costs, against an interpreter that does nothing.

    python benchmarks/cold_answer.py [RUNS]
    python benchmarks/cold_answer.py --against DIR

Needs the index: run `kb build` first. With `--against` all is measured against another checkout of
this project, which answers from its own corpus folder: a run of the one, a run of the other.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from functools import partial
from pathlib import Path

from measured import (
    HEADER,
    ROOT,
    checkout_to_compare,
    imported,
    in_turn,
    line,
    lines_of_pairs,
    run,
)

from kb.embedding.compiled import encoder_folder

QUESTION = "How do the degrees of social workers and case managers differ?"
BARE = Path(__file__).with_name("bare_lookup.py")
IMPORTS = ("import kb", "from kb import KnowledgeBase")


def ask(checkout: Path) -> tuple[float, float]:
    """(wall seconds, peak MB) of `kb ask`."""
    kb = Path(sys.executable).with_name("kb")
    return run([str(kb), "ask", "--corpus", str(checkout / "corpus"), QUESTION], checkout)


def look_up() -> tuple[float, float]:
    """(wall seconds, peak MB) of the barest script."""
    index = ROOT / "corpus" / ".index"
    manifest = json.loads((index / "manifest.json").read_text(encoding="utf-8"))
    encoder, data = encoder_folder(manifest["model"]), index / manifest["data"]
    return run([sys.executable, str(BARE), str(encoder), str(data), QUESTION])


def main(runs: int) -> None:
    asked = in_turn(partial(ask, ROOT), look_up, runs)
    walls = [(a, b) for (a, _), (b, _) in asked]
    print(HEADER)
    print(line("kb ask, wall", [a for a, _ in walls], "s"))
    print(line("bare look-up, wall", [b for _, b in walls], "s"))
    print(line("ratio, pair by pair", [a / b for a, b in walls], "x"))
    print(line("kb ask, peak memory", [memory for (_, memory), _ in asked], "MB"))
    print(line("bare look-up, peak memory", [memory for _, (_, memory) in asked], "MB"))
    nothing = partial(run, [sys.executable, "-c", "pass"])
    for code in IMPORTS:
        pairs = in_turn(partial(run, [sys.executable, "-c", code]), nothing, runs)
        extra = [a - b for (a, _), (b, _) in pairs]
        print(line(f"{code}, above an interpreter", extra, "s"))
    median = statistics.median(a for a, _ in walls)
    print(f"medians of {runs} runs each; {median:.2f} s from shell to answer")


def main_against(other: Path, runs: int) -> None:
    asked = in_turn(partial(ask, ROOT), partial(ask, other), runs)
    walls = [(a, b) for (a, _), (b, _) in asked]
    memories = [(a, b) for (_, a), (_, b) in asked]
    print(HEADER)
    print(*lines_of_pairs("kb ask, wall", walls, "s"), sep="\n")
    print(*lines_of_pairs("kb ask, peak memory", memories, "MB"), sep="\n")
    for code in IMPORTS:
        pairs = in_turn(partial(imported, code, ROOT), partial(imported, code, other), runs)
        print(*lines_of_pairs(code, pairs, "s"), sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("runs", type=int, nargs="?", default=11, help="of each (default: 11)")
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout")
    given = parser.parse_args()
    other = checkout_to_compare(parser, given.against)
    if other:
        main_against(other, given.runs)
    else:
        main(given.runs)

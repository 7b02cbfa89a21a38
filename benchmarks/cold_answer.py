"""How long a fresh process takes from the shell to a cited answer, against the barest script that
looks the same thing up.

    python benchmarks/cold_answer.py [RUNS]

Also what importing costs, against an interpreter that does nothing. Needs the index: run `kb build`
first.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path

from measured import HEADER, in_pairs, line

from kb.embedding.compiled import encoder_folder

QUESTION = "How do the degrees of social workers and case managers differ?"
HERE = Path(__file__).parent
INDEX = HERE.parent / "corpus" / ".index"


def main(runs: int) -> None:
    manifest = json.loads((INDEX / "manifest.json").read_text(encoding="utf-8"))
    encoder = encoder_folder(manifest["model"])
    python = sys.executable
    ask = [str(Path(python).with_name("kb")), "ask", "--corpus", str(INDEX.parent), QUESTION]
    bare = [
        python,
        str(HERE / "bare_lookup.py"),
        str(encoder),
        str(INDEX / manifest["data"]),
        QUESTION,
    ]
    nothing = [python, "-c", "pass"]
    print(HEADER)
    asked, looked_up = in_pairs(ask, bare, runs)
    print(line("kb ask, wall", [wall for wall, _ in asked], "s"))
    print(line("bare look-up, wall", [wall for wall, _ in looked_up], "s"))
    print(
        line(
            "ratio, pair by pair",
            [a / b for (a, _), (b, _) in zip(asked, looked_up, strict=True)],
            "x",
        )
    )
    print(line("kb ask, peak memory", [memory for _, memory in asked], "MB"))
    print(line("bare look-up, peak memory", [memory for _, memory in looked_up], "MB"))
    for code in ("import kb", "from kb import KnowledgeBase"):
        imported, idle = in_pairs([python, "-c", code], nothing, runs)
        extra = [a - b for (a, _), (b, _) in zip(imported, idle, strict=True)]
        print(line(f"{code}, above an interpreter", extra, "s"))
    print(
        f"medians of {runs} runs each; {statistics.median(a for a, _ in asked):.2f} s from shell to"
        " answer"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)

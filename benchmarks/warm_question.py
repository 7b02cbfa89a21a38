"""What a question costs on an open knowledge base, against embedding the same question alone; pair
by pair.

    python benchmarks/warm_question.py [QUESTIONS.jsonl]
    python benchmarks/warm_question.py [QUESTIONS.jsonl] --against DIR

With `--against` it is measured against another checkout of this project, which answers from its own
corpus folder: each question is asked here, then there. Give it more than 64 questions: the reading
of so many is remembered.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from measured import HEADER, ROOT, checkout_to_compare, line, lines_of_pairs, of_checkout

from kb import KnowledgeBase
from kb.embedding.models import open_embedder

ROUNDS = 3
ASKED = Path(__file__).with_name("asked.py")

Timed: TypeAlias = Callable[[str], float]  # a question -> seconds


def read(file: Path) -> list[str]:
    """The judged questions that can be read."""
    rows = file.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(row)["question"] for row in rows]
    return [question for question in questions if any(map(str.isalpha, question))]


def timed(call: Callable[[str], object]) -> Timed:
    def seconds(question: str) -> float:
        start = time.perf_counter()
        call(question)
        return time.perf_counter() - start

    return seconds


@contextmanager
def asking(checkout: Path) -> Iterator[Timed]:
    """Asks the checkout's kb in a process of its own, which is ended in every case. Raises
    RuntimeError if it ends by itself.
    """
    command = [sys.executable, str(ASKED), str(checkout / "corpus")]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, **of_checkout(checkout))
    assert process.stdin and process.stdout
    told, answered = process.stdin, process.stdout

    def seconds(question: str) -> float:
        print(json.dumps(question), file=told, flush=True)
        answer = answered.readline()
        if not answer:
            raise RuntimeError(f"the process that asks the kb of {checkout} has ended")
        return float(answer)

    try:
        yield seconds
    finally:
        process.kill()
        process.wait()


def in_pairs(one: Timed, other: Timed, questions: Sequence[str]) -> list[tuple[float, float]]:
    """Milliseconds of both for each question, in turn."""
    # Load what is loaded once; the last ones, for an answer keeps what it read for a while.
    for question in questions[-20:]:
        one(question), other(question)
    return [(1000 * one(q), 1000 * other(q)) for _ in range(ROUNDS) for q in questions]


def main(questions: Sequence[str]) -> None:
    base = KnowledgeBase.open(ROOT / "corpus")
    embedder = open_embedder(base.model)
    embedding = timed(lambda question: embedder.encode_query([question]))
    pairs = in_pairs(timed(base.ask), embedding, questions)
    print(HEADER)
    print(line("question answered", [a for a, _ in pairs], "ms"))
    print(line("question embedded alone", [b for _, b in pairs], "ms"))
    print(line("ratio, pair by pair", [a / b for a, b in pairs], "x"))


def main_against(other: Path, questions: Sequence[str]) -> None:
    with asking(ROOT) as here, asking(other) as there:
        pairs = in_pairs(here, there, questions)
    print(HEADER)
    print(*lines_of_pairs("question answered", pairs, "ms"), sep="\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    judged = ROOT / "tests" / "questions.jsonl"
    parser.add_argument("questions", type=Path, nargs="?", default=judged, help="JSON Lines")
    parser.add_argument("--against", type=Path, metavar="DIR", help="another checkout")
    given = parser.parse_args()
    other = checkout_to_compare(parser, given.against)
    if other:
        main_against(other, read(given.questions))
    else:
        main(read(given.questions))

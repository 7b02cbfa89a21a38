"""What a question costs on an open knowledge base, against embedding the same question alone; pair
by pair.

python benchmarks/warm_question.py [QUESTIONS.jsonl]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from measured import HEADER, line

from kb import KnowledgeBase
from kb.embedding.models import open_embedder

HERE = Path(__file__).parent
ROUNDS = 3


def main(file: Path) -> None:
    base = KnowledgeBase.open(HERE.parent / "corpus")
    embedder = open_embedder(base.model)
    questions = [
        json.loads(row)["question"] for row in file.read_text(encoding="utf-8").splitlines()
    ]
    questions = [question for question in questions if any(map(str.isalpha, question))]
    for question in questions[
        -20:
    ]:  # load what is loaded once; the last ones, for an answer keeps what it read for a while
        base.ask(question)
    pairs = [
        (
            seconds(lambda q=question: base.ask(q)),
            seconds(lambda q=question: embedder.encode_query([q])),
        )
        for _ in range(ROUNDS)
        for question in questions
    ]
    print(HEADER)
    print(line("question answered", [1000 * a for a, _ in pairs], "ms"))
    print(line("question embedded alone", [1000 * b for _, b in pairs], "ms"))
    print(line("ratio, pair by pair", [a / b for a, b in pairs], "x"))


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "tests" / "questions.jsonl")

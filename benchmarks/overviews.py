"""How many judged questions on the whole get a good overview.

    python benchmarks/overviews.py tests/open/overviews.jsonl [--wrong]

Right is an overview of the kind that the judge wants, with quotes about every side that must be
shown, of at most 2,000 characters in all, with as many rows as were asked for (as many quotes, of
what the subjects have in common), and with a quote that the judge holds fit. `--wrong` names those
that are not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb import Answer, KnowledgeBase
from kb.evaluation.judged import read_questions

ROOT = Path(__file__).parent.parent
CHARACTERS = 2000


def faults(question: dict[str, Any], answer: Answer) -> Iterator[str]:
    """What is wrong with the answer as an overview."""
    if answer.overview != question["want"]:
        yield f"{answer.overview or 'no overview'} instead of {question['want']}"
        return
    about = {subject for citation in answer.citations for subject in citation.about}
    missing = set(question["sides"]) - about
    if missing:
        yield f"nothing about {', '.join(sorted(missing))}"
    characters = sum(len(citation.text) for citation in answer.citations)
    if characters > CHARACTERS:
        yield f"{characters} characters"
    count, rows = question["count"], len(answer.comparison.rows) if answer.comparison else 0
    is_common = answer.overview == "common"  # each quote says another thing that they share
    if count and (len(answer.citations) < count if is_common else rows != count):
        yield f"{rows} rows of {len(answer.citations)} quotes instead of {count}"
    judged = {(quote["source"], quote["start"]) for quote in question["evidence"]}
    if not judged & {(citation.source, citation.start) for citation in answer.citations}:
        yield "no quote that the judge holds fit"


def main(file: Path, names_wrong: bool) -> None:
    base = KnowledgeBase.open(ROOT / "corpus")
    questions = read_questions(file)
    right = 0
    for question in questions:
        found = list(faults(question, base.ask(question["question"])))
        right += not found
        if found and names_wrong:
            print(f"{question['id']} {question['question']}: {'; '.join(found)}")
    print(f"overviews right: {right} of {len(questions)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--wrong" in sys.argv[2:])

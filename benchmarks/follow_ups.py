"""Whether second turns are answered as they would be if they stood alone.

    python benchmarks/follow_ups.py FILE [--wrong]    judged follow-ups, with the question `before`
    python benchmarks/follow_ups.py --alone           questions that stand alone, after others

Right is a follow-up that is rightly answered or rightly refused and, if answered, meets each of its
needs within 1,500 characters. A question that stands alone must keep its status and its first quote
after each of three others, whatever they ask; those that read like a second turn themselves are
named.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kb import Answer, KnowledgeBase
from kb.evaluation.judged import judge, read_questions

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
BEFORE = (
    "What degree does a social worker need?",
    "May a case manager offer counseling?",
    "How do the two differ in licensing?",
)
ALONE = ("questions", "questions_b", "questions_look", "open/voices", "open/overviews")


def answered(file: Path, names_wrong: bool) -> None:
    base = KnowledgeBase.open(ROOT / "corpus")
    questions = read_questions(file)
    answers = [base.ask(row["question"], after=row["before"]) for row in questions]
    rows = [_row(row["id"], answer) for row, answer in zip(questions, answers, strict=True)]
    judged = judge(questions, rows, base.corpus.documents)
    right = 0
    for one in judged:
        needs = one.end_to_end.get("need_recall@1500")
        is_right = one.is_right and (not one.is_answerable or needs == 1)
        right += is_right
        if names_wrong and not is_right:
            print(f"  {one.row['before']} / {one.row['question']}: {needs}")
    print(f"follow-ups answered: {right} of {len(judged)}")


def _row(name: str, answer: Answer) -> dict[str, object]:
    return {
        "id": name,
        "abstained": answer.is_refused,
        "confidence": answer.confidence or 0.0,
        "citations": [
            {
                "source": citation.source,
                "text": citation.text,
                "side": citation.subject,
                "start": citation.start,
                "end": citation.end,
            }
            for citation in answer.shown
        ],
    }


def alone() -> None:
    base = KnowledgeBase.open(ROOT / "corpus")
    asked = [row["question"] for name in ALONE for row in read_questions(TESTS / f"{name}.jsonl")]
    changed = [question for question in asked if any(_changes(base, question))]
    print(f"questions that stand alone and change: {len(changed)} of {len(asked)}")
    for question in changed:
        print(f"  {question}")


def _changes(base: KnowledgeBase, question: str) -> list[bool]:
    own = base.ask(question)
    after = [base.ask(question, after=before) for before in BEFORE]
    return [_told(answer) != _told(own) for answer in after]


def _told(answer: Answer) -> tuple[str, str]:
    return answer.status, answer.shown[0].address if answer.shown else ""


if __name__ == "__main__":
    arguments = sys.argv[1:]
    files = [Path(argument) for argument in arguments if not argument.startswith("--")]
    for file in files:
        answered(file, "--wrong" in arguments)
    if "--alone" in arguments:
        alone()

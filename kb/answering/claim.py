"""What a question claims, held against what the sources say: of whom, and in which words.

"Do bakers rest their dough overnight?" is on the matter even if the sources say it of
confectioners, or say nothing of nights. Then the sentences that come nearest are evidence, but no
answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.answering.coverage import features_of
from kb.answering.question import Question
from kb.language.words import stems, words
from kb.results import Evidence
from kb.types import Sentence, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.answering.search import Searcher

# A sentence on another subject that holds at least half of what is claimed, and a quarter more of
# it than any on the subject asked about, says it of the other. On 188 answerable judged questions
# that is never so.
SAID, MORE = 0.5, 0.25
CLAIM_WORDS = 3  # fewer may meet in any sentence

# A claim of whose words a third is in no source and in no cue is not stated in them.
UNSAID = 1 / 3


def said_of_others(question: Question, searcher: Searcher) -> Sentence | None:
    """The sentence that says of another subject what the question claims of its own, or None."""
    if len(question.subjects) != 1 or not question.is_named or len(question.terms) < CLAIM_WORDS:
        return None
    asked = question.subjects[0].id
    shares = searcher.index.lexical.shares(question.terms)
    best = {True: 0.0, False: 0.0}
    said: Sentence | None = None
    for sentence, share in zip(searcher.index.sentences, shares.tolist(), strict=True):
        is_own = asked in sentence.subjects
        if sentence.subjects and share > best[is_own]:
            best[is_own] = share
            said = said if is_own else sentence
    return said if best[False] >= SAID and best[False] - best[True] >= MORE else None


def unsaid_words(
    question: Question, evidence: Sequence[Evidence], searcher: Searcher
) -> tuple[str, ...]:
    """The words of a claim that no source says, if they are too many for it to be stated; else
    ().
    """
    if not question.is_claim or features_of(question, evidence, searcher).unknown < UNSAID:
        return ()
    asked = dict.fromkeys(words(question.mended))
    return tuple(
        w
        for w in asked
        if (found := stems(w)) and found[0] in question.terms and not searcher.says(found[0])
    )


def names_of(sentence: Sentence, subjects: Sequence[Subject]) -> str:
    """The subjects that a sentence is about, by name."""
    return " and ".join(subject.name for subject in subjects if subject.id in sentence.subjects)

"""Whether the sources state what a text claims, say otherwise, or do not say.

A claim is what a sentence says of one subject, of all, or of nobody named: "X must, while Y may
not" makes two. Each is held against the sentences on whom it speaks of: first how well one bears it
out word by word, then in what the two contradict each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean as mean
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.clauses import Ids, Teller, Told
from kb.answering.conflicts import (
    SAID_OUTRIGHT,
    Conflict,
    conflicts,
    is_unbounded,
    numbers,
    part_on,
)
from kb.answering.support import UNMET, Alignment, Features, align, support_of, weights
from kb.index.names import Names
from kb.results import ClaimState, Facts, Reason, ReasonKind
from kb.types import Sentence, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.index.build import Index
    from kb.protocols import Embedder, Matrix

    Vector: TypeAlias = NDArray[np.float32]

# Sentences looked at for each claim: the nearest by meaning, and those with most of its words.
BY_MEANING, BY_WORDS = 10, 6
NEAREST = 400  # sentences among which those nearest by meaning are looked for
COSINE = 0.5  # of a sentence, beside how alike the words are on average: what makes one the best
# A sentence on another subject that bears a claim out so much better says it of the other.
OF_OTHER = 0.1
# Of several claims in a sentence that with the first of these states decides.
DECIDES: tuple[ClaimState, ...] = ("said otherwise", "not stated", "cannot tell", "stated")
_KINDS: dict[Conflict, ReasonKind] = {
    "number": "another number",
    "alternative": "another named",
    "extent": "another extent",
    "denied": "denied",
    "only": "not only",
    "turned": "turned round",
}
TOLD_KEPT = 4096  # sentences whose words are kept with their vectors


@dataclass(frozen=True, slots=True)
class Held:
    """A claim and the sentence, by place, that bears it out best: `support` is how probable it is
    that the sentence states it, 0..1; `goes_beyond` says that it is on each and all, and the
    sentence on nobody knows how many, or that it compares, and the sentence does not; `unmet` are
    the words of the claim that are not in it; `other` is the place of a sentence that says it of
    another subject, None if none does.
    """

    subjects: Ids
    place: int
    features: Features
    support: float
    conflicts: tuple[Conflict, ...]
    goes_beyond: bool = False
    unmet: tuple[str, ...] = ()
    other: int | None = None

    @property
    def state(self) -> ClaimState:
        """What the sources say of the claim."""
        if self.other is not None:
            return "said otherwise"
        if self.support < weights().unstated or "number" in self.conflicts:
            return "not stated" if self.support < weights().stated else "said otherwise"
        if self.support < weights().stated:
            return "cannot tell"
        if self.conflicts:
            return "said otherwise"
        return "cannot tell" if self.goes_beyond else "stated"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the sources say of a sentence: the state of the claim in it that decides, `places` of
    sentences with what decides first, and why it is not stated, None for "stated".

    `support` is the least that any claim in it has; None where there is no claim.
    """

    state: ClaimState
    places: tuple[int, ...] = ()
    reason: Reason | None = None
    support: float | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a text says of the `subjects`, of nobody named for (): its words with their vectors."""

    subjects: Ids
    text: str
    told: Told
    rows: tuple[int, ...]
    vector: Vector
    nearest: tuple[NDArray[np.int64], Vector]
    shares: Vector

    @property
    def subject(self) -> str:
        """The only one that it is on, "" for none or several."""
        return self.subjects[0] if len(self.subjects) == 1 else ""

    @property
    def said(self) -> str:
        """What of the text is said of the subjects."""
        own = [
            c for c in self.told.clauses if not c.subjects or set(c.subjects) & set(self.subjects)
        ]
        return " ; ".join(clause.text for clause in own) if self.subjects else self.text

    @property
    def compared(self) -> Ids:
        """All whom it sets against each other, () if it sets none."""
        clauses = {self.told.words[row].clause for row in self.rows}
        against = [self.told.clauses[n] for n in clauses if self.told.clauses[n].is_set_against]
        return against[0].subjects if against else ()

    @property
    def vectors(self) -> Matrix:
        return self.told.vectors[list(self.rows)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence, by place, held against a claim."""

    place: int
    cosine: float
    alignment: Alignment

    @property
    def score(self) -> float:
        return self.alignment.mean + COSINE * self.cosine


class Checker:
    """Checks claims against one corpus. Build it once: it keeps the words of sentences."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        import numpy as np

        corpus = index.corpus
        self._index = index
        self._language = corpus.language
        self._embedder = embedder
        self._names = Names(corpus.subjects, corpus.language, corpus.everyone)
        self._named = " ".join(n for s in corpus.subjects for n in (s.name, *s.aliases, *s.terms))
        self._may_be_on = {
            subject.id: np.array(
                [not s.subjects or subject.id in s.subjects for s in index.sentences]
            )
            for subject in corpus.subjects
        }
        self._sets_against = np.array([self._are_set_against(s.text) for s in index.sentences])
        self._everyone = tuple(subject.id for subject in corpus.subjects)
        self._teller = Teller(self._names, embedder)
        self._told = lru_cache(maxsize=TOLD_KEPT)(self._tell)

    def _are_set_against(self, text: str) -> bool:
        """Whether a sentence sets one subject against another."""
        named = {mention.subject for mention in self._names.mentions(text)}
        return len(named) > 1 and bool(self._language.sets_apart.search(text))

    def claim(self, text: str) -> str:
        """The text without what only stands around a claim: "I heard that …, right?"."""
        return self._language.framing_claim.sub(" ", text).strip()

    def check(self, text: str) -> Checked:
        """What the sources say of a sentence, whatever stands around its claim."""
        held = self.hold(self.claim(text))
        if not held:
            return Checked("cannot tell", reason=Reason("no claim"))
        deciding = min(held, key=lambda each: (DECIDES.index(each.state), each.support))
        first = deciding.place if deciding.other is None else deciding.other
        places = dict.fromkeys([first, *(each.place for each in held)])
        least = min(each.support for each in held)
        if deciding.state == "stated" and self._leaves_out(text):
            return Checked("cannot tell", tuple(places), Reason("cannot tell"), least)
        return Checked(deciding.state, tuple(places), self._reason(deciding), least)

    def _leaves_out(self, text: str) -> bool:
        """Whether a clause denies something of a subject and leaves to the reader what: "…, but not
        the X".
        """
        told = self._teller.tell(self.claim(text))
        speaking = {word.clause for word in told.words}
        mute = [c.text for n, c in enumerate(told.clauses) if n not in speaking]
        denying = filter(self._language.negating.search, mute)
        return bool(speaking) and any(map(self._names.mentions, denying))

    def hold(self, claim: str) -> list[Held]:
        """Each claim of a sentence with what bears it out best; [] where none can be read in it."""
        vector = self._embedder.encode_query([claim])[0]
        held = (self._hold(each) for each in self._claims(claim, vector))
        return [each for each in held if each]

    def _reason(self, held: Held) -> Reason | None:
        """Why the claim is not stated."""
        if held.state == "stated":
            return None
        if held.state == "cannot tell":
            return Reason("cannot tell")
        if held.state == "not stated":
            return Reason("not stated", Facts(words=self._never_said(held.unmet)))
        if held.other is not None:
            said_of = self._subjects(self._index.sentences[held.other].subjects)
            facts = Facts(subjects=self._subjects(held.subjects), said_of=said_of, citation=1)
            return Reason("said of others", facts)
        return Reason(_KINDS[held.conflicts[0]], Facts(citation=1))

    def _never_said(self, words: Sequence[str]) -> tuple[str, ...]:
        """Those of the words that stand in no source, everyday ones apart: they tell a reader why
        a claim is not stated.
        """
        language, known = self._language, self._index.lexical.vocabulary
        told = [word for word in words if word.lower() not in language.everyday | language.light]
        return tuple(word for word in told if known.isdisjoint(language.stems(word)))

    def _subjects(self, ids: Ids) -> tuple[Subject, ...]:
        return tuple(subject for subject in self._names.subjects if subject.id in ids)

    def _tell(self, place: int) -> Told:
        sentence = self._index.sentences[place]
        return self._teller.tell(sentence.text, sentence.subjects)

    def _claims(self, text: str, vector: Vector) -> Iterator[_Claim]:
        """What the text says of each subject, of all together, and of nobody named."""
        told = self._teller.tell(text, self._everyone if self._names.speaks_of_all(text) else ())
        rows: dict[Ids, list[int]] = {}
        for row, word in enumerate(told.words):
            rows.setdefault(word.subjects, []).append(row)
        if not rows:
            return
        nearest = self._index.nearest(vector, NEAREST)
        for subjects, of_claim in rows.items():
            shares = self._index.lexical.shares([told.words[row].stem for row in of_claim])
            yield _Claim(subjects, text, told, tuple(of_claim), vector, nearest, shares)

    def _hold(self, claim: _Claim) -> Held | None:
        found = self._best(claim)
        if found is None:
            return None
        other = self._of_other(claim, found)
        contradicted = self._conflicts(claim, found)
        features = self._features(claim, found)
        is_beside = bool(claim.compared) and not self._sets_against[found.place]
        words = [claim.told.words[row] for row in claim.rows]
        unmet = [
            w.text for w, like in zip(words, found.alignment.likeness, strict=True) if like < UNMET
        ]
        return Held(
            claim.subjects,
            found.place,
            features,
            support_of(features),
            tuple(contradicted),
            is_beside or is_unbounded(claim.text, self._sentence(found.place).text, self._language),
            tuple(unmet),
            other.place if other else None,
        )

    def _conflicts(self, claim: _Claim, found: _Found) -> list[Conflict]:
        """In what the claim and the sentence contradict each other: clause by clause, but for
        those that only add a purpose or a condition.
        """
        told = self._told(found.place)
        contradicted: list[Conflict] = []
        text = self._sentence(found.place).text
        no_number = numbers(self._named, self._language) | self._counts(claim)
        if numbers(claim.said, self._language) - numbers(text, self._language) - no_number:
            contradicted.append("number")
        if self._names_alternative(claim, told):
            contradicted.append("alternative")
        for number, clause in enumerate(claim.told.clauses):
            held = self._held_by(claim, found, number)
            is_added = number and self._language.subordinating.search(claim.text[: clause.start])
            if held and not is_added and mean(like for _, like in held) > 0.5:
                contradicted += conflicts(clause.text, part_on(told, held), self._language)
        if self._is_turned_round(claim, found):
            contradicted.append("turned")
        return list(dict.fromkeys(contradicted))

    def _names_alternative(self, claim: _Claim, told: Told) -> bool:
        """Whether the sentence has, in place of a word of the claim, one that rules it out."""
        said = {word.stem for word in told.words}
        claimed = {claim.told.words[row].stem for row in claim.rows} - said
        return any(self._language.alternative_to.get(stem, set()) & said for stem in claimed)

    def _counts(self, claim: _Claim) -> frozenset[str]:
        """The number of the subjects, where all are spoken of: "the two"."""
        is_of_all = self._names.speaks_of_all(claim.text)
        return frozenset({str(len(self._everyone))} if is_of_all else ())

    def _held_by(self, claim: _Claim, found: _Found, clause: int) -> list[tuple[int, float]]:
        """The words of the sentence, by place, that hold those of a clause of the claim, and how
        well.
        """
        alignment = found.alignment
        rows = zip(claim.rows, alignment.places.tolist(), alignment.likeness.tolist(), strict=True)
        words = claim.told.words
        return [(p, like) for row, p, like in rows if p >= 0 and words[row].clause == clause]

    def _best(self, claim: _Claim) -> _Found | None:
        """The sentence that bears the claim out best. What is claimed of all must be said of them
        together, or else of each: then the worst of them counts.
        """
        if len(claim.subjects) < 2:
            return self._nearest(claim, claim.subjects)
        together = self._nearest(claim, claim.subjects)
        each = [self._nearest(claim, (subject,)) for subject in claim.subjects]
        worst = min((f for f in each if f), key=lambda f: f.score) if all(each) else None
        return max((f for f in (together, worst) if f), key=lambda f: f.score, default=None)

    def _of_other(self, claim: _Claim, own: _Found) -> _Found | None:
        """The sentence that says of another subject what is claimed of one."""
        if not claim.subject:
            return None
        others = [s for s in self._everyone if s != claim.subject]
        found = [f for s in others if (f := self._nearest(claim, (s,)))]
        best = max(found, key=lambda f: f.score, default=None)
        return best if best and best.score > own.score + OF_OTHER else None

    def _nearest(self, claim: _Claim, subjects: Ids) -> _Found | None:
        subject = subjects[0] if len(subjects) == 1 else ""
        words = [claim.told.words[row] for row in claim.rows]
        found = [
            _Found(
                place,
                cosine,
                align(words, claim.vectors, self._told(place), self._language, subject),
            )
            for place, cosine in self._candidates(claim, claim.compared or subjects)
        ]
        return max(found, key=lambda f: (f.score, -f.place), default=None)

    def _candidates(self, claim: _Claim, subjects: Ids) -> list[tuple[int, float]]:
        """(place, cosine) of sentences that may speak of the subjects, all of them."""
        import numpy as np

        may_be = self._index.quotable.copy()
        for subject in subjects:
            may_be &= self._may_be_on[subject]
        if claim.compared and (may_be & self._sets_against).any():
            may_be &= self._sets_against
        near, cosines = claim.nearest
        by_meaning = [at for at in range(len(near)) if may_be[near[at]]][:BY_MEANING]
        chosen = {int(near[at]): float(cosines[at]) for at in by_meaning}
        shares = np.where(may_be, claim.shares, 0)
        by_words = np.argsort(-shares, kind="stable")[:BY_WORDS]
        others = [p for p in by_words.tolist() if shares[p] > 0 and p not in chosen]
        if others:
            cosine_of = (self._index.vectors(others) @ claim.vector).tolist()
            chosen |= dict(zip(others, cosine_of, strict=True))
        return list(chosen.items())

    def _features(self, claim: _Claim, found: _Found) -> Features:
        likeness = found.alignment.likeness
        words = [claim.told.words[row] for row in claim.rows]
        rarity = [self._rarity(word.stem) for word in words]
        same = float((likeness >= SAID_OUTRIGHT).mean())
        astray = self._astray(claim, found)
        return Features(
            cosine=found.cosine,
            words=found.alignment.mean,
            rare=float((likeness * rarity).sum() / max(sum(rarity), 1e-9)),
            least=float(likeness.min()),
            same=same,
            astray=astray,
            altered=astray * same,
        )

    def _rarity(self, stem: str) -> float:
        return math.log(
            1 + len(self._index.lexical) / (1 + self._index.lexical.document_frequency(stem))
        )

    def _astray(self, claim: _Claim, found: _Found) -> float:
        """How much nearer to the sentence the claim would be without the words not in it."""
        words = [claim.told.words[row] for row in claim.rows]
        unmet = [w for w, like in zip(words, found.alignment.likeness, strict=True) if like < UNMET]
        if not unmet or len(unmet) == len(words):
            return 0.0
        text = claim.text
        for word in sorted(unmet, key=lambda word: -word.start):
            text = f"{text[: word.start]}{text[word.start + len(word.text) :]}"
        vector = self._embedder.encode_query([text])[0]
        return float(self._index.vectors([found.place])[0] @ vector) - found.cosine

    def _is_turned_round(self, claim: _Claim, found: _Found) -> bool:
        """Whether the claim has somebody do to the subject what the sentence has the subject do:
        "patients monitor the nurse" for "they monitor the patient".
        """
        mentions = [m for m in self._names.mentions(claim.text) if m.is_name]
        words = [claim.told.words[row] for row in claim.rows]
        if not claim.subject or not mentions or not self._language.persons.match(words[0].text):
            return False
        named = mentions[0].start
        is_agent = self._language.agent.search(claim.text[:named])
        sentence = self._told(found.place).words
        held = [
            (sentence[place].start, word.start)
            for word, place, like in zip(
                words, found.alignment.places, found.alignment.likeness, strict=True
            )
            if like >= SAID_OUTRIGHT
        ]
        if is_agent or len(held) < 2 or words[0].start > named:
            return False
        _, first_said = min(held)  # the first that the sentence says: what is done
        return words[0].start < first_said < named

    def _sentence(self, place: int) -> Sentence:
        return self._index.sentences[place]

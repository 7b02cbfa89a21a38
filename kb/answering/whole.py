"""Whether a question asks for the whole and for nothing in particular: what sets the subjects
apart, what joins them, what one is, or on what the articles disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.answering.question import ASKED, AskedFacet
from kb.index.facets import asked_like
from kb.index.names import Names
from kb.language import Language
from kb.language import Overview as AskedOverview
from kb.types import Facet, Overview

if TYPE_CHECKING:
    from kb.articles.corpus import Corpus

# An overview is asked for from here on, where the question says anything else; else as a facet is.
WHOLE = 1.0
BARE = 3  # words beside the names: "X or Y?", "the X, please"
CLEAR = 0.8  # less strongly than this share, a facet that is not named is not asked for beside it
PART = 0.5  # a facet that is named and at least this share as strong is a part that is asked for

_CLAUSE = re.compile(r"[,.;:!?]+\s+|\s[-–—]\s")


@dataclass(frozen=True, slots=True)
class Whole:
    """How much of a question is names: how many subjects are `named`; a plain question says nothing
    beside them but that it `compares`, a bare one hardly that. It `is_asked` for if words of the
    language ask so; one that `is_of_one` calls one subject by its own name: an alias may be a kind
    of it.
    """

    named: int
    is_plain: bool
    is_bare: bool
    is_of_one: bool
    compares: bool
    is_asked: bool

    @property
    def sets_against(self) -> bool:
        """Whether it compares a subject with whatever else there is."""
        return self.is_of_one and self.compares


class WholeReader:
    """Reads whether the whole is asked for. Build it once for a corpus."""

    def __init__(self, corpus: Corpus, names: Names) -> None:
        """`names` find the subjects in a question."""
        language = corpus.language
        self._language = language
        self._names = names
        self._ids = [subject.id for subject in corpus.subjects]
        self._joining = frozenset(language.stems(" ".join(language.comparing)))
        self._kinds = frozenset(
            language.stems(" ".join([*corpus.kinds, *language.numerals, *sorted(language.framing)]))
        )
        kinds = language.overviews if corpus.subjects else ()
        self.kinds = {kind.wants: kind for kind in kinds}
        self._alike = {kind.wants: _asked_alike(kind, corpus.facets, language) for kind in kinds}

    def terms(self, neutral: str) -> tuple[str, ...]:
        """The stems to look up in a text without the subjects' names: no single letters, nor words
        that only ask for a comparison, unless there are no others.
        """
        stems = dict.fromkeys(self._language.stems(neutral))
        content = tuple(stem for stem in stems if len(stem) > 1)
        return tuple(stem for stem in content if stem not in self._joining) or content

    def is_plain(self, terms: Iterable[str]) -> bool:
        """Whether these are words that only ask for a comparison, and in which form."""
        return (self._joining | self._kinds).issuperset(terms)

    def asks_plainly(self, text: str) -> bool:
        """Whether a clause asks for an overview and for nothing else, and all others only tell of
        who asks: "…, I mix them up".
        """
        clauses = [each for each in _CLAUSE.split(text) if each.strip()]
        return any(
            self._asks_for_all(clause)
            and all(map(self._is_of_asker, clauses[:at] + clauses[at + 1 :]))
            for at, clause in enumerate(clauses)
            if len(clauses) > 1
        )

    def _asks_for_all(self, clause: str) -> bool:
        """Whether the clause asks for an overview, and says nothing beside it."""
        rest = clause
        for kind in self.kinds.values():
            rest = kind.asks.sub(" ", rest)
        own = self.terms(self._names.without(rest, self._ids))
        return rest != clause and self.is_plain(own)

    def _is_of_asker(self, clause: str) -> bool:
        """Whether the clause tells of who asks, and asks nothing."""
        language = self._language
        is_asking = language.asks_whether.search(clause) or not language.asking.isdisjoint(
            language.words(clause)
        )
        return bool(language.personal.search(clause)) and not is_asking

    def asks_disagreement(self, text: str) -> bool:
        """Whether the text asks where the articles disagree, and on nothing in particular: an
        answer on a facet shows who disagrees on it.
        """
        asks = self._language.asks_disagreement
        if not self._ids or not asks.search(text):
            return False
        return self.is_plain(self.terms(self._names.without(asks.sub(" ", text), self._ids)))

    def wants(
        self,
        whole: Whole,
        strengths: Sequence[float],
        others: Sequence[AskedFacet],
        about: Sequence[Facet],
    ) -> Overview | None:
        """Which overview is asked for: more strongly than any facet or topic, by no cue of one, and
        of as many subjects as it is of. Those that ask for the same do not count.

        `strengths` are the overviews' own; `about` are the facets and topics with a cue in the
        question.
        """
        named, is_bare = whole.named, whole.is_bare
        wanted: Overview | None = None
        strongest = ASKED if whole.is_plain and whole.is_asked else WHOLE
        for kind, strength in zip(self.kinds, strengths, strict=True):
            alike = self._alike[kind]
            of_one = whole.is_of_one and not whole.compares and named == 1
            of_all = len(self._ids) > 1 and (named != 1 or whole.sets_against)
            fits = of_one if kind == "one_subject" else of_all
            beside = [each for each in others if each.facet.id not in alike]
            is_other = any(
                not each.facet.questions or each.strength >= PART * strength
                for each in beside
                if each.facet in about and not (whole.is_plain and whole.is_asked)
            )
            most = max((each.strength for each in beside), default=0.0)
            is_clear = whole.is_plain or most < CLEAR * strength
            is_outright = is_bare or (strength >= strongest and is_clear)
            if fits and not is_other and is_outright:
                wanted, strongest = kind, max(strength, strongest)
                is_bare = False
        return wanted


def _asked_alike(
    overview: AskedOverview, facets: Sequence[Facet], language: Language
) -> frozenset[str]:
    """The ids of the facets that people ask for as they do for the overview. A facet of what all
    have in common is asked for like the differences too.
    """
    kinds = {overview.wants, "common"} if overview.wants == "difference" else {overview.wants}
    return frozenset(f.id for f in facets if any(asked_like(f, kind, language) for kind in kinds))

"""A question that leans on the one before it, made to stand alone.

Only what says so itself leans: it begins like a second turn ("and …", "what about …"), points back
("they", "that") before it names anything, or asks for "the other one". All else is read as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.answering.question import OF_ALL
from kb.index.names import Names
from kb.results import Carried
from kb.types import Subject

if TYPE_CHECKING:
    from kb.answering.question import Question
    from kb.articles.corpus import Corpus

FEW = 1  # content words: with no more a question says nothing of its own
SHORT = 10  # words: so short a question that ends in a pronoun leans
LONGEST = 25  # words of a second turn: a longer question tells what it is about


class Carrier:
    """Makes second turns stand alone. Build it once for a corpus."""

    def __init__(self, corpus: Corpus, read: Callable[[str], Question]) -> None:
        self._subjects = corpus.subjects
        self._language = corpus.language
        self._read = read
        asked = [replace(s, aliases=(*s.aliases, *s.asked_as)) for s in corpus.subjects]
        self._names = Names(asked, corpus.language, corpus.everyone)
        self._light = frozenset(corpus.language.stems_in_order(" ".join(corpus.language.light)))
        self._kinds = frozenset(corpus.language.stems_in_order(" ".join(corpus.kinds)))

    def carry(self, text: str, before: str) -> Carried | None:
        """What of the question before is needed to read this one, None if it stands alone."""
        asked, last = self._read(text), self._read(before)
        if asked.unreadable or last.unreadable or not self._leans(text):
            return None
        if self._points(self._language.other_one, text) and not asked.is_named:
            return self._of_the_other(asked, last)
        if asked.is_named:
            return self._of_another(asked, last)
        if self._read(self._language.second_turn.sub(" ", text)).wants in OF_ALL:
            return None
        return self._of_the_same(asked, last)

    def _leans(self, text: str) -> bool:
        """Whether the question says that it is a second turn. One that speaks of all, or of any two
        ("both of them", "which of the two"), is asked as well by whom has asked nothing yet.
        """
        language = self._language
        words = language.words(text)
        if len(words) > LONGEST:
            return False
        if self._points(language.other_one, text):
            return True
        turn = language.second_turn.search(text)
        rest = language.second_turn.sub(" ", text)
        is_of_all = self._names.speaks_of_all(rest) or language.of_pair.search(rest)
        if is_of_all or not self._kinds.isdisjoint(language.stems_in_order(rest)):
            return False
        ends_so = len(words) <= SHORT and language.of_thing.search(words[-1])
        return bool(turn or ends_so) or self._points(language.pointing_back, text)

    def _points(self, pattern: re.Pattern[str], text: str) -> bool:
        """Whether what points to something stands before anything is named: at most one word of
        content goes before ("how long does that …").
        """
        match = pattern.search(text)
        return match is not None and len(self._language.stems(text[: match.start()])) <= FEW

    def _of_the_other(self, asked: Question, last: Question) -> Carried | None:
        """The last question, asked of the one that it did not name."""
        others = tuple(s for s in self._subjects if s not in last.subjects)
        if not last.is_named or len(others) != 1:
            return None
        if self._says_little(asked):
            return Carried(self._with(last, others), (), is_topic=True)
        return Carried(f"{others[0].name}: {asked.mended}", (), is_topic=False)

    def _of_another(self, asked: Question, last: Question) -> Carried | None:
        """The last question, asked of the one whom this one names, where it says nothing else and
        begins or ends like a second turn.
        """
        is_turn = self._language.second_turn.search(asked.text)
        ids = {mention.subject for mention in self._names.mentions(asked.mended)}
        named = tuple(subject for subject in self._subjects if subject.id in ids)
        if len(named) != 1 or not is_turn or not self._says_little(asked):
            return None
        return Carried(self._with(last, named), (), is_topic=True)

    def _of_the_same(self, asked: Question, last: Question) -> Carried | None:
        """This question, asked of whom the last one named; both together where this one says
        nothing else.
        """
        if self._language.asks_who.search(asked.text):
            return self._of_anybody(asked, last)
        subjects = last.subjects if last.is_named else ()
        if self._says_little(asked):
            return Carried(f"{last.mended} {asked.mended}", subjects, is_topic=True)
        if not subjects:
            is_on_it = self._language.of_thing.search(asked.mended)
            return Carried(f"{last.mended} {asked.mended}", (), is_topic=True) if is_on_it else None
        names = ", ".join(self._as_named(subject, last.mended) for subject in subjects)
        words = self._language.words(asked.mended)
        if not self._language.of_thing.search(words[-1]):
            return Carried(f"{names}: {asked.mended}", subjects, is_topic=False)
        on = self._on(last)
        told = f" ({on})" if on else ""
        return Carried(f"{names}: {asked.mended}{told}", subjects, is_topic=bool(on))

    def _of_anybody(self, asked: Question, last: Question) -> Carried | None:
        """This question with what the last one was on, and not with whom it named."""
        on = self._on(last)
        return Carried(f"{asked.mended} ({on})", (), is_topic=True) if on else None

    def _on(self, last: Question) -> str:
        """What a question was on: its words of content, names and everyday ones apart."""
        language = self._language
        bare = self._names.without(last.mended, [subject.id for subject in self._subjects])
        words = [w for w in language.words(bare) if set(language.stems(w)) & set(last.terms)]
        return " ".join(w for w in words if w not in language.everyday | language.framing)

    def _as_named(self, subject: Subject, text: str) -> str:
        """What the text calls the subject first; its name where that is only a form of it, or where
        the text, which asks how one differs, does not name it.
        """
        mentions = self._names.mentions(text)
        called = next((text[m.start : m.end] for m in mentions if m.subject == subject.id), "")
        stems = self._language.stems_in_order
        is_form = stems(called) == stems(subject.name)
        return called if called and not is_form else subject.name

    def _says_little(self, asked: Question) -> bool:
        """Whether a question has hardly a word of its own, and none that a facet is known by."""
        language = self._language
        turns = " ".join(match.group() for match in language.second_turn.finditer(asked.text))
        own = set(asked.terms) - self._kinds - self._light - set(language.stems_in_order(turns))
        return not asked.cued and len(own) <= FEW

    def _with(self, last: Question, subjects: tuple[Subject, ...]) -> str:
        """The last question with these subjects in place of those that it names."""
        text = last.mended
        names = ", ".join(subject.name for subject in subjects)
        mentions = [m for m in self._names.mentions(text) if m.is_name]
        if len({m.subject for m in mentions}) != 1:
            bare = self._names.without(text, [subject.id for subject in self._subjects])
            return f"{names}: {bare}"
        language = self._language
        for mention in reversed(mentions):
            name = text[mention.start : mention.end]
            is_plural = language.plural(name) == name
            put = ", ".join(language.plural(s.name) if is_plural else s.name for s in subjects)
            text = f"{text[: mention.start]}{put}{text[mention.end :]}"
        return text

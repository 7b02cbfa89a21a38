"""The texts whose vectors stand for a sentence, its pronoun replaced by whom it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.language import Pronoun
from kb.types import Sentence

if TYPE_CHECKING:
    from kb.articles.corpus import Corpus


class Views:
    """The views of a corpus's sentences. Build it once: it keeps the names and the pronouns."""

    def __init__(self, corpus: Corpus) -> None:
        self._language = corpus.language
        self._names = {subject.id: subject.name for subject in corpus.subjects}
        are_things = corpus.subjects_are == "things"
        self._pronouns = [
            (_at_the_head(pattern), pronoun)
            for pronoun, pattern in self._heads(corpus)
            if are_things or not pronoun.is_of_things
        ]

    def of(self, sentence: Sentence) -> tuple[str, ...]:
        """The texts whose vectors, averaged, stand for the sentence: pronoun resolved; under its
        heading; with its subject.
        """
        text = sentence.text
        headed = ". ".join([*sentence.headings[-1:], text])
        if not sentence.subjects:
            return (text, headed)
        joint = f" {self._language.conjunction} "
        about = joint.join(self._names[id] for id in sentence.subjects)
        return (self._resolved(sentence, about), headed, f"{about}: {text}")

    def _heads(self, corpus: Corpus) -> Iterator[tuple[Pronoun, str]]:
        """Each pronoun with its pattern; a demonstrative stands with a word for what all are."""
        for pronoun in self._language.pronouns:
            yield pronoun, re.escape(pronoun.word)
        kinds = "|".join(self._language.form(kind) for kind in corpus.kinds)
        for pronoun in self._language.demonstratives if kinds else ():
            yield pronoun, rf"{re.escape(pronoun.word)}\s+(?i:{kinds})"

    def _resolved(self, sentence: Sentence, about: str) -> str:
        """What stands for a thing may stand for a part of it or for nothing ("It is hard …"), so it
        is resolved only where the text goes on about the thing.
        """
        text = sentence.text
        goes_on = sentence.attributed_by == "carried"
        for pattern, pronoun in self._pronouns:
            match = pattern.match(text) if goes_on or not pronoun.is_of_things else None
            if match is not None:
                name = self._name(about, pronoun)
                return match["label"] + name[0].upper() + name[1:] + text[match.end() :]
        return text

    def _name(self, about: str, pronoun: Pronoun) -> str:
        name = self._language.plural(about) if pronoun.is_plural else about
        return self._language.genitive(name) if pronoun.is_possessive else name


def _at_the_head(pattern: str) -> re.Pattern[str]:
    """The pattern at the beginning of a sentence, or behind its label."""
    return re.compile(rf"(?P<label>(?:[^:]{{1,60}}:\s+)?)(?:{pattern})\b")

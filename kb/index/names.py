"""Finds subjects in a text by their names, and tells what is named like them but is another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kb.index.naming import Phrase, any_of, elisions, numbered, pattern_of, rivals
from kb.language import ENGLISH, Language
from kb.types import Subject


@dataclass(frozen=True, slots=True)
class Mention:
    """A subject's name in a text, at `start:end`; `is_name` is False for a term that only points at
    the subject.
    """

    start: int
    end: int
    subject: str
    is_name: bool


class Names:
    """Finds subjects in a text by their names, aliases and terms.

    Any case, singular or plural, hyphen or space between words. A short name with capitals is found
    in these capitals only, unless it is an abbreviation and no word; one with signs stands alone.
    "X and Y Z" names "X Z" and "Y Z".
    """

    def __init__(
        self,
        subjects: Sequence[Subject],
        language: Language = ENGLISH,
        everyone: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> None:
        """`everyone` holds phrases for all the subjects at once; `kinds` words for what they are,
        of which another kind may be named ("ships": "cruise ships").
        """
        self.subjects = tuple(subjects)
        self.language = language
        # of two that begin at the same place the longer is meant, and a name before a term
        self._phrases = sorted(_phrases(subjects), key=lambda p: (-len(p.text), not p.is_name))
        names = [phrase for phrase in self._phrases if phrase.is_name]
        patterns = (pattern_of(phrase.text, language) for phrase in self._phrases)
        self._pattern = any_of(numbered(patterns))
        self._everyone = any_of(pattern_of(phrase, language) for phrase in everyone)
        self._elisions = tuple(elisions(names, language))
        self._rivals = any_of(rivals(subjects, names, kinds, language))
        self._describing = language.stop_words | language.describing

    def speaks_of_all(self, text: str) -> bool:
        """Whether words for all subjects stand in the text; "the two" only where there are two."""
        if self._everyone.search(text) or self.language.everyone.search(text):
            return True
        return len(self.subjects) == 2 and bool(self.language.both.search(text))

    def mentions(self, text: str) -> list[Mention]:
        """In the order of the text, the longest name at each place."""
        written_out = list(self._written_out(text))
        elided = list(self._elided(text))
        if not elided:
            return written_out
        names = [mention for mention in written_out if mention.is_name]
        names += [mention for mention in elided if not _overlaps(mention, names)]
        terms = [mention for mention in written_out if not _overlaps(mention, names)]
        return sorted(names + terms, key=attrgetter("start"))

    def begins_with_another(self, text: str) -> bool:
        """Whether the text begins with what is named like the subjects and is none of them."""
        match = self._rivals.match(text)
        if match is None:
            return False
        modifier = match["modifier"] or ""
        if modifier.isdigit() or modifier.lower() in self._describing:
            return False
        head = Mention(match.start(), match.end(), "", is_name=True)
        return not _overlaps(head, self.mentions(text))

    def without(self, text: str, subjects: Iterable[str]) -> str:
        """The text with the names (not the terms) of these subjects cut out."""
        drop = set(subjects)
        for mention in reversed(self.mentions(text)):
            if mention.is_name and mention.subject in drop:
                text = f"{text[: mention.start]} {text[mention.end :]}"
        return " ".join(text.split())

    def _written_out(self, text: str) -> Iterator[Mention]:
        for match in self._pattern.finditer(text):
            number = int((match.lastgroup or "n0")[1:])
            phrase = self._phrases[number]
            yield Mention(match.start(), match.end(), phrase.subject, phrase.is_name)

    def _elided(self, text: str) -> Iterator[Mention]:
        for pattern, subjects in self._elisions:
            for match in pattern.finditer(text):
                for number, subject in enumerate(subjects):
                    start, end = match.span(f"n{number}")
                    if start >= 0:
                        yield Mention(start, end, subject, is_name=True)


def _phrases(subjects: Sequence[Subject]) -> Iterator[Phrase]:
    for subject in subjects:
        for name in (subject.name, *subject.aliases):
            yield Phrase(name, subject.id, is_name=True)
        for term in subject.terms:
            yield Phrase(term, subject.id, is_name=False)


def _overlaps(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)

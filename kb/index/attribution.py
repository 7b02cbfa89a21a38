"""Whom a sentence is about.

By its own names first, or a term of one subject's world; a sentence that has neither goes on about
whom the sentence before it was about, else about whom the nearest heading names. A sentence that
sets two subjects against each other is about both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.language import ENGLISH, Language
from kb.language.language import NEVER
from kb.types import AttributedBy, Sentence, Subject


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
    """Finds subjects in a text by their names, aliases and terms: any case, singular or plural,
    hyphen or space between words.
    """

    def __init__(
        self,
        subjects: Sequence[Subject],
        language: Language = ENGLISH,
        everyone: Sequence[str] = (),
    ) -> None:
        """`everyone` holds phrases for all the subjects at once."""
        self.subjects = tuple(subjects)
        self.language = language
        phrases = [(phrase, s.id, True) for s in subjects for phrase in (s.name, *s.aliases)]
        phrases += [(phrase, s.id, False) for s in subjects for phrase in s.terms]
        phrases = [known for known in phrases if re.search(r"\w", known[0])]
        phrases.sort(
            key=lambda known: -len(known[0])
        )  # of two names that begin at the same place the longer is meant
        self._owners = [(subject, is_name) for _, subject, is_name in phrases]
        alternatives = [
            f"(?P<n{i}>{_pattern(phrase, language)})" for i, (phrase, _, _) in enumerate(phrases)
        ]
        self._pattern = re.compile("|".join(alternatives), re.I) if phrases else None

        for_all = [_pattern(each, language) for each in everyone if re.search(r"\w", each)]
        self._everyone = re.compile("|".join(for_all), re.I) if for_all else NEVER

    def speaks_of_all(self, text: str) -> bool:
        """Whether words for all subjects stand in the text; "the two" only where there are two."""
        if self._everyone.search(text) or self.language.everyone.search(text):
            return True
        return len(self.subjects) == 2 and bool(self.language.both.search(text))

    def mentions(self, text: str) -> list[Mention]:
        """In the order of the text, the longest name at each place."""
        if self._pattern is None:
            return []
        found = self._pattern.finditer(text)
        return [
            Mention(m.start(), m.end(), *self._owners[int((m.lastgroup or "n0")[1:])])
            for m in found
        ]

    def without(self, text: str, subjects: Iterable[str]) -> str:
        """The text with the names (not the terms) of these subjects cut out."""
        drop = set(subjects)
        for mention in reversed(
            [m for m in self.mentions(text) if m.is_name and m.subject in drop]
        ):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return " ".join(text.split())


def attribute(
    sentences: Sequence[Sentence],
    subjects: Sequence[Subject],
    everyone: Sequence[str] = (),
    language: Language = ENGLISH,
) -> list[Sentence]:
    """The sentences of one document, in order, each with `subjects` and `attributed_by` filled in.

    `everyone` holds the corpus's phrases for all of them at once.
    """
    names = Names(subjects, language, everyone)
    out: list[Sentence] = []
    running: tuple[str, ...] = ()
    for sentence in sentences:
        if not out or sentence.passage != out[-1].passage:
            running = ()
        about, running, how = _about(sentence, names, running)
        out.append(replace(sentence, subjects=about, attributed_by=how))
    return out


def _about(
    sentence: Sentence, names: Names, running: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], AttributedBy]:
    """(whom it is about, whom the next sentence goes on about, what told us)."""
    if sentence.passage.kind == "byline":
        return (), (), ""
    about, goes_on = _named(sentence.text, names)
    if about:
        mentions = names.mentions(sentence.text)
        by_term = mentions and not any(mention.is_name for mention in mentions)
        return about, goes_on, "term" if by_term else "named"
    if running:
        return running, running, "carried"
    for heading in reversed(sentence.headings):
        about, goes_on = _named(heading, names)
        if about:
            return about, goes_on, "heading"
    return (), (), ""


def _named(text: str, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(whom the text is about by its own words, whom a next sentence would go on about); () for
    nobody.
    """
    language = names.language
    mentions = names.mentions(text)
    strong = [m for m in mentions if m.is_name]
    if not strong:
        if names.speaks_of_all(text):
            everyone = tuple(s.id for s in names.subjects)
            return everyone, everyone
        return (pointed := _in_order(m.subject for m in mentions)[:1]), pointed
    first = strong[0]
    about, goes_on = [first.subject], [first.subject]
    for mention in mentions:
        between = text[first.end : mention.start]
        contrasted = bool(language.contrasting.search(between))
        if (
            mention.start > first.start
            and (mention.is_name or contrasted)
            and not language.listing.search(between)
        ):
            about.append(mention.subject)
            if not contrasted:
                goes_on.append(mention.subject)
    if len(about) > 1 and language.setting_aside.search(text[: first.start]):
        goes_on = [subject for subject in goes_on if subject != first.subject] or goes_on
    return _in_order(about), _in_order(goes_on)


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _pattern(phrase: str, language: Language) -> str:
    """The phrase with its last word in any number, hyphen or space between words."""
    words = re.findall(r"\w+", phrase)
    # what stands between the words of the name itself ("St. Bernard") may stand there in the text
    signs = re.findall(r"(?<=\w)\W+(?=\w)", phrase)
    gaps = [rf"[\s\-{re.escape(sign)}]*" for sign in signs]
    first = "".join(word + gap for word, gap in zip(words[:-1], gaps, strict=True))
    return rf"\b{first}{language.form(words[-1])}{language.name_ending}(?!\w)"

"""Whom a sentence is about.

By its own names first, or a term of one subject's world; a sentence that has neither goes on about
whom the sentence before it was about, else about whom the nearest heading names. A sentence that
sets two subjects against each other is about both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.types import AttributedBy, Sentence, Subject

# After these, further names are examples or company: "providers, such as bakers and millers".
_LISTING = re.compile(r"\b(?:such as|including|includes?|for example)\b|\be\.g\.", re.I)
# Between two names, these set one against the other; the sentence is about both, and goes on about
# the first.
_CONTRAST = re.compile(
    r"\b(?:than|unlike|like|compared (?:to|with)|as opposed to|rather than|whereas|but|as \w+"
    r" as|not as)\b",
    re.I,
)
# Before the first name, these say that the sentence is really about the next one: "Unlike bakers,
# confectioners …".
_SET_ASIDE = re.compile(
    r"\b(?:unlike|compared (?:to|with)|as opposed to|in contrast (?:to|with))\s+(?:\w+\s+)?$", re.I
)
# Words for all subjects at once; "the two" and "both" only where there are no more than two.
_ALL = re.compile(
    r"\b(?:each (?:role|profession|of them)|(?:these|the|all) (?:roles|professions|occupations)|one"
    r" another)\b",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:the two|these two|between the two|both of them"
    r"|both (?:professionals?|professions|roles|occupations|jobs|trades|crafts|fields|careers))\b",
    re.I,
)


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

    def __init__(self, subjects: Sequence[Subject]) -> None:
        self.subjects = tuple(subjects)
        phrases = [(phrase, s.id, True) for s in subjects for phrase in (s.name, *s.aliases)]
        phrases += [(phrase, s.id, False) for s in subjects for phrase in s.terms]
        phrases = [known for known in phrases if re.search(r"\w", known[0])]
        phrases.sort(
            key=lambda known: -len(known[0])
        )  # of two names that begin at the same place the longer is meant
        self._owners = [(subject, is_name) for _, subject, is_name in phrases]
        alternatives = [f"(?P<n{i}>{_pattern(phrase)})" for i, (phrase, _, _) in enumerate(phrases)]
        self._pattern = re.compile("|".join(alternatives), re.I) if phrases else None

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


def attribute(sentences: Sequence[Sentence], subjects: Sequence[Subject]) -> list[Sentence]:
    """The sentences of one document, in order, each with `subjects` and `attributed_by` filled
    in.
    """
    names = Names(subjects)
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
    mentions = names.mentions(text)
    strong = [m for m in mentions if m.is_name]
    if not strong:
        everyone = tuple(s.id for s in names.subjects)
        if _ALL.search(text) or (len(everyone) == 2 and _BOTH.search(text)):
            return everyone, everyone
        return (pointed := _in_order(m.subject for m in mentions)[:1]), pointed
    first = strong[0]
    about, goes_on = [first.subject], [first.subject]
    for mention in mentions:
        between = text[first.end : mention.start]
        contrasted = bool(_CONTRAST.search(between))
        if (
            mention.start > first.start
            and (mention.is_name or contrasted)
            and not _LISTING.search(between)
        ):
            about.append(mention.subject)
            if not contrasted:
                goes_on.append(mention.subject)
    if len(about) > 1 and _SET_ASIDE.search(text[: first.start]):
        goes_on = [subject for subject in goes_on if subject != first.subject] or goes_on
    return _in_order(about), _in_order(goes_on)


def _in_order(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _pattern(phrase: str) -> str:
    words = re.findall(r"\w+", phrase)
    last = words[-1][:-1] if _is_plural(words[-1]) else words[-1]
    end = (
        rf"{re.escape(last[:-1])}(?:y|ies)" if last.endswith("y") else rf"{re.escape(last)}(?:e?s)?"
    )
    # what stands between the words of the name itself ("St. Bernard") may stand there in the text
    gaps = [rf"[\s\-{re.escape(gap)}]*" for gap in re.findall(r"(?<=\w)\W+(?=\w)", phrase)]
    body = "".join(word + gap for word, gap in zip(words[:-1], gaps, strict=True)) + end
    return rf"\b{body}(?:['’]s?)?(?!\w)"


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith("ss")

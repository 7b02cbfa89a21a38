"""Patterns of names: written out, without a word that another has, and of what is named alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb.language import Language
from kb.language.language import NEVER
from kb.types import Subject

SHORT = 3  # characters: a name as short may well be another word in small letters ("Go")

# Signs at the edge of a name that are part of it: with others it is another name (C, C++, C#).
_SIGNS = re.escape("+#*^~$@%")
_NOTHING_BEFORE = rf"(?<![\w{_SIGNS}])"
_NO_SIGN = rf"(?![\w{_SIGNS}])"
_NO_SIGN_OR_LETTER = rf"(?![^\W\d]|[{_SIGNS}])"  # a version's number may follow: "C++17"
_IS_SIGNED = re.compile(rf"^[{_SIGNS}]|[{_SIGNS}]$")


class Phrase(NamedTuple):
    """A name or a term, and the id of the subject that it stands for."""

    text: str
    subject: str
    is_name: bool


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the patterns, in any case; with none, nothing."""
    joined = "|".join(patterns)
    return re.compile(joined, re.IGNORECASE) if joined else NEVER


def numbered(patterns: Iterable[str]) -> Iterator[str]:
    """The patterns as groups n0, n1, …"""
    for number, pattern in enumerate(patterns):
        yield f"(?P<n{number}>{pattern})"


def pattern_of(phrase: str, language: Language) -> str:
    """A pattern of the phrase as a name in a text, for any case: what must keep its case says so
    itself. A phrase without a word is found nowhere.
    """
    if not _words(phrase):
        return NEVER.pattern
    if _IS_SIGNED.search(phrase):
        return _signed(phrase, language)
    if _may_be_another_word(phrase, language):
        return _short(phrase, language)
    *first, last = _words(phrase)
    return rf"\b{_joined(phrase, [*first, language.form(last)])}{language.name_ending}(?!\w)"


def elisions(
    names: Sequence[Phrase], language: Language
) -> Iterator[tuple[re.Pattern[str], tuple[str, ...]]]:
    """For each word in which names of several subjects end: patterns of these names without it, and
    the subjects that the groups n0, n1, … of each stand for.

    `names` are sorted, the longest first.
    """
    by_last: dict[str, list[Phrase]] = {}
    for name in names:
        *first, last = _words(name.text) or [""]
        if first:
            by_last.setdefault(language.form(last.lower()), []).append(name)
    for last_form, alike in by_last.items():
        subjects = tuple(name.subject for name in alike)
        if len(set(subjects)) > 1:
            for pattern in _elided(alike, last_form, language):
                yield re.compile(pattern, re.IGNORECASE), subjects


def rivals(
    subjects: Sequence[Subject], names: Sequence[Phrase], kinds: Sequence[str], language: Language
) -> Iterator[str]:
    """Patterns of what begins a text on another thing: "Y Z" where all subjects are some Z, or C#
    where C++ is one. The group `modifier` is the word before Z.
    """
    lasts = {tuple(_words(subject.name)[-1:]) for subject in subjects}
    shared = lasts.pop() if len(subjects) > 1 and len(lasts) == 1 else ()
    heads = [language.form(head) for head in (*kinds, *shared)]
    head = _either(heads) if heads else NEVER.pattern
    described = rf"(?:{_either(sorted(language.describing))}\s+)*"
    yield rf"{described}(?P<modifier>\w[\w\-]*)\s+{head}\b"
    for name in names:
        if base := re.match(r"\w+", name.text):
            is_signed = _IS_SIGNED.search(name.text) is not None
            if is_signed or _may_be_another_word(name.text, language):
                signs = "*" if is_signed else "+"
                yield rf"(?-i:{base[0]})[{_SIGNS}]{signs}{_NO_SIGN}"


def _signed(phrase: str, language: Language) -> str:
    after = _NO_SIGN if phrase[-1].isalnum() else _NO_SIGN_OR_LETTER
    written = r"[\s\-]+".join(re.escape(word) for word in phrase.split())
    return f"{_NOTHING_BEFORE}{written}{language.name_ending}{after}"


def _short(phrase: str, language: Language) -> str:
    """In its capitals only, and not as a command ("Go to …"); an abbreviation may be plural."""
    is_abbreviation = phrase.isupper() and len(phrase) > 1
    written = language.form(phrase) if is_abbreviation else re.escape(phrase)
    commands = "|".join(sorted(language.after_command))
    no_command = rf"(?!^{re.escape(phrase)}\s+(?:{commands})\b)" if commands else ""
    return f"{_NOTHING_BEFORE}{no_command}(?-i:{written}){language.name_ending}{_NO_SIGN}"


def _may_be_another_word(phrase: str, language: Language) -> bool:
    """Whether the phrase is short, has capitals, and could be read as a word without them."""
    if len(phrase) > SHORT or phrase == phrase.lower():
        return False
    has_vowel = not language.vowels.isdisjoint(phrase.lower())
    return has_vowel or len(phrase) == 1 or not phrase.isupper()


def _elided(alike: Sequence[Phrase], last_form: str, language: Language) -> Iterator[str]:
    whole = _either(pattern_of(name.text, language) for name in alike)
    firsts = [_first(name.text, language) for name in alike]
    lasts = [_last(name.text, last_form) for name in alike]
    words = _either(sorted(language.coordinating)) if language.coordinating else NEVER.pattern
    joint = rf"[\s,/&]+(?:{words}\b\.?[\s,/&]+)*"
    others = rf"(?:{joint}{_either(firsts)})*{joint}"
    # "deep red" in "deep red or dark red wine"
    yield rf"\b{_either(numbered(firsts))}(?={others}(?:{whole}|{_either(lasts)}))"
    # "2 fever" in "type 1 and 2 fever"
    yield rf"\b{_either(firsts)}{others}{_either(numbered(lasts))}"


def _first(name: str, language: Language) -> str:
    """The name without its last word; the first of several may be in any number ("types 1 and 2
    …").
    """
    first, *rest = _words(name)[:-1]
    return _joined(name, [language.form(first) if rest else first, *rest])


def _last(name: str, last_form: str) -> str:
    """The name's last word and the one before it."""
    return rf"{_words(name)[-2]}{_gaps(name)[-1]}{last_form}(?!\w)"


def _joined(name: str, words: Sequence[str]) -> str:
    """The words, or patterns of them, with what may stand between those of the name."""
    joined = words[0]
    for gap, word in zip(_gaps(name), words[1:], strict=False):
        joined += gap + word
    return joined


def _gaps(name: str) -> list[str]:
    """Patterns of what may stand between each word of the name and the next: hyphen or space, and
    what stands there in the name itself ("St. Bernard").
    """
    signs = re.findall(r"(?<=\w)\W+(?=\w)", name)
    return [rf"[\s\-{re.escape(sign)}]*" for sign in signs]


def _words(phrase: str) -> list[str]:
    return re.findall(r"\w+", phrase)


def _either(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"

"""Finds subjects in a text by their names, and what is named like them but is another thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.language import ENGLISH, Language
from kb.language.language import NEVER
from kb.types import Subject

# Signs at the edge of a name that are part of it: with others it is another name (C, C++, C#).
_SIGNS = "+#*^~$@%"
_NO_SIGN = rf"(?![\w{re.escape(_SIGNS)}])"
# A version's number may follow: "C++17".
_NO_SIGN_OR_LETTER = rf"(?![^\W\d]|[{re.escape(_SIGNS)}])"
_NOTHING_BEFORE = rf"(?<![\w{re.escape(_SIGNS)}])"

SHORT = 3  # characters: a name as short may well be another word in small letters ("Go")

Named = tuple[str, Subject]  # a name or an alias, and whose it is


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
        named = [(name, s) for s in subjects for name in (s.name, *s.aliases) if _has_word(name)]
        terms = [(term, s) for s in subjects for term in s.terms if _has_word(term)]
        phrases = [(phrase, s.id, True) for phrase, s in named]
        phrases += [(phrase, s.id, False) for phrase, s in terms]
        # of two names that begin at the same place the longer is meant
        phrases.sort(key=lambda known: -len(known[0]))
        self._owners = [(subject, is_name) for _, subject, is_name in phrases]
        self._pattern = _any_of(
            f"(?P<n{i}>{pattern_of(phrase, language)})" for i, (phrase, _, _) in enumerate(phrases)
        )
        self._everyone = _any_of(pattern_of(each, language) for each in everyone if _has_word(each))
        self._elisions = tuple(_elisions(named, language))
        self._rivals = _any_of(_rivals(subjects, named, kinds, language))

    def speaks_of_all(self, text: str) -> bool:
        """Whether words for all subjects stand in the text; "the two" only where there are two."""
        if self._everyone.search(text) or self.language.everyone.search(text):
            return True
        return len(self.subjects) == 2 and bool(self.language.both.search(text))

    def mentions(self, text: str) -> list[Mention]:
        """In the order of the text, the longest name at each place."""
        written_out = [
            Mention(m.start(), m.end(), *self._owners[int((m.lastgroup or "n0")[1:])])
            for m in self._pattern.finditer(text)
        ]
        elided = [each for elision in self._elisions for each in elision.mentions(text)]
        if not elided:
            return written_out
        names = [m for m in written_out if m.is_name]
        names += [m for m in elided if not _overlaps(m, names)]
        terms = [m for m in written_out if not m.is_name and not _overlaps(m, names)]
        return sorted([*names, *terms], key=lambda mention: mention.start)

    def begins_with_another(self, text: str) -> bool:
        """Whether the text begins with what is named like the subjects and is none of them."""
        match = self._rivals.match(text)
        if match is None or (modifier := match["modifier"] or "").isdigit():
            return False
        is_described = modifier.lower() in self.language.stop_words | self.language.describing
        head = Mention(match.start(), match.end(), "", True)
        return not is_described and not _overlaps(head, self.mentions(text))

    def without(self, text: str, subjects: Iterable[str]) -> str:
        """The text with the names (not the terms) of these subjects cut out."""
        drop = set(subjects)
        named = [m for m in self.mentions(text) if m.is_name and m.subject in drop]
        for mention in reversed(named):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Elision:
    """Finds names that leave out a word which another name beside them has: groups `e0`, `e1` … are
    those of the owners.
    """

    pattern: re.Pattern[str]
    owners: tuple[str, ...]

    def mentions(self, text: str) -> Iterator[Mention]:
        for match in self.pattern.finditer(text):
            for number, owner in enumerate(self.owners):
                if match[f"e{number}"] is not None:
                    yield Mention(*match.span(f"e{number}"), owner, True)


def pattern_of(phrase: str, language: Language) -> str:
    """A pattern of the phrase as a name in a text, for any case: what must keep its case says so
    itself.
    """
    if phrase[0] in _SIGNS or phrase[-1] in _SIGNS:
        return _signed(phrase, language)
    if _may_be_another_word(phrase, language):
        return _short(phrase, language)
    words, gaps = _parts(phrase)
    first = "".join(word + gap for word, gap in zip(words[:-1], gaps, strict=True))
    return rf"\b{first}{language.form(words[-1])}{language.name_ending}(?!\w)"


def _signed(phrase: str, language: Language) -> str:
    after = _NO_SIGN_OR_LETTER if phrase[-1] in _SIGNS else _NO_SIGN
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
    is_short = len(phrase) <= SHORT and phrase != phrase.lower()
    has_vowel = not language.vowels.isdisjoint(phrase.lower())
    return is_short and (has_vowel or len(phrase) == 1 or not phrase.isupper())


def _parts(phrase: str) -> tuple[list[str], list[str]]:
    """(the words, patterns of what may stand between each and the next): hyphen or space, and what
    stands there in the name itself ("St. Bernard").
    """
    signs = re.findall(r"(?<=\w)\W+(?=\w)", phrase)
    return re.findall(r"\w+", phrase), [rf"[\s\-{re.escape(sign)}]*" for sign in signs]


def _elisions(named: Sequence[Named], language: Language) -> Iterator[_Elision]:
    """For each word in which names of several subjects end: patterns of them without it."""
    by_head: dict[str, list[Named]] = {}
    for name, subject in named:
        if len(words := re.findall(r"\w+", name)) > 1:
            by_head.setdefault(language.form(words[-1].lower()), []).append((name, subject))
    for head, group in by_head.items():
        if len({subject.id for _, subject in group}) > 1:
            yield from _elisions_of(head, group, language)


def _elisions_of(head: str, group: Sequence[Named], language: Language) -> Iterator[_Elision]:
    words = "|".join(sorted(language.coordinating))
    joint = rf"[\s,/&]+(?:(?:{words})\b\.?[\s,/&]+)*"
    group = sorted(group, key=lambda named: -len(named[0]))
    owners = tuple(subject.id for _, subject in group)
    whole = _either(pattern_of(name, language) for name, _ in group)
    firsts = [_first(name, language) for name, _ in group]
    lasts = [_last(name, head) for name, _ in group]
    any_first = _either(firsts)
    # "deep red" in "deep red or dark red wine"
    one = _either(f"(?P<e{number}>{first})" for number, first in enumerate(firsts))
    to_the_last = rf"(?:{joint}{any_first})*{joint}(?:{whole}|{_either(lasts)})"
    yield _Elision(re.compile(rf"\b{one}(?={to_the_last})", re.I), owners)
    # "2 fever" in "type 1 and 2 fever"
    other = _either(f"(?P<e{number}>{last})" for number, last in enumerate(lasts))
    yield _Elision(re.compile(rf"\b{any_first}(?:{joint}{any_first})*{joint}{other}", re.I), owners)


def _first(name: str, language: Language) -> str:
    """The name without its last word; its first may be in any number ("types 1 and 2 …")."""
    words, gaps = _parts(name)
    kept = [language.form(words[0]) if len(words) > 2 else words[0], *words[1:-1]]
    return kept[0] + "".join(gap + word for gap, word in zip(gaps, kept[1:], strict=False))


def _last(name: str, head: str) -> str:
    """The name's last word and the one before it."""
    words, gaps = _parts(name)
    return rf"{words[-2]}{gaps[-1]}{head}(?!\w)"


def _rivals(
    subjects: Sequence[Subject], named: Sequence[Named], kinds: Sequence[str], language: Language
) -> Iterator[str]:
    """Patterns of what begins a sentence on another thing: "Y Z" where all subjects are some Z, or
    C# where C++ is one.
    """
    lasts = [re.findall(r"\w+", subject.name)[-1:] for subject in subjects]
    is_shared = len(subjects) > 1 and len({tuple(last) for last in lasts}) == 1
    heads = [*kinds, *(lasts[0] if is_shared else ())]
    described = "|".join(sorted(language.describing))
    any_head = _either(language.form(head) for head in heads)
    before = rf"(?:(?:{described})\s+)*" if described else ""
    yield rf"{before}(?P<modifier>\w[\w\-]*)\s+{any_head}\b" if heads else r"(?!)(?P<modifier>)"
    for name, _ in named:
        base = re.match(r"\w+", name)
        signs = "*" if name[-1] in _SIGNS else "+"
        if base and (name[-1] in _SIGNS or _may_be_another_word(name, language)):
            yield rf"(?-i:{base[0]})[{re.escape(_SIGNS)}]{signs}{_NO_SIGN}"


def _overlaps(mention: Mention, others: Iterable[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _has_word(phrase: str) -> bool:
    return re.search(r"\w", phrase) is not None


def _either(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the patterns, in any case; with none, nothing."""
    joined = "|".join(patterns)
    return re.compile(joined, re.I) if joined else NEVER

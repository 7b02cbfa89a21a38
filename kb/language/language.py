"""A language as a value: its words, its inflections, and the patterns that tell what a text does.

Nobody else holds a word of a language. What a language leaves out it lacks: a pattern that is not
given matches nothing, and answers do without what it would have told.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from kb.types import Facet, FactName
from kb.types import Overview as Wants

NEVER = re.compile(r"(?!)")  # matches nothing
FOREIGN = 2  # words of another language: one may be a name, or quoted
KEPT = 1 << 16  # words whose stem is remembered, for each language

_APOSTROPHE = re.compile("[\u2019\u2018\u02bc\u00b4`]")
_INITIALS = re.compile(
    r"(?<!\w)(?:(?:[^\W\d_]{1,2}\.)+[^\W\d_](?!\w)|(?:[^\W\d_]{1,3}\.){2,})"
)  # M.S.W, Ph.D., M.Ed.
_WORD = re.compile(r"[^\W_]+")

# Tried in turn, the first pattern that is found in a word changes it by `re.sub`.
Endings: TypeAlias = tuple[tuple[re.Pattern[str], str], ...]


class Pronoun(NamedTuple):
    """A word that stands at the head of a sentence for whom the sentence before was about."""

    word: str
    is_plural: bool = False
    is_possessive: bool = False
    is_of_things: bool = False  # it stands for things only, never for people


class Denial(NamedTuple):
    """What a text may say to be so, and another deny; `word` names it ("required")."""

    word: str
    says: re.Pattern[str]
    denies: re.Pattern[str]


class FactKind(NamedTuple):
    """A kind of fact that a question may ask for, and how a sentence gives one."""

    kind: FactName
    asks: re.Pattern[str]
    states: re.Pattern[str]


class Quantity(NamedTuple):
    """Words for how many, how often or how surely, and how much they say: 4 for all and always, 3
    for most, 2 for many, 1 for some and perhaps, 0 for hardly any.
    """

    amount: int
    words: re.Pattern[str]


class Overview(NamedTuple):
    """How people ask for the whole and name no facet; in the `examples` {a} and {b} stand for names
    of subjects.
    """

    wants: Wants
    asks: re.Pattern[str]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """Words, inflections and patterns of one language; `digest` is the sha256 of them all."""

    code: str  # ISO 639-1: what corpus.toml calls it
    stemmer: str  # the name of a Snowball algorithm: snowballstem.org/algorithms

    # Sentences, words and stems.
    # words whose full stop ends no sentence; None: those of nupunkt's own model, which is English
    abbreviations: frozenset[str] | None = frozenset()
    stop_words: frozenset[str] = frozenset()  # join others and name nothing; without apostrophes
    spellings: Endings = ()  # spellings that a stemmer would keep apart; all apply, one after one
    possessive: re.Pattern[str] = NEVER  # what is cut off a word; after "'" for every apostrophe

    # Names and their inflections.
    forms: Endings = ()  # a name's last word to a pattern of it in every number and case
    name_ending: str = ""  # a pattern of what may stand after a name: "'s"
    plurals: Endings = ()  # a name to its plural
    genitives: Endings = ()  # a name to its possessive
    vowels: frozenset[str] = (
        frozenset()
    )  # a short name in capitals without any is an abbreviation and no other word
    conjunction: str = ""  # stands between two names: "and"
    coordinating: frozenset[str] = (
        frozenset()
    )  # words that stand between "X" and "Y Z" for "X Z" and "Y Z"
    after_command: frozenset[str] = (
        frozenset()
    )  # follow a verb at the head of a sentence, never a subject
    pronouns: tuple[Pronoun, ...] = ()  # "They"
    demonstratives: tuple[Pronoun, ...] = ()  # "These": with a word for what the subjects are
    describing: frozenset[str] = frozenset()  # adjectives that make no other kind of a thing

    # What a sentence does.
    everyone: re.Pattern[str] = NEVER  # speaks of all subjects at once: "each of them"
    both: re.Pattern[str] = NEVER  # speaks of all subjects if there are two: "the two"
    listing: re.Pattern[str] = NEVER  # makes further names examples or company: "such as"
    contrasting: re.Pattern[str] = NEVER  # between two names, sets the first against the second
    setting_aside: re.Pattern[str] = NEVER  # before the first name, makes the second the matter
    announcing: re.Pattern[str] = NEVER  # says only that something follows
    addressing: re.Pattern[str] = NEVER  # speaks to the reader
    leaning: re.Pattern[str] = NEVER  # leans on the sentence before
    promoting: re.Pattern[str] = NEVER  # advertises between the sentences of an article
    sets_apart: re.Pattern[str] = NEVER  # says that the subjects differ
    turning: re.Pattern[str] = NEVER  # sets a sentence against the one before: "in contrast"
    says_of_both: re.Pattern[str] = NEVER  # says the same of the subjects
    defining: re.Pattern[str] = NEVER  # behind a name, says what it is
    denials: tuple[Denial, ...] = ()  # in what two sentences may contradict each other

    # What a question asks.
    comparing: frozenset[str] = frozenset()  # ask for a comparison, and say nothing of what
    framing: frozenset[str] = frozenset()  # say how an answer shall look, and nothing of what
    asks_list: re.Pattern[str] = NEVER  # wants all of several
    small_talk: re.Pattern[str] = NEVER  # a text that greets, or tries out who is there
    asks_whom: re.Pattern[str] = NEVER  # to which of the subjects to turn: "who do I call"
    asks_disagreement: re.Pattern[str] = NEVER  # on what articles contradict each other
    asks_maker: re.Pattern[str] = NEVER  # who made an article and when, not what it says
    names_article: re.Pattern[str] = NEVER  # speaks of the articles themselves
    asks_whether: re.Pattern[str] = NEVER  # whether something is so
    fact_kinds: tuple[FactKind, ...] = ()  # of what kind an answer is; the first that asks
    presuming: re.Pattern[str] = NEVER  # before what is presumed: "why", "given that"
    asks_name: re.Pattern[str] = NEVER  # a name, or one of several: (?P<of>…) is of what, if any
    framing_claim: re.Pattern[str] = NEVER  # stands around a claim: "I heard that", ", right?"
    doubting: re.Pattern[str] = NEVER  # asks whether a statement beside it is true
    stating: re.Pattern[str] = NEVER  # a verb that makes a sentence of words
    commanding: re.Pattern[str] = NEVER  # begins what asks, and states nothing
    asking_after: re.Pattern[str] = NEVER  # asks, behind what only tells how it is
    personal: re.Pattern[str] = NEVER  # is in what a person says of himself, and states nothing
    negating: re.Pattern[str] = NEVER  # turns what a clause says into its opposite
    not_negating: re.Pattern[str] = NEVER  # looks like it: "not only"
    clause: re.Pattern[str] = NEVER  # between clauses
    quantities: tuple[Quantity, ...] = ()  # how many, how often, how surely; the first that fits
    universal: re.Pattern[str] = NEVER  # of each and all of those that are named: "every"
    only: re.Pattern[str] = NEVER  # shuts everything else out
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()  # words for one, the other
    alternatives: tuple[tuple[frozenset[str], ...], ...] = ()  # one rules the others of a row out
    subordinating: re.Pattern[str] = NEVER  # before a clause that only adds to another
    persons: re.Pattern[str] = NEVER  # a word for those to whom others do something
    agent: re.Pattern[str] = NEVER  # before the one who does something: "by"
    light: frozenset[str] = frozenset()  # words that a claim shares with any other
    everyday: frozenset[str] = frozenset()  # words that say nothing of what a text is on
    second_turn: re.Pattern[str] = NEVER  # begins what leans on the question before: "and"
    pointing_back: re.Pattern[str] = NEVER  # stands for what was named before: "they", "that"
    of_thing: re.Pattern[str] = NEVER  # does so for what is nobody: "it"
    asks_who: re.Pattern[str] = NEVER  # begins a second turn that asks who it is
    other_one: re.Pattern[str] = NEVER  # the one that was not asked about
    of_pair: re.Pattern[str] = NEVER  # speaks of any two: "both", "which of them"
    asks_date: re.Pattern[str] = NEVER  # when an article was published
    asks_author: re.Pattern[str] = NEVER  # who wrote an article
    asking: frozenset[str] = frozenset()  # ask: "what"
    asks_difference: str = ""  # of {first} and {second}, as a person asks
    overviews: tuple[Overview, ...] = ()  # what may be asked of the subjects as a whole
    asks_count: re.Pattern[str] = NEVER  # how many differences are wanted: (?P<count>…)
    numerals: tuple[str, ...] = ()  # "one", "two", … in their order
    conjoined: re.Pattern[str] = NEVER  # two words that are asked for together: "A and the B"
    excluding: re.Pattern[str] = NEVER  # sets aside what it holds: "other than oil"

    # The most frequent words of other languages, which are none of its own: a text with more of
    # them than of its stop words is in another language.
    name: str = ""  # as a reader calls this one
    foreign: tuple[frozenset[str], ...] = ()
    is_latin: bool = True  # whether it is written in the Latin alphabet

    # What people ask about any two things; {a} and {b} stand for their names.
    open_topics: tuple[Facet, ...] = ()

    # What web pages put around an article.
    advertising: re.Pattern[str] = NEVER  # begins or marks a line of it

    digest: str = field(init=False, repr=False)
    _stem: Callable[[str], str] = field(init=False, repr=False, compare=False)
    _once: Callable[[Callable[[Language], Any]], Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        given = {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.init}
        content = json.dumps(given, sort_keys=True).encode()
        object.__setattr__(self, "digest", hashlib.sha256(content).hexdigest())
        object.__setattr__(self, "_stem", _cached_stemmer(self.stemmer, self.spellings))
        object.__setattr__(self, "_once", lru_cache(maxsize=None)(lambda make: make(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        """A language is sent to another process by what it was given: its cache stays here."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.init}
        return _made_again, (given,)

    def words(self, text: str) -> list[str]:
        """The words in order, in lower case, hyphened ones split; a possessive and the dots of
        initials are dropped.
        """
        plain = _APOSTROPHE.sub("'", unicodedata.normalize("NFKC", text)).lower()
        plain = self.possessive.sub("", plain).replace("'", "")
        without_dots = _INITIALS.sub(lambda m: m.group().replace(".", ""), plain)
        return _WORD.findall(without_dots)

    def stems(self, text: str) -> list[str]:
        """The stems of the words that are no stop words, in order: what BM25 counts."""
        return [self._stem(word) for word in self._content_words(text)]

    def stems_in_order(self, text: str) -> list[str]:
        """The stem of every word, stop words too, in order: for finding phrases."""
        return [self._stem(word) for word in self.words(text)]

    def is_foreign(self, text: str) -> bool:
        """Whether the text is in another language: written in other letters, or with its words."""
        letters = [c for c in text if c.isalpha()]
        latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
        if (2 * latin < len(letters)) == self.is_latin:
            return bool(letters)
        words = self.words(text)
        own = sum(word in self.stop_words for word in words)
        others = (sum(word in foreign for word in words) for foreign in self.foreign)
        return max(others, default=0) >= max(FOREIGN, own + 1)

    def matchable(self, text: str) -> tuple[tuple[str, str], ...]:
        """Each word of the text that is no stop word, with its stem, in order."""
        content = self._content_words(text)
        return tuple((word, self._stem(word)) for word in content)

    def form(self, word: str) -> str:
        """A pattern of the word in every number and case.

        The endings are patterns on the word as it is given, so what they leave is escaped here.
        """
        for ending, forms in self.forms:
            if (match := ending.search(word)) is not None:
                return re.escape(word[: match.start()]) + forms
        return re.escape(word)

    def plural(self, name: str) -> str:
        """The name in the plural; a name that is plural stays as it is."""
        return _changed(name, self.plurals)

    def genitive(self, name: str) -> str:
        """The name as an owner's."""
        return _changed(name, self.genitives)

    @property
    def opposite_stems(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """`opposites` by their stems, which are made when they are first needed."""
        found: tuple[tuple[frozenset[str], frozenset[str]], ...] = self._once(Language._opposed)
        return found

    @property
    def alternative_to(self) -> Mapping[str, frozenset[str]]:
        """By stem the stems of what it rules out, made when they are first needed."""
        found: Mapping[str, frozenset[str]] = self._once(Language._alternatives)
        return found

    def _opposed(self) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        return tuple(
            (frozenset(map(self._stem, one)), frozenset(map(self._stem, other)))
            for one, other in self.opposites
        )

    def _alternatives(self) -> dict[str, frozenset[str]]:
        others: dict[str, frozenset[str]] = {}
        for row in self.alternatives:
            stems = [frozenset(map(self._stem, words)) for words in row]
            for own in stems:
                rest = frozenset().union(*(each for each in stems if each is not own))
                for stem in own:
                    others[stem] = others.get(stem, frozenset()) | rest
        return others

    def _content_words(self, text: str) -> list[str]:
        return [word for word in self.words(text) if word not in self.stop_words]


def words_of(text: str) -> frozenset[str]:
    """The words of a block of text, as word lists are written."""
    return frozenset(text.split())


def any_case(pattern: str) -> re.Pattern[str]:
    """The pattern, which matches capitals and small letters alike."""
    return re.compile(pattern, re.IGNORECASE)


def endings(rules: Iterable[tuple[str, str]]) -> Endings:
    """Pairs of a pattern of a word's ending and what it becomes, ready for use."""
    return tuple((re.compile(ending), becomes) for ending, becomes in rules)


def _changed(name: str, rules: Endings) -> str:
    for ending, becomes in rules:
        if ending.search(name):
            return ending.sub(becomes, name, count=1)
    return name


def _cached_stemmer(algorithm: str, spellings: Endings) -> Callable[[str], str]:
    """A function from a word to its stem by Snowball, spellings folded first."""

    def stem(word: str) -> str:
        import Stemmer

        for pattern, replacement in spellings:
            word = pattern.sub(replacement, word)
        # A new one each time: it keeps a cache of its own that threads may not share, and is made
        # in 2 µs.
        found: str = Stemmer.Stemmer(algorithm).stemWord(word)
        return found

    return lru_cache(maxsize=KEPT)(stem)


def _plain(value: Any) -> Any:
    """The value as JSON can hold it, sets in order."""
    if isinstance(value, re.Pattern):
        return [value.pattern, value.flags]
    if isinstance(value, Facet):
        return asdict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _made_again(given: dict[str, Any]) -> Language:
    return Language(**given)

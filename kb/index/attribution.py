"""Whom a sentence is about.

By its own names first, or a term of one subject's world; a sentence that has neither goes on about
whom the sentence before it was about, else about whom the nearest heading names. A sentence that
sets two subjects against each other is about both; one on a third thing is about nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kb.articles.quotable import cells, list_kind, tables
from kb.index.names import Names
from kb.language import ENGLISH, Language
from kb.types import AttributedBy, Passage, Sentence, Subject

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _About:
    """Whom a text is about and what told so; `goes_on` is whom the next sentence would go on about:
    () for nobody, None if nothing tells.
    """

    subjects: Ids = ()
    goes_on: Ids | None = None
    how: AttributedBy = ""


NOBODY = _About(goes_on=())


def attribute(
    sentences: Sequence[Sentence],
    subjects: Sequence[Subject],
    everyone: Sequence[str] = (),
    language: Language = ENGLISH,
    kinds: Sequence[str] = (),
) -> list[Sentence]:
    """The sentences of one document, in order, each with `subjects` and `attributed_by` filled in.

    `everyone` holds the corpus's phrases for all subjects at once; `kinds` words for what they are,
    of which another kind may be named.
    """
    names = Names(subjects, language, everyone, kinds)
    strangers = set(_strangers(sentences, names))
    passages = [passage for passage, _ in groupby(sentence.passage for sentence in sentences)]
    third_things = set(_third_things(passages, names))
    out: list[Sentence] = []
    before = _About()
    for sentence in sentences:
        if not out or sentence.passage != out[-1].passage:
            is_strange = sentence.passage.start in strangers
            before = NOBODY if is_strange else _About()
        is_of_third = sentence.passage.start in third_things
        before = NOBODY if is_of_third else _about(sentence, names, before)
        out.append(replace(sentence, subjects=before.subjects, attributed_by=before.how))
    return out


def _about(sentence: Sentence, names: Names, before: _About) -> _About:
    """What the first rule says that says something; nobody if none does."""
    told = (rule(sentence, names, before) for rule in _RULES)
    return next((about for about in told if about is not None), _About())


def _by_its_kind(sentence: Sentence, names: Names, before: _About) -> _About | None:
    """A byline is about an article."""
    return NOBODY if sentence.passage.kind == "byline" else None


def _by_its_words(sentence: Sentence, names: Names, before: _About) -> _About | None:
    return _named(sentence.text, names)


def _by_the_sentence_before(sentence: Sentence, names: Names, before: _About) -> _About | None:
    if before.goes_on is None:
        return None
    return _About(before.goes_on, before.goes_on, "carried" if before.goes_on else "")


def _by_a_heading(sentence: Sentence, names: Names, before: _About) -> _About | None:
    """The nearest heading that tells."""
    told = (_named(heading, names) for heading in reversed(sentence.headings))
    headed = next((about for about in told if about is not None), None)
    return headed and replace(headed, how="heading" if headed.subjects else "")


_RULES: tuple[Callable[[Sentence, Names, _About], _About | None], ...] = (
    _by_its_kind,
    _by_its_words,
    _by_the_sentence_before,
    _by_a_heading,
)


def _named(text: str, names: Names) -> _About | None:
    """Whom the text is about by its own words; None if they do not tell."""
    mentions = names.mentions(text)
    is_on_another = names.begins_with_another(text)
    if any(mention.is_name for mention in mentions):
        named = _by_name(text, names)
        return replace(named, goes_on=()) if is_on_another else named
    if names.speaks_of_all(text):
        everyone = tuple(subject.id for subject in names.subjects)
        return _About(everyone, everyone, "named")
    if is_on_another:
        return NOBODY
    if mentions:
        pointed = (mentions[0].subject,)
        return _About(pointed, pointed, "term")
    return None


def _by_name(text: str, names: Names) -> _About:
    """By the names in the text, of which there is one at least."""
    language = names.language
    mentions = names.mentions(text)
    first = next(mention for mention in mentions if mention.is_name)
    about, goes_on = [first.subject], [first.subject]
    for mention in mentions:
        between = text[first.end : mention.start]
        contrasted = bool(language.contrasting.search(between))
        is_company = bool(language.listing.search(between))
        if mention.start > first.start and (mention.is_name or contrasted) and not is_company:
            about.append(mention.subject)
            if not contrasted:
                goes_on.append(mention.subject)
    if len(about) > 1 and language.setting_aside.search(text[: first.start]):
        goes_on = [subject for subject in goes_on if subject != first.subject] or goes_on
    return _About(_in_order(about), _in_order(goes_on), "named")


def _strangers(sentences: Sequence[Sentence], names: Names) -> Iterator[int]:
    """Where passages begin that are items or rows of a list of which some are headed by a subject:
    where their own words name none, they are on a third thing.
    """
    passages = [passage for passage, _ in groupby(sentence.passage for sentence in sentences)]
    labels = {sentence.passage.start: sentence.label for sentence in sentences}
    lists = groupby(passages, key=lambda passage: (passage.headings, list_kind(passage)))
    for (_, kind), group in lists:
        rows = list(group) if kind else []
        if kind == "row":
            del rows[0]  # it heads the columns
        heads = {row.start: labels[row.start] or _first_cell(row) for row in rows}
        if any(_is_a_name(head, names) for head in heads.values()):
            yield from (start for start, head in heads.items() if head)


def _third_things(passages: Sequence[Passage], names: Names) -> Iterator[int]:
    """Where rows of tables begin that go on about what their first cell names, which is none of the
    subjects: "Pilots: Pilots steer …".
    """
    for _, *rows in tables(passages):
        for row in rows:
            head, *others = cells(row)
            rest = " ".join(others).lower()
            if head and head.lower() in rest and not _is_a_name(head, names):
                yield row.start


def _first_cell(passage: Passage) -> str:
    return cells(passage)[0] if list_kind(passage) == "row" else ""


def _is_a_name(head: str, names: Names) -> bool:
    """Whether the words are a subject's name and nothing else."""
    everyone = [subject.id for subject in names.subjects]
    rest = names.without(head, everyone)
    return bool(head) and not any(character.isalnum() for character in rest)


def _in_order(ids: Iterable[str]) -> Ids:
    return tuple(dict.fromkeys(ids))

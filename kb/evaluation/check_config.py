"""What a person may want to mend in corpus.toml: names and cues that nobody uses, facets without
evidence, example questions that are misread, quotes of a part of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING, TypeAlias

from kb.answering.facet_evidence import FacetEvidence
from kb.answering.reading import Interpreter
from kb.articles.config import Config
from kb.articles.corpus import Corpus
from kb.evaluation.findings import Finding, cut, listed
from kb.index.build import Index
from kb.index.facets import ON_FACET, section
from kb.index.names import Names
from kb.language import Language
from kb.types import Facet, Subject

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[np.float32]

Phrase: TypeAlias = tuple[str, ...]  # words by their stems
# A question may be on two facets nearly alike: from here on it is on the other.
CLEARLY = 0.25


def names(index: Index, config: Config) -> Iterator[Finding]:
    """Subjects that the articles never name, and single names and terms that they never say."""
    text = _all_said(index)
    for number, subject in enumerate(index.corpus.subjects):
        all_names = [subject.name, *subject.aliases]
        if _unsaid(all_names, text, index.corpus.language) == all_names:
            message = (
                f'the articles never name "{subject.name}": add the name that they use to its'
                " aliases"
            )
            yield Finding("subject never named", config.place("subjects", number), message)
            continue
        given = {"name": [subject.name], "aliases": subject.aliases, "terms": subject.terms}
        for key, phrases in given.items():
            unsaid = _unsaid(phrases, text, index.corpus.language)
            if unsaid:
                message = (
                    f"the articles never say {listed(unsaid)}: kept, they help only to read"
                    " questions"
                )
                yield Finding("unused name", config.place("subjects", number, key), message)


def _all_said(index: Index) -> str:
    """Every sentence and every heading, one a line."""
    headings = dict.fromkeys(heading for passage in index.passages for heading in passage.headings)
    # an author may be called Miller
    sentences = [s.text for s in index.sentences if s.passage.kind != "byline"]
    return "\n".join([*sentences, *headings])


def _unsaid(phrases: Iterable[str], text: str, language: Language) -> list[str]:
    one_by_one = ((phrase, Names([Subject("", phrase)], language)) for phrase in phrases)
    return [phrase for phrase, name in one_by_one if not name.mentions(text)]


def evidence(index: Index, config: Config) -> Iterator[Finding]:
    """Facets on which no passage is found, and those on which one is missing about a subject."""
    corpus = index.corpus
    spoken = FacetEvidence(index)
    for number, facet in enumerate(corpus.facets):
        silent = [s.name for s in corpus.subjects if not spoken.has(s, facet, ON_FACET)]
        has_any = bool((index.affinity[:, number] >= ON_FACET).any())
        is_silent = len(silent) == len(corpus.subjects)
        where = config.place("facets", number)
        if is_silent and (silent or not has_any):
            message = (
                f'no passage on "{facet.name}": give it cues that the articles use, or make it an'
                " open topic"
            )
            yield Finding("facet without evidence", where, message)
        elif silent:
            message = (
                f'no passage on "{facet.name}" about {listed(silent)}: if there is one, add its'
                " words to the cues"
            )
            yield Finding("gap", where, message)


def cues(index: Index, config: Config) -> Iterator[Finding]:
    """Cues of facets that the articles do not say; those of open topics they may lack."""
    phrases = _Phrases(index.corpus)
    said = phrases.of(_sentences_and_sections(index))
    for number, facet in enumerate(index.corpus.facets):
        idle, asking = phrases.unused_cues(facet, said)
        where = config.place("facets", number, "cues")
        if idle:
            message = (
                f'"{facet.name}": neither the articles nor its example questions say'
                f" {listed(idle)}: remove what nobody would ask, correct what is misspelt"
            )
            yield Finding("unused cue", where, message)
        if asking:
            message = (
                f'"{facet.name}": only questions say {listed(asking)}: keep them, they help to'
                " read questions"
            )
            yield Finding("question cue", where, message)


def _sentences_and_sections(index: Index) -> Iterator[str]:
    for sentence in index.sentences:
        yield sentence.text
        yield section(sentence)


class _Phrases:
    """Runs of words, by their stems, as long as the longest cue of a corpus's facets."""

    def __init__(self, corpus: Corpus) -> None:
        self._language = corpus.language
        cues = (cue for facet in corpus.facets for cue in facet.cues)
        self._longest = max((len(self._phrase(cue)) for cue in cues), default=0)

    def of(self, texts: Iterable[str]) -> set[Phrase]:
        """Every one in the texts."""
        phrases: set[Phrase] = set()
        for text in texts:
            stems = self._phrase(text)
            for start in range(len(stems)):
                ends = range(start + 1, min(start + self._longest, len(stems)) + 1)
                phrases.update(stems[start:end] for end in ends)
        return phrases

    def unused_cues(self, facet: Facet, said: Set[Phrase]) -> tuple[list[str], list[str]]:
        """(those that nobody says, those that only questions say) of what the articles do not
        say.
        """
        asked = self.of(facet.questions)
        idle: list[str] = []
        asking: list[str] = []
        for cue in facet.cues:
            phrase = self._phrase(cue)
            if phrase not in said:
                kind = asking if phrase in asked or self._asks(cue) else idle
                kind.append(cue)
        return idle, asking

    def _asks(self, cue: str) -> bool:
        """Whether it holds a word that questions begin with."""
        return not self._language.asking.isdisjoint(cue.lower().split())

    def _phrase(self, text: str) -> Phrase:
        return tuple(self._language.stems_in_order(text))


def examples(index: Index, config: Config) -> Iterator[Finding]:
    """Example questions that are clearly understood as being on another facet or open topic than
    their own, as if a user had asked them. One open topic is as open as another, and what is near
    to a facet may well be read as that.
    """
    interpreter = Interpreter(index)
    topics = frozenset(topic.id for topic in index.corpus.topics)
    for table, number, facet, text, vector in _example_questions(index):
        asked = interpreter.interpret(text, text, vector)
        strengths = {each.facet.id: each.strength for each in (*asked.facets, *asked.topics)}
        strongest = max(strengths, key=lambda id: strengths[id])
        is_open = facet.id in topics and (strongest in topics or facet.near)
        if strengths[strongest] > strengths.get(facet.id, 0.0) + CLEARLY and not is_open:
            message = (
                f'"{text}" is read as "{strongest}", not as "{facet.id}": reword it, or see to'
                " the cues of both"
            )
            where = config.place(table, number, "questions", text)
            yield Finding("example question", where, message)


def _example_questions(index: Index) -> Iterator[tuple[str, int, Facet, str, Vector]]:
    """(table, number in it, facet or open topic, question, its embedding) of each."""
    tables = (("facets", index.corpus.facets), ("open_topics", index.corpus.open_topics))
    row = 0
    for table, described in tables:
        for number, facet in enumerate(described):
            row += 1  # the description stands before the questions
            for text in facet.questions:
                yield table, number, facet, text, index.examples[row]
                row += 1


def quotes(index: Index, config: Config) -> Iterator[Finding]:
    """Quotes of disagreements that do not begin and end where sentences do."""
    starts = {(s.document.id, s.start) for s in index.sentences}
    ends = {(s.document.id, s.end) for s in index.sentences}
    for number, disagreement in enumerate(index.corpus.disagreements):
        for span in disagreement.spans:
            source = span.document.id
            if (source, span.start) in starts and (source, span.end) in ends:
                continue
            message = (
                f"{cut(span.text)} is quoted in part: quote from the beginning of a sentence to"
                " the end of one"
            )
            where = config.place("disagreements", number, "quotes", span.text)
            yield Finding("quote of a part", where, message)

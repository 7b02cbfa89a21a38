"""The sentences of a passage, with exact offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kb.language import ENGLISH, Language
from kb.types import Passage, Sentence

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

# A list item that begins with a short label and a colon: "Advocacy: They …". Longer lead-ins are
# sentences of their own.
_LABEL = re.compile(r"(?P<label>[^\s:.!?][^:.!?\n]{0,60}):\s+(?=\S)")


def sentences_of(passage: Passage, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """The passage's sentences in order; together they hold every character of it but the white
    space between them.

    Boundaries are nupunkt's: for English by its own model (Punkt with a legal and business
    abbreviation list), for others by the language's abbreviations.
    """
    label = label_of(passage)
    text = passage.text
    out = []
    for start, end in sentence_spans(text, language.abbreviations):
        piece = text[start:end]
        if words := piece.strip():
            begin = passage.start + start + len(piece) - len(piece.lstrip())
            out.append(Sentence(passage.document, begin, begin + len(words), passage, label))
    return tuple(out)


def sentence_spans(text: str, abbreviations: frozenset[str] | None) -> list[tuple[int, int]]:
    """Where sentences begin and end; nothing but white space lies between them."""
    if abbreviations is not None:
        return list(_tokenizer(abbreviations).span_tokenize(text))
    from nupunkt import sent_spans_adaptive

    return sent_spans_adaptive(text)


@lru_cache
def _tokenizer(abbreviations: frozenset[str]) -> PunktSentenceTokenizer:
    from nupunkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters(abbrev_types=set(abbreviations))
    return PunktSentenceTokenizer(parameters, include_common_abbrevs=False)


def label_of(passage: Passage) -> str:
    """What a list item says it is about before its first colon, or ""."""
    match = _LABEL.match(passage.text) if passage.kind == "item" else None
    return match["label"].strip() if match else ""


def is_aside(sentence: Sentence, language: Language) -> bool:
    """Whether the sentence announces what follows ("there are key differences"), leans on the one
    before ("This is …"), or speaks to the reader without a name or term of a subject in its own
    words.
    """
    text = sentence.text
    if language.announcing.search(text) or language.leaning.search(text):
        return True
    names_subject = sentence.attributed_by in ("named", "term")
    return not names_subject and language.addressing.search(text) is not None

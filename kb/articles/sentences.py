"""The sentences of a passage, with exact offsets."""

from __future__ import annotations

import re

from kb.language import Language
from kb.types import Passage, Sentence

# A list item that begins with a short label and a colon: "Advocacy: They …". Longer lead-ins are
# sentences of their own.
_LABEL = re.compile(r"(?P<label>[^\s:.!?][^:.!?\n]{0,60}):\s+(?=\S)")


def sentences_of(passage: Passage) -> tuple[Sentence, ...]:
    """The passage's sentences in order; together they hold every character of it but the white
    space between them.

    Boundaries are nupunkt's (a Punkt model with a legal and business abbreviation list), which are
    contiguous by contract.
    """
    from nupunkt import sent_spans_adaptive

    label = label_of(passage)
    text = passage.text
    out = []
    for start, end in sent_spans_adaptive(text):
        piece = text[start:end]
        if words := piece.strip():
            begin = passage.start + start + len(piece) - len(piece.lstrip())
            out.append(Sentence(passage.document, begin, begin + len(words), passage, label))
    return tuple(out)


def label_of(passage: Passage) -> str:
    """What a list item says it is about before its first colon, or ""."""
    match = _LABEL.match(passage.text) if passage.kind == "item" else None
    return match["label"].strip() if match else ""


def is_aside(sentence: Sentence, language: Language) -> bool:
    """Whether the sentence announces what follows ("there are key differences"), or speaks to the
    reader or leans on the one before without a name or term of a subject in its own words.
    """
    if language.announcing.search(sentence.text):
        return True
    if sentence.attributed_by in ("named", "term"):
        return False
    leans = language.addressing.search(sentence.text) or language.leaning.search(sentence.text)
    return leans is not None

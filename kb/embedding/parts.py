"""Texts over a model's token limit, embedded in parts whose vectors are averaged by their number of
tokens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kb.errors import ModelError

if TYPE_CHECKING:
    from kb.protocols import Matrix

# Marks that tokenizers put before a token that begins a word: none (WordPiece), SentencePiece's,
# byte-level BPE's
_WORD_MARKS = ("", "\u2581", "\u0120")
_SPACE = re.compile(r"\s+")


def has_word(has_token: Callable[[str], bool], word: str) -> bool:
    """Whether a vocabulary has the word as one token, however its tokenizer marks that a word
    begins there.
    """
    return any(has_token(mark + word) for mark in _WORD_MARKS)


def room(limit: int | None, prompt: int) -> int | None:
    """How many tokens a prompt of that many leaves for the text. Raises ModelError if none are
    left.
    """
    if limit is None:
        return None
    if prompt >= limit:
        raise ModelError(
            f"the model's prompt has {prompt} tokens and its limit is {limit}: use another model"
        )
    return limit - prompt


def embed_in_parts(
    texts: Sequence[str],
    limit: int | None,
    count: Callable[[str], int],
    embed: Callable[[Sequence[str]], Matrix],
) -> Matrix:
    """Embeds texts up to `limit` tokens whole, longer ones in parts averaged by number of tokens;
    rows of length 1.

    `count` says how many tokens a text has, `embed` turns texts within the limit into rows of
    length 1.
    """
    import numpy as np

    # lone surrogates, which no tokenizer takes, become question marks
    clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    parts_of = [[text] if limit is None else split_to_limit(text, limit, count) for text in clean]
    embedded = embed([part for parts in parts_of for part in parts])
    if len(embedded) == len(texts):
        return embedded
    rows: list[Matrix] = []
    start = 0
    for parts in parts_of:
        vectors = embedded[start : start + len(parts)]
        start += len(parts)
        if len(parts) > 1:
            weights = np.array([count(part) for part in parts], dtype=np.float64)
            mean = weights @ vectors.astype(np.float64)
            length = float(np.linalg.norm(mean))
            vectors = (mean / length).astype(np.float32)[None] if length else vectors[:1]
        rows.append(vectors)
    return np.concatenate(rows)


def tokens_in_parts(
    text: str,
    limit: int | None,
    count: Callable[[str], int],
    encode: Callable[[str], tuple[Sequence[tuple[int, int]], Matrix]],
) -> tuple[list[tuple[int, int]], Matrix]:
    """Where each token of the text stands, in code points, and its vector, (tokens, dimension): a
    text over `limit` tokens is read in parts.

    `encode` gives both for a text within the limit, and beside them tokens of the model's own that
    stand nowhere, which are left out.
    """
    import numpy as np

    clean = text.encode("utf-8", "replace").decode("utf-8")
    parts = [clean] if limit is None else split_to_limit(clean, limit, count)
    places: list[tuple[int, int]] = []
    rows: list[Matrix] = []
    end = 0
    for part in parts:
        start = clean.index(part, end)
        end = start + len(part)
        found, vectors = encode(part)
        told = [row for row, (first, last) in enumerate(found) if last > first]
        places += [(start + found[row][0], start + found[row][1]) for row in told]
        rows.append(vectors[told])
    return places, np.concatenate(rows)


def split_to_limit(text: str, limit: int, count: Callable[[str], int]) -> list[str]:
    """The text in as many parts as bring each to at most `limit` tokens: halved at the white space
    nearest the middle.

    A word that alone is over the limit is cut in its middle. White space around parts is dropped.
    """
    if len(text) < 2 or count(text) <= limit:
        return [text]
    stripped = text.strip()
    middle = len(stripped) / 2
    gap = min(
        _SPACE.finditer(stripped),
        key=lambda g: abs((g.start() + g.end()) / 2 - middle),
        default=None,
    )
    left, right = (gap.start(), gap.end()) if gap else (len(stripped) // 2, len(stripped) // 2)
    return [
        part
        for half in (stripped[:left], stripped[right:])
        for part in split_to_limit(half, limit, count)
    ]

"""Embedders: texts to vectors of length 1, by sentence-transformers or, for tests, by hashing. Nothing is silently cut.

A text over the model's token limit is embedded in parts, whose vectors are averaged by their number of tokens.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from kb.embedding.weights import DEFAULT_MODEL, canonical_model, check_packaged, model_folder, model_name
from kb.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from kb.protocols import Matrix

Progress: TypeAlias = Callable[[int, int], None]  # (done, total)

BATCH = 32  # texts embedded at once; on two cores larger batches were no faster
# Marks that tokenizers put before a token that begins a word: none (WordPiece), SentencePiece's, byte-level BPE's
_WORD_MARKS = ("", "\u2581", "\u0120")
_SPACE = re.compile(r"\s+")


class HashEmbedder:
    """Vectors of words and their three-letter parts, hashed: no model, the same on every machine. For tests.

    Texts with words in common are near, and that is all it knows of meaning.

    >>> HashEmbedder().encode_query(["two words"]).shape
    (1, 256)
    """

    def __init__(self, dimension: int = 256) -> None:
        """Raises ValueError for a dimension below 1."""
        if dimension < 1:
            raise ValueError(f"a vector needs at least 1 dimension, not {dimension}")
        self._dimension = dimension

    @property
    def name(self) -> str:
        return f"hash-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        import numpy as np

        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for place, value in self._features(text):
                vectors[row, place] += value
            if not vectors[row].any():  # no words at all, or hashes that cancel out
                vectors[row, 0] = 1.0
            vectors[row] /= np.linalg.norm(vectors[row])
            if progress:
                progress(row + 1, len(texts))
        return vectors

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        return self.encode_document(texts)

    def knows(self, word: str) -> bool:
        """False: it has no vocabulary."""
        return False

    def _features(self, text: str) -> list[tuple[int, float]]:
        found: list[tuple[int, float]] = []
        for word, count in Counter(re.findall(r"\w+", text.lower())).items():
            parts = [f"^{word}$"[i : i + 3] for i in range(len(word))]
            for feature, weight in [(word, 1.0), *((part, len(parts) ** -0.5) for part in parts)]:
                digest = hashlib.blake2b(feature.encode("utf-8", "surrogatepass"), digest_size=8).digest()
                sign = 1.0 if digest[0] & 1 else -1.0
                found.append((int.from_bytes(digest[1:], "big") % self._dimension, sign * weight * count))
        return found


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, in float32 on the CPU. torch is loaded when the first text comes, not before.

    "all-MiniLM-L6-v2" is the packaged model; its files are compared with the published ones before they are used.
    Texts get the prompts that the model states for documents and queries.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """`model` is a name or a folder. It is not looked for yet."""
        self.model = canonical_model(model)
        self._one_at_a_time = threading.RLock()  # the tokenizer's settings change while it runs

    @cached_property
    def name(self) -> str:
        """For example "all-MiniLM-L6-v2@53aa51172d14". Raises ModelError if the model's files cannot be had."""
        return model_name(self.model)

    @property
    def dimension(self) -> int:
        found = self.transformer.get_embedding_dimension()
        if not found:
            raise ModelError(f"the model {self.model} does not say how long its vectors are: use another model")
        return int(found)

    @property
    def transformer(self) -> SentenceTransformer:
        """The model itself. Raises ModelError if it cannot be loaded."""
        with self._one_at_a_time:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        folder = model_folder(self.model)
        if self.model == DEFAULT_MODEL:
            check_packaged(folder)
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            noisy = logging.is_progress_bar_enabled()
            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            try:
                return SentenceTransformer(
                    str(folder),
                    device="cpu",
                    local_files_only=True,
                    model_kwargs={"dtype": torch.float32},  # weights stored in half precision would else stay so
                ).eval()
            finally:
                if noisy:
                    logging.enable_progress_bar()  # type: ignore[no-untyped-call]
        except Exception as error:  # whatever a foreign folder makes three libraries raise
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise ModelError(f"sentence-transformers cannot load the model in {folder} ({reason}): name another model") from error

    @property
    def limit(self) -> int | None:
        """How many tokens of text the model reads at once, special tokens not counted; None if it states no limit."""
        longest = self.transformer.max_seq_length
        if longest is None or longest > 1_000_000:  # tokenizers say 10**30 for "not stated"
            return None
        return int(longest) - int(self.transformer.tokenizer.num_special_tokens_to_add(False))

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts.

        `progress` is called with how many are done and how many there are; a long text counts once a part.
        """
        return self._encode(texts, self.transformer.encode_document, self.document_prompt, progress)

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        return self._encode(texts, self.transformer.encode_query, self.query_prompt, None)

    def knows(self, word: str) -> bool:
        """Whether the model's tokenizer has the word whole."""
        return has_word(self._vocabulary.__contains__, word)

    @property
    def document_prompt(self) -> str:
        return self._prompt("document", "passage", "corpus")

    @property
    def query_prompt(self) -> str:
        return self._prompt("query")

    def _prompt(self, *names: str) -> str:
        """What sentence-transformers will put before a text: the first of the names, else the model's default."""
        prompts = self.transformer.prompts
        default = self.transformer.default_prompt_name
        return next((prompts[name] for name in (*names, default) if name in prompts), "") or ""

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return dict(self.transformer.tokenizer.get_vocab())

    def _count(self, text: str) -> int:
        tokens: Any = self.transformer.tokenizer(text, add_special_tokens=False, truncation=False, verbose=False)
        return len(tokens["input_ids"])

    def _encode(self, texts: Sequence[str], encode: Callable[..., Matrix], prompt: str, progress: Progress | None) -> Matrix:
        import numpy as np

        def embed(parts: Sequence[str]) -> Matrix:
            vectors = np.empty((len(parts), self.dimension), dtype=np.float32)
            by_length = sorted(range(len(parts)), key=lambda i: len(parts[i]))  # so that little is padded
            for start in range(0, len(parts), BATCH):
                places = by_length[start : start + BATCH]
                batch = [parts[i] for i in places]
                vectors[places] = encode(batch, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
                if progress:
                    progress(start + len(places), len(parts))
            return vectors

        with self._one_at_a_time:
            return embed_in_parts(texts, room(self.limit, self._count(prompt) if prompt else 0), self._count, embed)


def has_word(has_token: Callable[[str], bool], word: str) -> bool:
    """Whether a vocabulary has the word as one token, however its tokenizer marks that a word begins there."""
    return any(has_token(mark + word) for mark in _WORD_MARKS)


def room(limit: int | None, prompt: int) -> int | None:
    """How many tokens a prompt of that many leaves for the text. Raises ModelError if none are left."""
    if limit is None:
        return None
    if prompt >= limit:
        raise ModelError(f"the model's prompt has {prompt} tokens and its limit is {limit}: use another model")
    return limit - prompt


def embed_in_parts(
    texts: Sequence[str], limit: int | None, count: Callable[[str], int], embed: Callable[[Sequence[str]], Matrix]
) -> Matrix:
    """Embeds texts up to `limit` tokens whole, longer ones in parts averaged by number of tokens; rows of length 1.

    `count` says how many tokens a text has, `embed` turns texts within the limit into rows of length 1.
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


def split_to_limit(text: str, limit: int, count: Callable[[str], int]) -> list[str]:
    """The text in as many parts as bring each to at most `limit` tokens: halved at the white space nearest the middle.

    A word that alone is over the limit is cut in its middle. White space around parts is dropped.
    """
    if len(text) < 2 or count(text) <= limit:
        return [text]
    stripped = text.strip()
    middle = len(stripped) / 2
    gap = min(_SPACE.finditer(stripped), key=lambda g: abs((g.start() + g.end()) / 2 - middle), default=None)
    left, right = (gap.start(), gap.end()) if gap else (len(stripped) // 2, len(stripped) // 2)
    return [part for half in (stripped[:left], stripped[right:]) for part in split_to_limit(half, limit, count)]

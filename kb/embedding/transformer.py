"""sentence-transformers: what builds an index. torch is loaded when the first text comes, not
before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb.embedding.parts import embed_in_parts, has_word, room, tokens_in_parts
from kb.embedding.weights import (
    DEFAULT_MODEL,
    canonical_model,
    check_packaged,
    model_folder,
    model_name,
)
from kb.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from kb.protocols import Matrix, Progress

BATCH = 32  # texts embedded at once; on two cores larger batches were no faster


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, in float32 on the CPU. torch is loaded when the first text
    comes, not before.

    "all-MiniLM-L6-v2" is the packaged model; its files are compared with the published ones before
    they are used. Texts get the prompts that the model states for documents and queries.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """`model` is a name or a folder. It is not looked for yet."""
        self.model = canonical_model(model)
        self._one_at_a_time = threading.RLock()  # the tokenizer's settings change while it runs

    @cached_property
    def name(self) -> str:
        """For example "all-MiniLM-L6-v2@53aa51172d14". Raises ModelError if the model's files
        cannot be had.
        """
        return model_name(self.model)

    @property
    def dimension(self) -> int:
        found = self.transformer.get_embedding_dimension()
        if not found:
            raise ModelError(
                f"the model {self.model} does not say how long its vectors are: use another model"
            )
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
                    model_kwargs={
                        "dtype": torch.float32
                    },  # weights stored in half precision would else stay so
                ).eval()
            finally:
                if noisy:
                    logging.enable_progress_bar()  # type: ignore[no-untyped-call]
        except Exception as error:  # whatever a foreign folder makes three libraries raise
            reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
            raise ModelError(
                f"sentence-transformers cannot load the model in {folder} ({reason}): name another"
                " model"
            ) from error

    @property
    def limit(self) -> int | None:
        """How many tokens of text the model reads at once, special tokens not counted; None if it
        states no limit.
        """
        longest = self.transformer.max_seq_length
        if longest is None or longest > 1_000_000:  # tokenizers say 10**30 for "not stated"
            return None
        return int(longest) - int(self.transformer.tokenizer.num_special_tokens_to_add(False))

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts.

        `progress` is called with how many are done and how many there are; a long text counts once
        a part.
        """
        return self._encode(texts, self.transformer.encode_document, self.document_prompt, progress)

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        return self._encode(texts, self.transformer.encode_query, self.query_prompt, None)

    def encode_tokens(self, text: str) -> tuple[list[tuple[int, int]], Matrix]:
        """Where each token stands, and its vector: float32, (tokens, dimension), of length 1."""
        with self._one_at_a_time:
            return tokens_in_parts(text, self.limit, self._count, self._tokens)

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
        """What sentence-transformers will put before a text: the first of the names, else the
        model's default.
        """
        prompts = self.transformer.prompts
        default = self.transformer.default_prompt_name
        return next((prompts[name] for name in (*names, default) if name in prompts), "") or ""

    @cached_property
    def _vocabulary(self) -> dict[str, int]:
        return dict(self.transformer.tokenizer.get_vocab())

    def _count(self, text: str) -> int:
        tokens: Any = self.transformer.tokenizer(
            text, add_special_tokens=False, truncation=False, verbose=False
        )
        return len(tokens["input_ids"])

    def _tokens(self, text: str) -> tuple[list[tuple[int, int]], Matrix]:
        import torch

        places: Any = self.transformer.tokenizer(text, return_offsets_mapping=True)
        with torch.no_grad():
            found = self.transformer(self.transformer.preprocess([text]))["token_embeddings"][0]
            vectors = torch.nn.functional.normalize(found, dim=1)
        return places["offset_mapping"], vectors.numpy()

    def _encode(
        self,
        texts: Sequence[str],
        encode: Callable[..., Matrix],
        prompt: str,
        progress: Progress | None,
    ) -> Matrix:
        import numpy as np

        def embed(parts: Sequence[str]) -> Matrix:
            vectors = np.empty((len(parts), self.dimension), dtype=np.float32)
            by_length = sorted(
                range(len(parts)), key=lambda i: len(parts[i])
            )  # so that little is padded
            for start in range(0, len(parts), BATCH):
                places = by_length[start : start + BATCH]
                batch = [parts[i] for i in places]
                vectors[places] = encode(
                    batch, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
                )
                if progress:
                    progress(start + len(places), len(parts))
            return vectors

        with self._one_at_a_time:
            return embed_in_parts(
                texts, room(self.limit, self._count(prompt) if prompt else 0), self._count, embed
            )

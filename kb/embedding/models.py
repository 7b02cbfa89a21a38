"""From a model's name to its embedder: the one that builds an index, and the fast, compiled one
that answers.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from kb.embedding.compiled import CompiledEncoder, encoder_folder
from kb.embedding.hashing import HashEmbedder
from kb.embedding.transformer import SentenceTransformerEmbedder
from kb.embedding.vouching import EncoderRecord, check_owner
from kb.embedding.weights import DEFAULT_MODEL, split_name
from kb.errors import ModelError

if TYPE_CHECKING:
    from kb.protocols import Embedder

_HASH = re.compile(r"hash-([1-9]\d*)")


def document_embedder(model: str = DEFAULT_MODEL) -> Embedder:
    """The embedder that builds an index: sentence-transformers, or the `HashEmbedder` for
    "hash-256".

    Its `name` can be compared with a recorded one without importing torch.
    """
    hashed = _HASH.fullmatch(model)
    if hashed:
        return HashEmbedder(int(hashed[1]))
    return SentenceTransformerEmbedder(split_name(model)[0])


def open_embedder(
    model: str = DEFAULT_MODEL, cache: Path | None = None, vouched: EncoderRecord | None = None
) -> Embedder:
    """The embedder that answers questions, for a model named as recorded beside its vectors or as a
    person names it.

    The compiled encoder if there is one, which must be the one `vouched` for if that is given;
    where there is none, what `ensure_compiled` gives.

    Raises ModelError if the model cannot be had, is not the one that was recorded, or its encoder
    is damaged or another.
    """
    embedder = document_embedder(model)
    if isinstance(embedder, HashEmbedder):
        return embedder
    recorded = model if split_name(model)[1] else embedder.name
    folder = encoder_folder(recorded, cache)
    if folder.is_dir():
        return CompiledEncoder(folder, vouched)
    if embedder.name != recorded:
        raise ModelError(
            f"the index was built with {recorded}, and the model here is {embedder.name}: run kb"
            " build"
        )
    return ensure_compiled(embedder, cache, vouched)


def ensure_compiled(
    embedder: Embedder, cache: Path | None = None, vouched: EncoderRecord | None = None
) -> Embedder:
    """The compiled encoder with the same vectors. One that is not the one `vouched` for is compared
    with the model first, and made anew if it differs, is damaged or is missing: only then is torch
    imported.

    The embedder itself if there is nothing to compile, or if it cannot be compiled: a
    RuntimeWarning says so then. Raises ModelError if the model's files cannot be had, or somebody
    else could have written to the cache.
    """
    if not isinstance(embedder, SentenceTransformerEmbedder):
        return embedder
    folder = encoder_folder(embedder.name, cache)
    check_owner(folder)
    if vouched is not None:
        try:
            compiled = CompiledEncoder(folder, vouched)
            compiled.check_weights()
            return compiled
        except ModelError:  # missing, damaged, or compiled again
            pass
    # a model that cannot be loaded is an error, and no reason to fall back
    embedder.transformer  # noqa: B018
    return _compiled_anew(embedder, cache)


def _compiled_anew(embedder: SentenceTransformerEmbedder, cache: Path | None) -> Embedder:
    from kb.embedding.compiling import check_encoder, compile_encoder

    try:
        compiled = CompiledEncoder(encoder_folder(embedder.name, cache))
        check_encoder(embedder, compiled)
        return compiled
    except ModelError:  # none yet, damaged, or not this model's
        pass
    try:
        return CompiledEncoder(compile_encoder(embedder, cache))
    except ModelError as error:
        warnings.warn(
            f"{error}; sentence-transformers embeds the questions instead, and takes some ten"
            " seconds to start",
            RuntimeWarning,
            stacklevel=3,
        )
        return embedder


def record_of(embedder: Embedder) -> EncoderRecord | None:
    """What an index vouches for that is answered with this embedder; None if it is not compiled."""
    return embedder.record if isinstance(embedder, CompiledEncoder) else None

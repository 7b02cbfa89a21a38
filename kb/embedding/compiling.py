"""A sentence-transformers model compiled into the folder that `kb.embedding.compiled` reads, and
compared with itself before it is used.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.embedding.compiled import (
    FORMAT,
    GRAPH,
    SETTINGS,
    TOKENIZER,
    TOKENS,
    VECTORS,
    WEIGHTS,
    CompiledEncoder,
    encoder_folder,
    import_onnxruntime,
)
from kb.embedding.transformer import SentenceTransformerEmbedder
from kb.embedding.weights import file_digest
from kb.errors import ModelError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

SAME_VECTOR = 0.9999  # cosine; rounding alone leaves 0.999999
OPSET = 17  # the first with layer normalisation as one operation
# Short, long, over limits of 128 and 256 tokens, without words, and in other scripts
CHECKED_TEXTS = (
    "",
    "?",
    "Water",
    "What is the difference between a violin and a viola?",
    "They rise early — Crème brûlée, Brötchen, パン и хлеб 🥐 cost 3.50 € (about $4).",
    "The oven was lit before dawn, and the dough had rested overnight in a cool room. " * 4,
    "Flour, water, salt and yeast are weighed, mixed, kneaded, left to rise, shaped, and baked"
    " until brown. " * 12,
    "Unsalted butter, castor sugar and vanilla are creamed together for as long as it takes. " * 40,
)


def compile_encoder(embedder: SentenceTransformerEmbedder, cache: Path | None = None) -> Path:
    """Compiles the model and returns the encoder's folder. What was there is replaced in one step.

    Raises ModelError, and keeps nothing, if the model cannot be exported, the encoder's vectors of
    `CHECKED_TEXTS` are not the model's own (cosine below 0.9999), or the folder cannot be written.
    """
    folder = encoder_folder(embedder.name, cache)
    aside = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # mkdtemp would shut out other users of the cache: root's is for all
        aside = folder.with_name(f".compiling-{uuid.uuid4().hex}")
        aside.mkdir()
        _write(embedder, aside)
        check_encoder(embedder, CompiledEncoder(aside))
        _swap_in(embedder, aside, folder)
    except ModelError:
        raise
    except Exception as error:  # the exporter raises whatever the model's own code does
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise ModelError(
            f"the model {embedder.name} cannot be compiled into {folder} ({reason})"
        ) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
    return folder


def _write(embedder: SentenceTransformerEmbedder, folder: Path) -> None:
    transformer = embedder.transformer
    backend = getattr(transformer.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise ModelError(
            f"the model {embedder.name} cannot be compiled: its tokenizer is none of the tokenizers"
            " library"
        )
    (folder / TOKENIZER).write_text(_untouched(backend.to_str()), encoding="utf-8")
    exported = folder / "exported.onnx"
    inputs = _export(transformer, exported)
    _optimise(exported, folder)
    exported.unlink()
    settings = {
        "format": FORMAT,
        "name": embedder.name,
        "dimension": embedder.dimension,
        "limit": embedder.limit,
        "inputs": inputs,
        "prompts": {"document": embedder.document_prompt, "query": embedder.query_prompt},
        "files": {name: file_digest(folder / name) for name in (GRAPH, WEIGHTS, TOKENIZER)},
    }
    (folder / SETTINGS).write_text(
        json.dumps(settings, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )


def _untouched(tokenizer: str) -> str:
    """The tokenizer without the limits that were set for its last text: the same bytes whatever it
    was used for before.
    """
    from tokenizers import Tokenizer

    parsed = Tokenizer.from_str(tokenizer)
    parsed.no_truncation()
    parsed.no_padding()
    return str(parsed.to_str())


def _export(transformer: SentenceTransformer, file: Path) -> list[str]:
    """Writes the model, pooling and normalising as one graph, which gives the vectors of the texts
    and of their tokens; returns the names of its inputs.
    """
    import torch

    # two texts of different length, so that the padding mask is traced as well
    features: Mapping[str, Any] = transformer.preprocess([CHECKED_TEXTS[2], CHECKED_TEXTS[3]])
    names = [name for name, value in features.items() if torch.is_tensor(value)]

    class Normalised(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, *values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.transformer(dict(zip(names, values, strict=True)))
            normalize = torch.nn.functional.normalize
            return (
                normalize(found["sentence_embedding"], dim=1),
                normalize(found["token_embeddings"], dim=2),
            )

    axes = {name: {0: "texts", 1: "tokens"} for name in names}
    with warnings.catch_warnings(), torch.no_grad():
        # the exporter's remarks on the model's code; `check_encoder` looks at the result
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Normalised().eval(),
            tuple(features[name] for name in names),
            str(file),
            dynamo=False,
            opset_version=OPSET,
            input_names=names,
            output_names=[VECTORS, TOKENS],
            dynamic_axes={**axes, VECTORS: {0: "texts"}, TOKENS: {0: "texts", 1: "tokens"}},
        )
    return names


def _optimise(exported: Path, folder: Path) -> None:
    """Fuses operations, and puts the weights into a file of their own, which onnxruntime maps
    instead of reading.

    Together they bring loading from 0.25 to 0.09 s and the process from 189 to 134 MB (MiniLM).
    "Extended" is the highest level whose result does not depend on the processor.
    """
    ort = import_onnxruntime()
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(folder / GRAPH)
    options.log_severity_level = 3  # errors only
    options.add_session_config_entry(
        "session.optimized_model_external_initializers_file_name", WEIGHTS
    )
    options.add_session_config_entry(
        "session.optimized_model_external_initializers_min_size_in_bytes", "1024"
    )
    ort.InferenceSession(str(exported), options, providers=["CPUExecutionProvider"])


def check_encoder(embedder: SentenceTransformerEmbedder, compiled: CompiledEncoder) -> None:
    """Raises ModelError if the encoder's files are damaged, or its vectors of `CHECKED_TEXTS` are
    not the model's.
    """
    for expected, found in (
        (embedder.encode_document(CHECKED_TEXTS), compiled.encode_document(CHECKED_TEXTS)),
        (embedder.encode_query(CHECKED_TEXTS), compiled.encode_query(CHECKED_TEXTS)),
    ):
        worst = float((expected * found).sum(axis=1).min())
        if not worst >= SAME_VECTOR:  # written so that NaN fails too
            raise ModelError(
                f"the model {embedder.name} cannot be compiled: the encoder's vectors differ from"
                f" the model's (cosine {worst:.4f}, expected {SAME_VECTOR})"
            )


def _swap_in(embedder: SentenceTransformerEmbedder, aside: Path, folder: Path) -> None:
    try:
        os.rename(aside, folder)
        return
    except OSError:
        if not folder.is_dir():
            raise
    try:
        # another process was faster, and its encoder is as good
        check_encoder(embedder, CompiledEncoder(folder))
    except ModelError:
        damaged = folder.with_name(f".damaged-{uuid.uuid4().hex}")
        os.rename(folder, damaged)
        os.rename(aside, folder)
        shutil.rmtree(damaged, ignore_errors=True)

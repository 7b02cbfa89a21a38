"""The compiled encoder: a sentence-transformers model as an ONNX graph, the same vectors without
importing torch.

sentence-transformers takes ten seconds to import, onnxruntime a tenth of one. A model is compiled
once, when an index is built, into a folder of the user's cache that carries the model's name and
digest: `kb.embedding.compiling` makes it, `kb.embedding.models` finds it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.embedding.parts import embed_in_parts, has_word, room, tokens_in_parts
from kb.embedding.vouching import (
    EncoderRecord,
    begins,
    check_owner,
    check_record,
    digest_of,
)
from kb.embedding.weights import file_digest
from kb.errors import ModelError
from kb.protocols import Progress

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

    from kb.protocols import Matrix

FORMAT = 3  # of the folder; raised when an older kb could not read it
SETTINGS = "encoder.json"
GRAPH, WEIGHTS, TOKENIZER = "model.onnx", "model.bin", "tokenizer.json"
DESCRIBED = {GRAPH, WEIGHTS, TOKENIZER}  # by the settings, with their digests
VECTORS, TOKENS = "vectors", "tokens"  # what the graph gives: of the text, of each token
# at most; two instead of one: a question 5 -> 3 ms, 240 tokens 41 -> 24 ms (MiniLM); more is for
# larger models
THREADS = 4


def cache_folder() -> Path:
    """Where compiled encoders are kept: $KB_CACHE, else "kb" in the platform's folder for
    caches.
    """
    if chosen := os.environ.get("KB_CACHE"):
        return Path(chosen).expanduser()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
        return Path(local) / "kb" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "kb"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kb"


def encoder_folder(name: str, cache: Path | None = None) -> Path:
    """Where the encoder of the model with that recorded name lies, or would lie."""
    plain = re.sub(r"[^\w.@-]+", "--", name).lstrip("-")
    short = plain[-120:]  # a folder's name may have 255 bytes
    return (cache or cache_folder()) / "encoders" / f"{short}.v{FORMAT}"


class CompiledEncoder:
    """What `kb.embedding.compiling` wrote. Each text is run by itself: the same bytes in any
    company.

    One text a run costs a quarter of the throughput of batches (249 against 337 sentences a second
    on two cores).
    """

    def __init__(self, folder: Path, vouched: EncoderRecord | None = None) -> None:
        """`vouched` is the encoder that the folder must hold, None where any that is sound will do.

        Raises ModelError if the folder holds no encoder, another one, or a damaged one; if only the
        weights are damaged, which are still being read then, the first encoding raises it.
        """
        check_owner(folder)
        settings, record = _read_settings(folder)
        if vouched is not None:
            check_record(record, vouched, folder)
        self.record = record
        self._weights = folder / WEIGHTS
        self._are_checked = False
        self._start_on_weights()
        # What onnxruntime and tokenizers interpret is checked before they see it. The weights are
        # numbers: they are checked while a question is read, and before its vector is given out.
        for file in (GRAPH, TOKENIZER):
            _check(folder / file, record, file_digest)
        try:
            self._limit: int | None = settings["limit"]
            self._inputs: list[str] = settings["inputs"]
            self._prompts: dict[str, str] = settings["prompts"]
            self._tokenizer = _open_tokenizer(folder / TOKENIZER)
            self._session = _open_session(folder / GRAPH)
        except Exception as error:  # the two libraries raise errors of their own
            self.check_weights()
            raise _damaged(folder, f"it cannot be opened ({type(error).__name__})") from error

    def _start_on_weights(self) -> None:
        with suppress(OSError):  # `check_weights` tells of it
            digest_of(self._weights)

    def check_weights(self) -> None:
        """Returns once the weights are known to be those of the record. Raises ModelError if they
        are not.
        """
        if not self._are_checked:
            _check(self._weights, self.record, lambda file: digest_of(file).result())
            self._are_checked = True

    @property
    def name(self) -> str:
        """The model's name and digest, as `SentenceTransformerEmbedder` has it: the vectors are the
        same.
        """
        return self.record.name

    @property
    def dimension(self) -> int:
        return self.record.dimension

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts; `progress` gets (parts done,
        parts in all).
        """
        return self._encode(texts, self._prompts["document"], progress)

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        """float32, (len(texts), dimension), in the order of the texts."""
        return self._encode(texts, self._prompts["query"], None)

    def encode_tokens(self, text: str) -> tuple[list[tuple[int, int]], Matrix]:
        """Where each token stands, and its vector: float32, (tokens, dimension), of length 1."""
        return tokens_in_parts(text, room(self._limit, 0), self._count, self._tokens)

    def knows(self, word: str) -> bool:
        """Whether the model's tokenizer has the word whole."""
        return has_word(lambda token: self._tokenizer.token_to_id(token) is not None, word)

    def _count(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> Matrix:
        import numpy as np

        def embed(parts: Sequence[str]) -> Matrix:
            vectors = np.empty((len(parts), self.dimension), dtype=np.float32)
            for row, part in enumerate(parts):
                vectors[row] = self._run(prompt + part)
                if progress:
                    progress(row + 1, len(parts))
            return vectors

        left = room(self._limit, self._count(prompt) if prompt else 0)
        vectors = embed_in_parts(texts, left, self._count, embed)
        self.check_weights()
        return vectors

    def _run(self, text: str) -> Matrix:
        vector: Matrix = self._session.run([VECTORS], self._feed(self._tokenizer.encode(text)))[0][
            0
        ]
        return vector

    def _tokens(self, text: str) -> tuple[list[tuple[int, int]], Matrix]:
        encoded = self._tokenizer.encode(text)
        vectors: Matrix = self._session.run([TOKENS], self._feed(encoded))[0][0]
        self.check_weights()
        return encoded.offsets, vectors

    def _feed(self, encoded: Encoding) -> dict[str, Any]:
        """What the graph takes in."""
        import numpy as np

        known = {
            "input_ids": encoded.ids,
            "attention_mask": encoded.attention_mask,
            "token_type_ids": encoded.type_ids,
        }
        return {name: np.array([known[name]], dtype=np.int64) for name in self._inputs}


def _read_settings(folder: Path) -> tuple[dict[str, Any], EncoderRecord]:
    """The settings, and the record of the encoder that they describe."""
    file = folder / SETTINGS
    try:
        data = file.read_bytes()
        settings = json.loads(data)
        is_sound = settings["format"] == FORMAT and set(settings["files"]) == DESCRIBED
        files = {**settings["files"], SETTINGS: hashlib.sha256(data).hexdigest()}
        record = EncoderRecord(settings["name"], settings["dimension"], files)
    except FileNotFoundError:
        raise ModelError(
            f"there is no compiled encoder in {folder}: run kb build to compile it"
        ) from None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(file, "it cannot be read") from error
    if not is_sound:
        raise _damaged(file, f"it does not describe an encoder of format {FORMAT}")
    return settings, record


def _check(file: Path, record: EncoderRecord, digest: Callable[[Path], str]) -> None:
    """Raises ModelError if the whole of the file is not what the record says."""
    try:
        found = digest(file)
    except OSError as error:
        raise _damaged(file, error.strerror or "it cannot be read") from error
    expected = record.files[file.name]
    if found != expected:
        raise _damaged(file, f"its {begins(found, expected)}")


def _damaged(file: Path, reason: str) -> ModelError:
    return ModelError(
        f"the compiled encoder is damaged: {file} ({reason}): run kb build to compile it again"
    )


def _open_tokenizer(file: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def import_onnxruntime() -> Any:
    """onnxruntime with its telemetry off: imported as it is, 1.31 writes to the home folder and
    calls its maker.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    return onnxruntime


def _open_session(file: Path) -> onnxruntime.InferenceSession:
    ort = import_onnxruntime()
    options = ort.SessionOptions()
    options.graph_optimization_level = (
        ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    )  # the graph was optimised when it was compiled
    options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    # threads that wait do not spin: half a millisecond dearer on an idle processor, a third faster
    # on a busy one
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors only
    session: onnxruntime.InferenceSession = ort.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"]
    )
    return session

"""The compiled encoder: the vectors of sentence-transformers, without torch, and what happens when
it is missing or damaged.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kb.embedding import vouching
from kb.embedding.compiled import CompiledEncoder, cache_folder, encoder_folder
from kb.embedding.compiling import compile_encoder
from kb.embedding.hashing import HashEmbedder
from kb.embedding.models import document_embedder, ensure_compiled, open_embedder
from kb.embedding.transformer import SentenceTransformerEmbedder
from kb.embedding.vouching import EncoderRecord
from kb.embedding.weights import file_digest, packaged_folder
from kb.errors import ModelError

if TYPE_CHECKING:
    from kb.protocols import Matrix

ROOT = Path(__file__).parents[2]
MINILM = "all-MiniLM-L6-v2@53aa51172d14"
ODD_TEXTS = [
    "",
    " \n\t",
    "?!…",
    "🥐🥖",
    "パン",
    "\ud800 a lone surrogate",
    "x" * 5_000,
    "a\x00b",
    "word " * 20_000,
]
HEAVY = (
    "torch",
    "sentence_transformers",
    "transformers",
    "scipy",
    "pandas",
    "rich",
    "sklearn",
    "huggingface_hub",
)


def cosines(a: Matrix, b: Matrix) -> Matrix:
    found: Matrix = (
        (a.astype(np.float64) * b).sum(axis=1)
        / np.linalg.norm(a, axis=1)
        / np.linalg.norm(b, axis=1)
    )
    return found


# Where the cache lies


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "/home/ann/.cache/kb"),
        ("linux", {"XDG_CACHE_HOME": "/var/ann"}, "/var/ann/kb"),
        ("darwin", {}, "/home/ann/Library/Caches/kb"),
        ("win32", {"LOCALAPPDATA": "/home/ann/Local"}, "/home/ann/Local/kb/Cache"),
        ("win32", {}, "/home/ann/AppData/Local/kb/Cache"),
        ("darwin", {"KB_CACHE": "~/mine"}, "/home/ann/mine"),
    ],
)
def test_the_cache_is_the_platforms_unless_it_is_named(
    platform: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KB_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/ann", **environment}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == Path(expected)


def test_an_encoders_folder_carries_the_models_name_and_digest(tmp_path: Path) -> None:
    assert encoder_folder(MINILM, tmp_path) == tmp_path / "encoders" / f"{MINILM}.v3"
    assert (
        encoder_folder("/models/my own@0123456789ab", tmp_path).name
        == "models--my--own@0123456789ab.v3"
    )
    assert (
        encoder_folder("intfloat/e5@0123456789ab", tmp_path).name == "intfloat--e5@0123456789ab.v3"
    )
    assert len(encoder_folder(f"/{'ü' * 500}@0123456789ab", tmp_path).name.encode()) <= 255


def test_hash_names_open_the_hashing_embedder(tmp_path: Path) -> None:
    for embedder in (open_embedder("hash-64", tmp_path), document_embedder("hash-64")):
        assert isinstance(embedder, HashEmbedder)
        assert embedder.name == "hash-64"
        assert ensure_compiled(embedder) is embedder
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_an_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ModelError,
        match=rf"^there is no compiled encoder in {tmp_path}: run kb build to compile it$",
    ):
        CompiledEncoder(tmp_path)


# The packaged model, compiled


@pytest.fixture(scope="module")
def minilm() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.fixture(scope="module")
def cache(minilm: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with the packaged model's encoder."""
    cache = tmp_path_factory.mktemp("cache")
    compile_encoder(minilm, cache)
    return cache


@pytest.fixture(scope="module")
def compiled(cache: Path) -> CompiledEncoder:
    return CompiledEncoder(encoder_folder(MINILM, cache))


@pytest.fixture
def own_cache(cache: Path, tmp_path: Path) -> Path:
    """A copy of the cache, to be damaged; times are kept."""
    return Path(shutil.copytree(cache, tmp_path / "cache", copy_function=shutil.copy2))


def sentences() -> list[str]:
    lines = [
        line.strip()
        for file in sorted((ROOT / "corpus").glob("*.txt"))
        for line in file.read_text("utf-8").split("\n")
    ]
    return [sentence for line in lines for sentence in line.split(". ") if sentence]


@pytest.mark.slow
def test_every_sentence_has_the_vector_of_sentence_transformers(compiled: CompiledEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    texts = sentences()
    assert len(texts) > 100
    model = SentenceTransformer(str(packaged_folder()), device="cpu").float()
    plain = np.asarray(model.encode(texts, convert_to_numpy=True))
    assert cosines(compiled.encode_document(texts), plain).min() >= 0.9999
    assert cosines(compiled.encode_query(texts), plain).min() >= 0.9999


@pytest.mark.slow
@pytest.mark.parametrize("size", [130, 240, 260, 1_000])
def test_long_texts_have_the_vectors_of_sentence_transformers(
    compiled: CompiledEncoder, minilm: SentenceTransformerEmbedder, size: int
) -> None:
    words = " ".join(sentences()).split()
    texts = [" ".join(words[:size]), "bread " * size, "pneumonoultramicroscopic" * (size // 10)]
    assert cosines(compiled.encode_document(texts), minilm.encode_document(texts)).min() >= 0.9999


@pytest.mark.slow
def test_odd_texts_have_the_vectors_of_sentence_transformers(
    compiled: CompiledEncoder, minilm: SentenceTransformerEmbedder
) -> None:
    ours, theirs = compiled.encode_document(ODD_TEXTS), minilm.encode_document(ODD_TEXTS)
    for vectors in (ours, theirs):
        assert vectors.shape == (len(ODD_TEXTS), 384)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    assert cosines(ours, theirs).min() >= 0.9999
    assert compiled.encode_query([]).shape == (0, 384)


@pytest.mark.slow
def test_a_text_has_the_same_bytes_in_any_company(compiled: CompiledEncoder) -> None:
    texts = sentences()[:40]
    together = compiled.encode_document(texts)
    for i, text in enumerate(texts):
        assert compiled.encode_query([text])[0].tobytes() == together[i].tobytes()


@pytest.mark.slow
def test_the_encoder_passes_for_its_model(
    compiled: CompiledEncoder, minilm: SentenceTransformerEmbedder
) -> None:
    assert (compiled.name, compiled.dimension) == (minilm.name, minilm.dimension)
    for word in ("bread", "confectionre", "##ing"):
        assert compiled.knows(word) == minilm.knows(word)
    seen: list[tuple[int, int]] = []
    compiled.encode_document(["bread", "jam"], lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.slow
def test_answering_imports_nothing_heavy_and_writes_nothing(cache: Path, tmp_path: Path) -> None:
    program = (
        "import sys\nfrom kb.embedding.models import document_embedder, ensure_compiled,"
        " open_embedder\ncompiled = open_embedder(sys.argv[1])\n"
        "assert compiled.encode_query(['Who bakes?', 'bread ' * 400]).shape == (2, 384)\n"
        "again = ensure_compiled(document_embedder(), vouched=compiled.record)\n"
        f"assert again.name == sys.argv[1]\nprint(sorted({set(HEAVY)!r} & set(sys.modules)))"
    )
    environment = {
        **os.environ,
        "KB_CACHE": str(cache),
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    before = {file: file.stat().st_mtime_ns for file in cache.rglob("*")}
    done = subprocess.run(
        [sys.executable, "-c", program, MINILM],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")
    assert list(tmp_path.iterdir()) == []
    assert {file: file.stat().st_mtime_ns for file in cache.rglob("*")} == before


# Damage


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.onnx", "model.bin", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["missing", "cut short", "altered"])
def test_a_damaged_file_is_named_and_the_next_build_mends_it(
    name: str, damage: str, own_cache: Path
) -> None:
    file = encoder_folder(MINILM, own_cache) / name
    data = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(data[:-100] if damage == "cut short" else data[:200] + b"?" + data[201:])
    expected = (
        rf"^the compiled encoder is damaged: {file} \(.+\): run kb build to compile it again$"
    )
    with pytest.raises(ModelError, match=expected):
        open_embedder(MINILM, own_cache).encode_query(["bread"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        "",
        "{}",
        "[]",
        '{"format": 99, "files": {}}',
        '{"format": 2, "files": {"model.onnx": {}}}',
        "\xff",
    ],
)
def test_damaged_settings_are_refused(settings: str, own_cache: Path) -> None:
    (encoder_folder(MINILM, own_cache) / "encoder.json").write_text(settings, encoding="latin-1")
    with pytest.raises(
        ModelError, match=r"^the compiled encoder is damaged: .*encoder\.json \(.*\): run kb build"
    ):
        open_embedder(MINILM, own_cache)


@pytest.mark.slow
def test_settings_without_what_is_needed_are_refused(own_cache: Path) -> None:
    file = encoder_folder(MINILM, own_cache) / "encoder.json"
    settings = json.loads(file.read_bytes())
    del settings["prompts"]
    file.write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(
        ModelError,
        match=r"^the compiled encoder is damaged: .* \(it cannot be opened \(KeyError\)\)",
    ):
        open_embedder(MINILM, own_cache)


@pytest.mark.slow
def test_a_file_that_was_only_touched_is_not_damaged(own_cache: Path) -> None:
    os.utime(encoder_folder(MINILM, own_cache) / "model.bin")
    assert open_embedder(MINILM, own_cache).name == MINILM


@pytest.mark.slow
def test_building_mends_a_damaged_encoder(
    own_cache: Path, minilm: SentenceTransformerEmbedder
) -> None:
    (encoder_folder(MINILM, own_cache) / "model.bin").unlink()
    mended = ensure_compiled(minilm, own_cache)
    assert isinstance(mended, CompiledEncoder)
    assert isinstance(open_embedder(MINILM, own_cache), CompiledEncoder)
    assert [folder.name for folder in (own_cache / "encoders").iterdir()] == [f"{MINILM}.v3"]


@pytest.mark.slow
def test_two_that_compile_at_once_both_have_an_encoder(
    cache: Path, minilm: SentenceTransformerEmbedder
) -> None:
    assert compile_encoder(minilm, cache) == encoder_folder(
        MINILM, cache
    )  # the other one was there first
    assert [folder.name for folder in (cache / "encoders").iterdir()] == [f"{MINILM}.v3"]


# What an index vouches for


def alter(file: Path) -> None:
    """Another byte in the middle, under the size and the date of before."""
    before = file.stat()
    with file.open("r+b") as opened:
        opened.seek(before.st_size // 2)
        byte = opened.read(1)
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([byte[0] ^ 1]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["model.onnx", "model.bin", "tokenizer.json"])
def test_no_vector_comes_from_a_file_that_was_altered_under_its_size_and_date(
    name: str, own_cache: Path
) -> None:
    file = encoder_folder(MINILM, own_cache) / name
    vouched = CompiledEncoder(file.parent).record
    alter(file)
    expected = (
        rf"^the compiled encoder is damaged: {file} \(its sha256 begins [0-9a-f]{{12}}, expected"
        rf" {vouched.files[name][:12]}\): run kb build to compile it again$"
    )
    with pytest.raises(ModelError, match=expected):
        open_embedder(MINILM, own_cache, vouched).encode_query(["bread"])


@pytest.mark.slow
def test_an_altered_weight_is_told_where_both_files_were_altered_alike(own_cache: Path) -> None:
    """Whoever alters a file can alter the digest beside it, but not the index's."""
    folder = encoder_folder(MINILM, own_cache)
    vouched = CompiledEncoder(folder).record
    alter(folder / "model.bin")
    settings = json.loads((folder / "encoder.json").read_bytes())
    settings["files"]["model.bin"] = file_digest(folder / "model.bin")
    (folder / "encoder.json").write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(
        ModelError,
        match=r"^the compiled encoder is not the one that the index vouches for: .*encoder\.json"
        r" \(its sha256 begins \w+, expected \w+\): run kb build to compare it with its model$",
    ):
        open_embedder(MINILM, own_cache, vouched)


@pytest.mark.slow
def test_the_weights_are_read_once_in_a_process(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = vouching._digest

    def reading(file: Path) -> str:
        read.append(file)
        return real(file)

    monkeypatch.setattr(vouching, "_digest", reading)
    for _ in range(3):
        CompiledEncoder(encoder_folder(MINILM, own_cache)).encode_query(["bread"])
    assert read == [encoder_folder(MINILM, own_cache) / "model.bin"]


def test_a_file_that_is_written_again_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    for data in (b"", b"one", b"two", b"x" * (vouching.BLOCK + 1)):
        file.write_bytes(data)
        assert vouching.digest_of(file).result() == hashlib.sha256(data).hexdigest()
        time.sleep(0.02)  # the clock of a file system may tick each 10 ms only
    alter(file)
    assert vouching.digest_of(file).result() == file_digest(file)


@pytest.mark.slow
def test_compiling_again_gives_the_same_bytes(
    cache: Path, minilm: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    """Two corpora share one encoder: what one vouches for must not hang on when it was compiled."""
    again = CompiledEncoder(compile_encoder(minilm, tmp_path))
    assert again.record == CompiledEncoder(encoder_folder(MINILM, cache)).record


RECORD = EncoderRecord("m@1", 8, {"model.bin": "a" * 64, "encoder.json": "b" * 64})


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (
            dataclasses.replace(RECORD, files={**RECORD.files, "model.bin": "c" * 64}),
            f"{os.sep}model.bin (its sha256 begins cccccccccccc, expected aaaaaaaaaaaa)",
        ),
        (
            dataclasses.replace(RECORD, name="n@2"),
            " (it is n@2 with 8 dimensions, expected m@1 with 8)",
        ),
        (
            dataclasses.replace(RECORD, dimension=9),
            " (it is m@1 with 9 dimensions, expected m@1 with 8)",
        ),
    ],
)
def test_another_encoder_than_the_one_vouched_for_is_told(
    found: EncoderRecord, reason: str, tmp_path: Path
) -> None:
    vouching.check_record(RECORD, RECORD, tmp_path)
    with pytest.raises(ModelError) as error:
        vouching.check_record(found, RECORD, tmp_path)
    assert (
        str(error.value)
        == f"the compiled encoder is not the one that the index vouches for: {tmp_path}{reason}:"
        " run kb build to compare it with its model"
    )


# Whose the cache is


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX only")
@pytest.mark.parametrize("place", [".", "encoders", f"encoders/{MINILM}.v3"])
def test_a_cache_that_every_user_may_write_to_is_refused(place: str, tmp_path: Path) -> None:
    folder = encoder_folder(MINILM, tmp_path)
    folder.mkdir(parents=True)
    vouching.check_owner(folder)
    (tmp_path / place).chmod(0o777)
    expected = (
        rf"^compiled encoders are not read from {tmp_path / place}, which may be written to by"
        r" every user: set KB_CACHE to a folder that only you may write to, then run kb build$"
    )
    with pytest.raises(ModelError, match=expected):
        open_embedder(MINILM, tmp_path)
    with pytest.raises(ModelError, match=expected):
        ensure_compiled(document_embedder(), tmp_path)
    (tmp_path / place).chmod(0o1777)  # as /tmp: others cannot replace what is not theirs
    vouching.check_owner(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX only")
def test_a_cache_of_another_user_is_refused_and_roots_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = encoder_folder(MINILM, tmp_path)
    folder.mkdir(parents=True)
    stat = Path.stat
    for owner, is_refused in ((os.geteuid(), False), (0, False), (os.geteuid() + 7, True)):

        def owned(self: Path, uid: int = owner) -> SimpleNamespace:
            return SimpleNamespace(st_uid=uid, st_mode=stat(self).st_mode)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "stat", owned)
            patch.setattr(Path, "is_dir", lambda self: True)
            expected = rf"^compiled encoders are not read from {folder}, which belongs to user"
            refused = pytest.raises(ModelError, match=rf"{expected} {owner}: set KB_CACHE to")
            with refused if is_refused else nullcontext():
                vouching.check_owner(folder)


# Other models, made here: small, with random weights, prompts, no normalising, and half precision


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    folder = tmp_path_factory.mktemp("models")
    torch.manual_seed(7)
    config = BertConfig(
        initializer_range=0.5,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
    )
    BertModel(config).half().save_pretrained(folder / "bert")  # type: ignore[no-untyped-call]
    AutoTokenizer.from_pretrained(packaged_folder()).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=64)
    prompts = {"query": "to be found: ", "document": "a passage of an article: "}
    SentenceTransformer(
        modules=[transformer, Pooling(32, "cls")], prompts=prompts, device="cpu"
    ).save_pretrained(str(folder / "small"))
    return folder / "small"


@pytest.mark.slow
def test_any_model_is_compiled_with_its_prompts(small_model: Path, tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(small_model))
    assert (embedder.limit, embedder.document_prompt, embedder.query_prompt) == (
        62,
        "a passage of an article: ",
        "to be found: ",
    )
    compiled = ensure_compiled(embedder, tmp_path)
    assert isinstance(compiled, CompiledEncoder)
    texts = [
        "bread",
        "",
        "the oven is hot " * 15,
        "the oven is hot " * 100,
    ]  # 60 tokens: too many with a prompt
    for ours, theirs in (
        (compiled.encode_document(texts), embedder.encode_document(texts)),
        (compiled.encode_query(texts), embedder.encode_query(texts)),
    ):
        assert cosines(ours, theirs).min() >= 0.9999
        np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, rtol=1e-5)
    assert (
        cosines(embedder.encode_query(["bread"]), embedder.encode_document(["bread"]))[0] < 0.9999
    )
    opened = open_embedder(embedder.name, tmp_path)
    assert isinstance(opened, CompiledEncoder)
    assert opened.name == embedder.name


@pytest.mark.slow
def test_a_model_that_is_not_the_recorded_one_is_refused(small_model: Path, tmp_path: Path) -> None:
    with pytest.raises(
        ModelError,
        match=r"^the index was built with .*small@000000000000, and the model here is .*small@",
    ):
        open_embedder(f"{small_model}@000000000000", tmp_path)


@pytest.mark.slow
def test_a_model_that_cannot_be_exported_answers_by_itself_and_says_so(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise RuntimeError("unsupported operator")

    monkeypatch.setattr("torch.onnx.export", broken)
    with pytest.warns(
        RuntimeWarning, match=r"RuntimeError: unsupported operator.*sentence-transformers embeds"
    ) as seen:
        embedder = open_embedder(str(small_model), tmp_path)
    assert len(seen) == 1
    assert isinstance(embedder, SentenceTransformerEmbedder)
    assert list((tmp_path / "encoders").iterdir()) == []


@pytest.mark.slow
def test_an_encoder_with_other_vectors_is_not_kept(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = SentenceTransformerEmbedder(str(small_model))
    monkeypatch.setattr(
        CompiledEncoder, "encode_query", lambda self, texts: -self.encode_document(texts)
    )
    with pytest.raises(
        ModelError,
        match=r"vectors differ from the model's \(cosine -\d\.\d{4}, expected 0\.9999\)$",
    ):
        compile_encoder(embedder, tmp_path)
    assert list((tmp_path / "encoders").iterdir()) == []


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_is_no_obstacle(small_model: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    with pytest.warns(RuntimeWarning, match="cannot be compiled into"):
        embedder = ensure_compiled(
            SentenceTransformerEmbedder(str(small_model)), tmp_path / "cache"
        )
    assert isinstance(embedder, SentenceTransformerEmbedder)


@pytest.mark.slow
def test_compiling_says_nothing(small_model: Path, tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\nfrom kb.embedding.models import document_embedder, ensure_compiled\n"
        "ensure_compiled(document_embedder(sys.argv[1]), pathlib.Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(small_model), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.slow
def test_compiling_leaves_warnings_as_they_were(small_model: Path, tmp_path: Path) -> None:
    before = list(warnings.filters)
    compile_encoder(SentenceTransformerEmbedder(str(small_model)), tmp_path)
    assert warnings.filters == before

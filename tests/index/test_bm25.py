"""Words, stems and BM25: the scores are those of bm25s, and answering does not import it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import IndexDamaged
from kb.index.bm25 import K1, METHOD, B, LexicalIndex
from kb.language import ENGLISH

STOP_WORDS, words = ENGLISH.stop_words, ENGLISH.words
stems, stems_in_order = ENGLISH.stems, ENGLISH.stems_in_order

TEXTS = [
    "Bakers bake bread. A baker's day begins early.",
    "Confectioners make cakes, and cakes only.",
    "",
    "the and of",
    "Bread, cake and pastry are licensed by the organisation.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The baker's bread", ["the", "baker", "bread"]),
        (
            "The baker’s oven and the bakers’ guild",
            ["the", "baker", "oven", "and", "the", "bakers", "guild"],
        ),
        ("don't", ["dont"]),
        (
            "state-of-the-art, degrees--bachelor",
            ["state", "of", "the", "art", "degrees", "bachelor"],
        ),
        ("Ph.D., PhD, M.S.W, e.g. 9 a.m.", ["phd", "phd", "msw", "eg", "9", "am"]),
        ("It ended.The next began.", ["it", "ended", "the", "next", "began"]),
        ("foo_bar 24/7", ["foo", "bar", "24", "7"]),
        ("Crème BRÛLÉE ﬁne x²", ["crème", "brûlée", "fine", "x2"]),
        ("?!… 🥐", []),
        ("", []),
    ],
)
def test_words_are_plain_and_in_order(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organise", "organize"),
        ("organisations", "organizations"),
        ("analysed", "analyzed"),
        ("behavioural", "behavioral"),
        ("neighbourhoods", "neighborhoods"),
        ("licence", "license"),
        ("defence", "defense"),
        ("practising", "practicing"),
        ("programmes", "programs"),
        ("counselling", "counseling"),
        ("counsellors", "counselors"),
        ("centres", "centers"),
        ("dialogue", "dialog"),
        ("judgement", "judgment"),
        ("enquiries", "inquiries"),
        ("paediatric", "pediatric"),
        ("ageing", "aging"),
        ("enrolment", "enrollment"),
    ],
)
def test_british_and_american_spellings_have_one_stem(british: str, american: str) -> None:
    assert stems(british) == stems(american) != []


@pytest.mark.parametrize(
    "word",
    ["four", "hours", "resource", "course", "size", "supervision", "wise", "journey", "more"],
)
def test_folding_leaves_other_words_alone(word: str) -> None:
    import Stemmer

    assert stems_in_order(word) == [Stemmer.Stemmer("english").stemWord(word)]


def test_supervise_keeps_the_stem_of_supervision() -> None:
    assert stems("supervise") == stems("supervision")


def test_stems_leave_stop_words_out_and_stems_in_order_keep_them() -> None:
    assert stems("the scope of practice") == ["scope", "practic"]
    assert stems_in_order("the scope of practice") == ["the", "scope", "of", "practic"]


def test_every_stop_word_is_a_word_as_words_gives_it() -> None:
    assert [word for word in sorted(STOP_WORDS) if words(word) != [word]] == []


def bm25s_scores(texts: list[str], query: list[str]) -> np.ndarray:
    model = bm25s.BM25(k1=K1, b=B, method=METHOD)
    model.index([stems(text) for text in texts], show_progress=False)
    return np.asarray(model.get_scores(query))


@pytest.mark.parametrize("query", ["bread", "bread and cakes", "cake cake licensed", "early birds"])
def test_scores_are_those_of_bm25s(query: str) -> None:
    scores = LexicalIndex.build(TEXTS).scores(query)
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, bm25s_scores(TEXTS, stems(query)), rtol=1e-6)


@given(
    texts=st.lists(
        st.lists(st.sampled_from(["oak", "elm", "ash", "fir", "the"]), max_size=6).map(" ".join),
        max_size=6,
    ),
    query=st.lists(st.sampled_from(["oak", "elm", "ash", "yew"]), min_size=1, max_size=4),
)
def test_scores_are_those_of_bm25s_for_any_texts(texts: list[str], query: list[str]) -> None:
    index = LexicalIndex.build(texts)
    if index.vocabulary & set(query):
        np.testing.assert_allclose(index.scores(query), bm25s_scores(texts, query), rtol=1e-6)
    else:
        np.testing.assert_array_equal(index.scores(query), np.zeros(len(texts)))


def test_a_score_is_the_formula_worked_by_hand() -> None:
    # "oak" is in 1 of 2 texts: idf = ln(1 + (2 - 1 + .5) / (1 + .5)); tf 2, length 3, mean length 2
    idf, tf = np.log(1 + 1.5 / 1.5), 2 / (2 + K1 * (1 - B + B * 3 / 2))
    np.testing.assert_allclose(
        LexicalIndex.build(["oak oak elm", "elm"]).scores("oak"), [idf * tf, 0], rtol=1e-6
    )


def test_a_question_of_unknown_words_scores_nothing() -> None:
    assert LexicalIndex.build(TEXTS).scores("quasars of the").tolist() == [0.0] * len(TEXTS)


def test_document_frequency_counts_texts_and_not_occurrences() -> None:
    index = LexicalIndex.build(TEXTS)
    assert [index.document_frequency(stem) for stem in ("cake", "bread", "quasar")] == [2, 2, 0]
    assert "licens" in index.vocabulary
    assert "the" not in index.vocabulary
    assert len(index) == len(TEXTS)


@pytest.mark.parametrize("texts", [TEXTS, [], ["the", "of and"], [""]])
def test_a_saved_index_gives_the_same_scores(texts: list[str], tmp_path: Path) -> None:
    built = LexicalIndex.build(texts)
    built.save(tmp_path / "words")
    loaded = LexicalIndex.load(tmp_path / "words")
    assert len(loaded) == len(texts)
    assert loaded.vocabulary == built.vocabulary
    for query in ("bread and cakes", "the", ""):
        np.testing.assert_array_equal(loaded.scores(query), built.scores(query))
    loaded.save(tmp_path / "again")
    for file in (tmp_path / "words").iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_the_arrays_are_the_files_that_bm25s_saves(tmp_path: Path) -> None:
    index = LexicalIndex.build(TEXTS)
    index.save(tmp_path / "ours")
    theirs = bm25s.BM25(k1=K1, b=B, method=METHOD)
    column_of = json.loads((tmp_path / "ours" / "vocab.index.json").read_text(encoding="utf-8"))
    columns = [[column_of[stem] for stem in stems(text)] for text in TEXTS]
    theirs.index((columns, column_of), create_empty_token=False, show_progress=False)
    theirs.save(tmp_path / "theirs", show_progress=False)
    for name in ("data.csc.index.npy", "indices.csc.index.npy", "indptr.csc.index.npy"):
        assert (tmp_path / "ours" / name).read_bytes() == (tmp_path / "theirs" / name).read_bytes()


FILES = [
    "data.csc.index.npy",
    "indices.csc.index.npy",
    "indptr.csc.index.npy",
    "params.index.json",
    "vocab.index.json",
]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut short", "another's"])
def test_a_damaged_index_is_refused(name: str, damage: str, tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path / "words")
    LexicalIndex.build(["one text of its own"]).save(tmp_path / "other")
    file = tmp_path / "words" / name
    if damage == "missing":
        file.unlink()
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "cut short":
        file.write_bytes(file.read_bytes()[:-3])
    else:
        file.write_bytes((tmp_path / "other" / name).read_bytes())
    with pytest.raises(
        IndexDamaged, match=r"the word index in .* is missing, cut short or altered: run kb build"
    ):
        LexicalIndex.load(tmp_path / "words")


def test_answering_imports_neither_bm25s_nor_scipy(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    program = (
        "import sys, pathlib, kb.index.bm25\n"
        "index = kb.index.bm25.LexicalIndex.load(pathlib.Path(sys.argv[1]))\n"
        "assert index.scores('bread').max() > 0\n"
        "print(sorted({'bm25s', 'scipy', 'numba', 'tqdm'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_the_index_is_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from kb.index.bm25 import LexicalIndex\n"
        "LexicalIndex.build(sys.argv[2:]).save(pathlib.Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", program, str(tmp_path / seed), *TEXTS]
        subprocess.run(command, env={"PYTHONHASHSEED": seed}, check=True)
    for name in FILES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()

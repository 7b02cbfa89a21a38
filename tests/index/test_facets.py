"""What tells facets apart, and how strongly sentences speak of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.embedding.hashing import HashEmbedder
from kb.index.facets import learn, span_of, without
from kb.knowledge_base import KnowledgeBase, build

TEXTS = ["ovens and pans", "which pans", "years of training", "how long is the training"]


def base_of(folder: Path, article: str, facets: str) -> KnowledgeBase:
    (folder / "a.md").write_text(article, encoding="utf-8")
    (folder / "corpus.toml").write_text(
        '[[subjects]]\nname = "baker"\n[[subjects]]\nname = "cook"\n' + facets, encoding="utf-8"
    )
    return build(folder, model="hash-256")


def test_what_is_learnt_is_high_for_what_a_text_asks_and_low_for_all_else() -> None:
    vectors = HashEmbedder().encode_document(TEXTS)
    learnt = learn(vectors, [2, 2])
    assert learnt.shape == (vectors.shape[1], 2) and learnt.dtype == np.float32
    of_tools, of_training = (HashEmbedder().encode_query(["pans", "training"]) @ learnt).tolist()
    assert of_tools[0] > 0 > of_tools[1] and of_training[1] > 0 > of_training[0]


def test_without_facets_or_with_one_alone_nothing_is_learnt() -> None:
    vectors = HashEmbedder().encode_document(TEXTS)
    assert learn(vectors[:0], []).shape == (vectors.shape[1], 0)
    assert np.allclose(learn(vectors, [4]), 0)


def test_names_of_subjects_do_not_count_for_what_is_asked() -> None:
    names = HashEmbedder().encode_document(["baker", "cook"])
    vector = HashEmbedder().encode_query(["baker training"])[0]
    rest = without(vector, span_of(names))
    assert np.allclose(names @ rest, 0, atol=1e-6) and np.isclose(np.linalg.norm(rest), 1)
    assert np.allclose(without(vector, span_of(names[:0])), vector, atol=1e-6)


def test_a_label_counts_by_how_much_of_it_is_on_the_facet(tmp_path: Path) -> None:
    article = (
        "# Bakers\n\n- Number of shops: forty\n- Number of hands: two\n- Hours of rest: three\n"
    )
    base = base_of(tmp_path, article, '[[facets]]\nid = "shops"\ncues = ["number", "shops"]\n')
    affinity = dict(
        zip([s.label for s in base.index.sentences], base.index.affinity[:, 0], strict=True)
    )
    assert affinity["Number of shops"] > affinity["Number of hands"] > affinity["Hours of rest"]


@pytest.mark.parametrize("question", ["How many shops have bakers?", "baker: shops"])
def test_a_short_labelled_fact_comes_before_prose_on_the_matter(
    tmp_path: Path, question: str
) -> None:
    article = (
        "# Bakers\n\n- Shops: the number of shops of bakers is the number of doors over which"
        " bakers have a sign of the guild.\n- Shops: forty\n"
    )
    base = base_of(tmp_path, article, '[[facets]]\nid = "shops"\ncues = ["number", "shops"]\n')
    assert base.ask(question).citations[0].text == "Shops: forty"
    of_prose, of_fact = base.index.affinity[:, 0].tolist()
    assert of_fact > of_prose + 0.3


def test_what_says_what_a_subject_is_is_on_a_facet_of_definitions(tmp_path: Path) -> None:
    article = "# Trades\n\nA baker is a man of the night.\n\nA baker sleeps by day.\n"
    facets = '[[facets]]\nid = "what"\ncues = ["what is a", "definition", "meaning"]\n'
    base = base_of(tmp_path, article, facets)
    (cell,) = base.compare("baker").rows[0].cells
    assert [citation.text for citation in cell] == ["A baker is a man of the night."]


def test_a_row_of_a_table_on_a_third_thing_is_about_nobody_whatever_it_names(
    tmp_path: Path,
) -> None:
    article = (
        "# Bakers\n\n- Trade: What they do: Pay\n- Millers: Millers grind corn for bakers: 40\n"
        "- Bakers: Bakers bake bread of corn: 50\n"
    )
    base = base_of(tmp_path, article, '[[facets]]\nid = "pay"\n')
    about = {s.text.split(":")[0]: s.subjects for s in base.index.sentences}
    assert about["Millers"] == () and about["Bakers"] == ("baker",)

"""What may contradict what, and how a row of a comparison stands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb import Document, KnowledgeBase, build
from kb.answering.disagreement import possible_disagreements
from kb.articles.passages import passages_of
from kb.articles.sentences import sentences_of
from kb.language import ENGLISH
from kb.results import Verdict
from kb.types import Block, Facet, Sentence, Subject

BAKER, LICENCE = Subject("baker", "baker"), Facet("licence", "licence")


def sentences(*texts: str, about: tuple[str, ...] = ("baker",)) -> list[Sentence]:
    """Each text a paragraph of its own."""
    text = "\n\n".join(texts)
    starts = [text.index(each) for each in texts]
    blocks = tuple(
        Block("paragraph", start, start + len(each))
        for start, each in zip(starts, texts, strict=True)
    )
    document = Document("a", text, blocks)
    found = [sentence for passage in passages_of(document) for sentence in sentences_of(passage)]
    return [Sentence(s.document, s.start, s.end, s.passage, s.label, about, "named") for s in found]


def pairs(*texts: str, alike: float = 1.0) -> list[set[str]]:
    found = sentences(*texts)
    vectors = np.array(
        [[alike**0.5, (1 - alike) ** 0.5 * (-1) ** i] for i in range(len(found))], dtype=np.float32
    )
    return [
        {s.text for s in d.spans}
        for d in possible_disagreements(found, vectors, BAKER, LICENCE, ENGLISH)
    ]


MUST, NEED_NOT = "Bakers must hold a licence.", "Not all bakers require a licence."
MAY, MAY_NOT = "Bakers may sell cakes.", "Bakers are not allowed to sell cakes."


@pytest.mark.parametrize(
    ("one", "other"),
    [(MUST, NEED_NOT), (NEED_NOT, MUST), (MAY, MAY_NOT), (MUST, "Bakers don't need one.")],
)
def test_required_and_not_required_may_disagree(one: str, other: str) -> None:
    assert pairs(one, other) == [{one, other}]


@pytest.mark.parametrize(
    ("one", "other"),
    [(MUST, MUST + " Always."), (MAY, MUST), (MAY_NOT, NEED_NOT), (MUST, "Bakers rise early.")],
)
def test_what_agrees_or_speaks_of_something_else_does_not(one: str, other: str) -> None:
    assert pairs(one, other) == []


def test_sentences_that_are_little_alike_do_not() -> None:
    assert pairs(MUST, NEED_NOT, alike=0.7) == []  # a cosine of .4
    assert pairs(MUST, NEED_NOT, alike=0.9) == [{MUST, NEED_NOT}]  # a cosine of .8


def test_one_rule_said_over_and_over_makes_one_pair() -> None:
    assert pairs(MUST, "A licence is required of bakers.", NEED_NOT) == [{MUST, NEED_NOT}]
    assert len(pairs(MUST, NEED_NOT, MAY, MAY_NOT)) == 2


def test_sentences_of_one_passage_qualify_each_other() -> None:
    assert pairs(f"{MUST} {NEED_NOT}") == []


ARTICLES = {
    "guild.txt": (
        "Bakers must hold a licence. Confectioners rise late.\n\n"
        "Bakers use ovens; confectioners use pans rather than ovens.\n"
    ),
    "post.txt": "Bakers do not require a licence.\n",
}
TOML = """
[[subjects]]
name = "baker"
[[subjects]]
name = "confectioner"
[[facets]]
id = "licence"
cues = ["licence"]
[[facets]]
id = "tools"
cues = ["ovens", "pans"]
[[facets]]
id = "pay"
cues = ["wage"]
"""
REVIEWED = """
[[disagreements]]
subject = "baker"
facet = "licence"
note = "Whether bakers need a licence."
quotes = [
    { source = "guild", text = "Bakers must hold a licence." },
    { source = "post", text = "Bakers do not require a licence." },
]
"""


def base_of(folder: Path, toml: str) -> KnowledgeBase:
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "corpus.toml").write_text(toml, encoding="utf-8")
    return build(folder, model="hash-256")


def test_each_row_has_a_verdict_with_its_rule(tmp_path: Path) -> None:
    comparison = base_of(tmp_path, TOML).compare()
    assert comparison.verdict("licence").kind == "one-sided"
    assert comparison.verdict("licence").rule == "a subject without a passage"
    assert comparison.verdict("pay").kind == "not covered"
    tools = comparison.verdict("tools")
    (contrast,) = comparison.cell("baker", "tools")
    assert tools == Verdict("different", "sets apart", contrast.number)


def test_a_reviewed_disagreement_is_shown_in_each_voice(tmp_path: Path) -> None:
    comparison = base_of(tmp_path, TOML + REVIEWED).compare(facet="licence")
    (disagreement,) = comparison.disagreements("licence")
    assert disagreement.is_reviewed
    assert [(s.document.id, s.text) for s in disagreement.spans] == [
        ("guild", "Bakers must hold a licence."),
        ("post", "Bakers do not require a licence."),
    ]
    markdown = comparison.to_markdown()
    assert "- guild: “Bakers must hold a licence.”" in markdown
    assert "- post: “Bakers do not require a licence.”" in markdown
    row = comparison.to_dict()["rows"][0]
    assert [quote["voice"] for quote in row["disagreements"][0]["quotes"]] == ["guild", "post"]


@pytest.mark.slow
def test_on_the_two_articles_the_rule_finds_nothing_that_a_person_has_not_reviewed(
    articles: KnowledgeBase,
) -> None:
    found = articles.compare().disagreements()
    assert [d for d in found if not d.is_reviewed] == []
    assert {(d.subject, d.facet) for d in found} >= {
        ("case_manager", "education"),
        ("social_worker", "licensure"),
        ("case_manager", "counseling"),
    }

"""What may contradict what, and how a row of a comparison stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import KnowledgeBase, build
from kb.results import Verdict

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


def test_it_is_shown_above_the_quotes_where_one_subject_is_asked_about_too(tmp_path: Path) -> None:
    answer = base_of(tmp_path, TOML + REVIEWED).ask("Do bakers need a licence?")
    assert answer.comparison is None
    (known,) = answer.disagreements
    assert known.note == "Whether bakers need a licence."
    assert answer.to_dict()["disagreements"][0]["note"] == known.note
    for shown in (answer.to_text(), answer.to_markdown()):
        voices = shown.index("Whether bakers need a licence.")
        assert "guild: “Bakers must hold a licence.”" in shown[voices:]
        assert "post: “Bakers do not require a licence.”" in shown[voices:]
        assert voices < shown.index("1", voices)


def test_of_what_was_not_asked_none_is_shown(tmp_path: Path) -> None:
    base = base_of(tmp_path, TOML + REVIEWED)
    assert base.ask("Which ovens do bakers use?").disagreements == ()
    assert base.ask("Which wage do bakers get?").disagreements == ()

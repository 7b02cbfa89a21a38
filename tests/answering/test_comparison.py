"""Subjects side by side: evidence a cell, gaps where there is none, contrasts in both columns."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kb.errors import CorpusError, MissingExtra
from kb.knowledge_base import KnowledgeBase, build
from kb.results import Comparison, Verdict

CONTRAST = "Unlike bakers, confectioners need no licence to sell sweets."


def texts(comparison: Comparison, subject: str, facet: str) -> list[str]:
    return [citation.text for citation in comparison.cell(subject, facet)]


def test_all_subjects_and_facets_are_compared_unless_some_are_named(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare()
    assert [subject.id for subject in comparison.subjects] == ["baker", "confectioner"]
    assert [facet.id for facet in comparison.facets] == ["training", "licences", "tools"]
    some = bakers.compare("pastry cook", "Baker", facet=["tools", "Training"])
    assert [subject.id for subject in some.subjects] == ["confectioner", "baker"]
    assert [facet.id for facet in some.facets] == ["tools", "training"]


def test_each_cell_holds_evidence_on_its_subject_and_facet(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare(facet="licences")
    assert "Bakers must hold a guild licence to sell bread." in texts(
        comparison, "baker", "licences"
    )
    for subject in ("baker", "confectioner"):
        for citation in comparison.cell(subject, "licences"):
            assert subject in citation.evidence.sentence.subjects
            assert citation.evidence.facet and citation.evidence.facet.id == "licences"


def test_a_sentence_about_both_stands_in_both_cells_under_one_number(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare(facet="licences")
    left = [c for c in comparison.cell("baker", "licences") if c.text == CONTRAST]
    right = [c for c in comparison.cell("confectioner", "licences") if c.text == CONTRAST]
    assert len(left) == 1 and left == right
    assert left[0].subject == "both"


def test_quotes_are_numbered_from_one_in_the_order_of_the_table(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare()
    numbers: list[int] = []
    for facet in comparison.facets:
        for subject in comparison.subjects:
            numbers += [
                c.number for c in comparison.cell(subject.id, facet.id) if c.number not in numbers
            ]
    assert numbers == list(range(1, len(numbers) + 1))


def test_at_most_k_quotes_stand_in_a_cell_best_first(bakers: KnowledgeBase) -> None:
    more, fewer = bakers.compare(k=10), bakers.compare(k=1)
    for facet in more.facets:
        for subject in more.subjects:
            cell = more.cell(subject.id, facet.id)
            first, *deciding = [c.text for c in fewer.cell(subject.id, facet.id)]
            assert first == cell[0].text and len(deciding) <= 1
            unlabelled = [c for c in cell if not c.evidence.sentence.label and c.subject != "both"]
            scores = [c.evidence.why.score for c in unlabelled if c.evidence.why]
            assert scores == sorted(scores, reverse=True)


def test_k_below_one_is_refused(bakers: KnowledgeBase) -> None:
    with pytest.raises(
        ValueError, match=r"^k is how many to return at most: expected 1 or more, got 0$"
    ):
        bakers.compare(k=0)


@pytest.fixture
def lopsided(tmp_path: Path) -> KnowledgeBase:
    """Nothing is said of the cook's hours."""
    (tmp_path / "a.txt").write_text(
        "Bakers work ten hours a day.\n\nCooks sell cake.\n", encoding="utf-8"
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "baker"\n[[subjects]]\nname = "cook"\n[[facets]]\nid = "hours"\ncues'
        ' = ["hours"]\n',
        encoding="utf-8",
    )
    return build(tmp_path, model="hash-256")


def test_a_cell_without_evidence_is_a_gap_and_says_so(lopsided: KnowledgeBase) -> None:
    comparison = lopsided.compare()
    assert comparison.gaps() == (("cook", "hours"),)
    assert comparison.cell("cook", "hours") == ()
    assert comparison.to_dict()["gaps"] == [["cook", "hours"]]
    assert (
        "| **hours** | “Bakers work ten hours a day.” [1] | no passage about this here |"
        in comparison.to_markdown()
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"subjects": ["bakker"]},
            (
                'there is no subject "bakker" in this corpus (did you mean "baker"?); it has baker,'
                " confectioner"
            ),
        ),
        (
            {"subjects": [], "facet": "licence"},
            (
                'there is no facet "licence" in this corpus (did you mean "licences"?); it has'
                " training, licences, tools"
            ),
        ),
        (
            {"subjects": ["sailor"]},
            'there is no subject "sailor" in this corpus; it has baker, confectioner',
        ),
    ],
)
def test_an_unknown_name_is_told_with_the_known_ones(
    bakers: KnowledgeBase, arguments: dict[str, str | list[str]], message: str
) -> None:
    subjects = arguments["subjects"]
    with pytest.raises(CorpusError) as error:
        bakers.compare(*subjects, facet=arguments.get("facet", ()))
    assert str(error.value) == message


def test_the_markdown_table_has_a_column_a_subject_and_quotes_each_number_once_below(
    bakers: KnowledgeBase,
) -> None:
    markdown = bakers.compare(facet=["licences", "tools"]).to_markdown()
    head, rule, *rest = markdown.splitlines()
    assert (head, rule) == ("|  | Baker | Confectioner | Verdict |", "| --- | --- | --- | --- |")
    assert [line.split("|")[1].strip() for line in rest if line.startswith("|")] == [
        "**licences**",
        "**tools**",
    ]
    assert markdown.count(f"“{CONTRAST}” [") == 2
    assert markdown.count(f". “{CONTRAST}” — The Guild Post, “Licences” (guild ") == 1


def test_a_quote_with_markdown_in_it_stays_inside_its_cell(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Bakers | cooks: *tools* <b>of</b> [all] kinds.\n", encoding="utf-8"
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "baker"\n[[facets]]\nid = "tools"\ncues = ["tools"]\n',
        encoding="utf-8",
    )
    markdown = build(tmp_path, model="hash-256").compare().to_markdown()
    assert (
        "| **tools** | “Bakers \\| cooks: \\*tools\\* \\<b\\>of\\</b\\> \\[all\\] kinds.” [1] |"
        in markdown
    )


def test_the_frame_has_a_row_a_quote_of_each_cell(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare()
    frame = comparison.to_frame()
    assert list(frame.columns) == [
        "facet",
        "subject",
        "number",
        "source",
        "quote",
        "start",
        "end",
        "headings",
    ]
    assert len(frame) == sum(
        len(comparison.cell(s.id, f.id)) for f in comparison.facets for s in comparison.subjects
    )
    text_of = {document.id: document.text for document in bakers.corpus.documents}
    for row in frame.itertuples():
        assert text_of[str(row.source)][int(str(row.start)) : int(str(row.end))] == row.quote


def test_without_pandas_the_frame_says_what_to_install(
    bakers: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra) as error:
        bakers.compare().to_frame()
    assert str(error.value) == str(MissingExtra("pandas", "frame", "Comparison.to_frame()"))
    assert str(error.value).startswith(
        "Comparison.to_frame() needs pandas, which is not installed: "
    )


def test_without_subjects_or_facets_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bakers bake bread.\n", encoding="utf-8")
    comparison = build(tmp_path, model="hash-256").compare()
    assert (comparison.subjects, comparison.facets, comparison.gaps()) == ((), (), ())
    assert comparison.to_dict() == {
        "schema": 4,
        "subjects": [],
        "outright": [],
        "rows": [],
        "gaps": [],
        "citations": [],
    }
    assert len(comparison.to_frame()) == 0


@pytest.mark.slow
def test_with_the_real_model_what_the_articles_say_of_both_is_in_both_cells(
    real_bakers: KnowledgeBase,
) -> None:
    comparison = real_bakers.compare(facet=["training", "licences"])
    assert comparison.gaps() == ()
    assert any("three years" in text for text in texts(comparison, "baker", "training"))
    assert any("written test" in text for text in texts(comparison, "confectioner", "training"))


@pytest.mark.parametrize(
    ("tugs", "ferries", "kind", "rule"),
    [
        (
            "The crew is 12 people on average.",
            "The crew is 40 people on average.",
            "both covered",
            "each by itself",
        ),
        (
            "The crew is 12 people on average.",
            "The crew is 12 people on average in 2024.",
            "both covered",
            "each by itself",
        ),
        (
            "To know how a tug differs from a ferry helps you to choose a crew.",
            "A ferry has a crew of two on board.",
            "both covered",
            "each by itself",
        ),
        (
            "A tug has a larger crew than a ferry.",
            "A ferry has a crew of two on board.",
            "different",
            "sets apart",
        ),
        (
            "Both a tug and a ferry have a crew of three.",
            "A ferry has a cook on board.",
            "same",
            "says of both",
        ),
        (
            "Tugs and ferries share different duties on board.",
            "A ferry has a crew of two.",
            "different",
            "sets apart",
        ),
        (
            "Both tugs and ferries need more than two hands on board.",
            "A ferry has a crew of two.",
            "same",
            "says of both",
        ),
        (
            "A tug takes a crew of three. A ferry, on the other hand, sails with one on board.",
            "A ferry has a crew of one.",
            "different",
            "sets apart",
        ),
    ],
)
def test_a_verdict_is_what_a_sentence_says_outright_and_never_guessed_from_likeness(
    tmp_path: Path, tugs: str, ferries: str, kind: str, rule: str
) -> None:
    (tmp_path / "a.md").write_text(
        f"# Boats\n\n## Tug\n\n{tugs}\n\n## Ferry\n\n{ferries}\n", encoding="utf-8"
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "ferry"\n[[facets]]\nid = "board"\ncues ='
        ' ["crew", "board"]\n',
        encoding="utf-8",
    )
    comparison = build(tmp_path, model="hash-256").compare(k=1)
    verdict = comparison.verdict("board")
    assert (verdict.kind, verdict.rule) == (kind, rule)
    in_row = [c.number for cell in comparison.rows[0].cells for c in cell]
    assert (verdict.citation in in_row) == (kind != "both covered")


def test_a_short_fact_under_one_label_with_another_value_is_another_fact(tmp_path: Path) -> None:
    for name, crew in (("tug", "a captain and a cook"), ("ferry", "a captain and a mate")):
        (tmp_path / f"{name}.md").write_text(
            f"# {name.capitalize()}\n\n- Usual crew on board: {crew}\n", encoding="utf-8"
        )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "ferry"\n[[facets]]\nid = "board"\ncues ='
        ' ["crew"]\n',
        encoding="utf-8",
    )
    verdict = build(tmp_path, model="hash-256").compare().verdict("board")
    assert verdict == Verdict(
        "different", "another value under one label", 1, "Usual crew on board"
    )


@pytest.mark.parametrize("k", [1, 2, 100])
def test_a_verdict_hangs_neither_on_the_question_nor_on_how_many_quotes_are_shown(
    bakers: KnowledgeBase, k: int
) -> None:
    whole = bakers.compare()
    shown = bakers.compare(k=k)
    assert [shown.verdict(f.id).kind for f in whole.facets] == [
        whole.verdict(f.id).kind for f in whole.facets
    ]
    for facet in whole.facets:
        asked = bakers.ask(f"baker vs confectioner: {facet.name}").comparison
        assert asked and asked.verdict(facet.id).kind == whole.verdict(facet.id).kind


@pytest.mark.parametrize("k", [2, 3, 12])
def test_a_row_of_an_answer_is_one_sided_only_if_the_sources_are(
    bakers: KnowledgeBase, k: int
) -> None:
    whole = bakers.compare()
    answer = bakers.ask("Compare the training and the tools of bakers and confectioners.", k)
    assert answer.comparison and len(answer.citations) <= k
    for row in answer.comparison.rows if k > 2 else ():
        assert row.verdict.kind == whole.verdict(row.facet.id).kind
    numbers = [citation.number for citation in answer.in_reading_order]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {c.number for c in answer.comparison.citations} <= set(numbers)


def test_what_is_mainly_on_another_facet_is_only_loosely_related(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Bakers\n\nThe guild gives bakers a licence and a seal.\n\nA licence with the seal of the"
        " guild hangs in the shop of bakers.\n\n- Tools: bakers hang a licence of the guild beside"
        " them.\n",
        encoding="utf-8",
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "baker"\n[[facets]]\nid = "tools"\n'
        '[[facets]]\nid = "licence"\ncues = ["licence", "guild", "seal"]\n',
        encoding="utf-8",
    )
    row = build(tmp_path, model="hash-256").compare().row("licence")
    assert [len(cell) for cell in (*row.cells, *row.loose)] == [2, 1]
    assert row.loose[0][0].text.startswith("Tools: ")

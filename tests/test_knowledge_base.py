"""What the one object tells beside answers: examples, what a sentence is evidence on, citations,
and whether it is current.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import KnowledgeBase, Span, Verdict, build
from kb.answering.comparison import JUDGED

BAKERS = Path(__file__).parent / "corpora" / "bakers"


def copied(folder: Path) -> KnowledgeBase:
    """The bakers' articles in a folder of their own, which may be edited."""
    shutil.copytree(BAKERS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".index"))
    return build(folder, model="hash-256")


# Examples


def test_the_question_on_the_whole_comes_first_then_each_facets_first_that_is_answered(
    bakers: KnowledgeBase,
) -> None:
    assert bakers.examples() == (
        "Baker or confectioner: what is the difference?",
        "How is the trade learned?",
        "Is a licence needed?",
        "Which tools do they use?",
    )
    assert {bakers.ask(example).status for example in bakers.examples()} == {"answered"}
    assert bakers.examples(k=2) == bakers.examples()[:2]
    with pytest.raises(
        ValueError, match=r"^k is how many to return at most: expected 1 or more, got 0$"
    ):
        bakers.examples(k=0)


def test_an_example_that_is_not_answered_makes_way_for_the_next(tmp_path: Path) -> None:
    copied(tmp_path)
    toml = (tmp_path / "corpus.toml").read_text(encoding="utf-8")
    unanswered = '"Why is the wage of a sailor so low?"'
    toml = toml.replace('["Is a licence needed?"', f'[{unanswered}, "Is a licence needed?"')
    (tmp_path / "corpus.toml").write_text(
        toml.replace('["Which tools do they use?"]', f"[{unanswered}]"), encoding="utf-8"
    )
    base = build(tmp_path, model="hash-256")
    assert base.ask("Why is the wage of a sailor so low?").status == "not covered"
    assert base.examples()[1:] == (
        "How is the trade learned?",
        "Is a licence needed?",
        "baker vs confectioner: tools",
    )


def test_the_examples_of_corpus_toml_come_first_if_they_are_answered(tmp_path: Path) -> None:
    copied(tmp_path)
    toml = (tmp_path / "corpus.toml").read_text(encoding="utf-8")
    given = 'examples = ["What is the capital of France?", "Which tools do bakers use?"]'
    (tmp_path / "corpus.toml").write_text(f"{given}\n{toml}", encoding="utf-8")
    assert build(tmp_path, model="hash-256").examples() == (
        "Which tools do bakers use?",
        "How is the trade learned?",
        "Is a licence needed?",
        "Which tools do they use?",
    )


def test_an_open_topic_is_unanswered_until_one_of_its_questions_is_answered(
    bakers: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [topic.id for topic in bakers.unanswered()] == ["pay"]
    monkeypatch.setattr(bakers, "_is_answered", lambda question: question == "Who earns more?")
    assert bakers.unanswered() == ()


# Sentences and their facets


def test_a_sentence_is_evidence_on_what_it_is_found_for(bakers: KnowledgeBase) -> None:
    of = {
        sentence.text: [facet.id for facet in bakers.facets_of(sentence)]
        for sentence in bakers.index.sentences
    }
    assert of["They sit a practical exam before the guild."] == ["training"]
    assert of["Unlike bakers, confectioners need no licence to sell sweets."] == ["licences"]
    assert of["They knead the dough by hand."] == []
    for (_, facet), cell in bakers.compare(k=bakers.size).cells.items():
        assert {citation.text for citation in cell} <= {
            text for text, facets in of.items() if facet in facets
        }


def test_the_strongest_facet_of_a_sentence_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Boats\n\nA tug pulls ships, carries cargo and has an engine.\n\nA tug has an engine, a"
        " motor and cargo.\n",
        encoding="utf-8",
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[facets]]\nid = "engine"\ncues = ["engine",'
        ' "motor"]\n[[facets]]\nid = "cargo"\ncues = ["pulls", "carries", "cargo"]\n[[facets]]\nid'
        ' = "price"\ncues = ["price"]\n',
        encoding="utf-8",
    )
    base = build(tmp_path, model="hash-256")
    found = [[facet.id for facet in base.facets_of(sentence)] for sentence in base.index.sentences]
    assert found == [["cargo", "engine"], ["engine", "cargo"]]


def test_a_sentence_of_another_index_has_no_facets_here(
    bakers: KnowledgeBase, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text("Boats\n\nA tug pulls big ships.\n", encoding="utf-8")
    with pytest.raises(KeyError):
        bakers.facets_of(build(tmp_path, model="hash-256").index.sentences[0])


@given(data=st.data())
def test_the_sentences_in_a_span_are_those_that_share_a_character_with_it(
    bakers: KnowledgeBase, data: st.DataObject
) -> None:
    document = data.draw(st.sampled_from(bakers.corpus.documents))
    start = data.draw(st.integers(0, len(document.text) - 1))
    span = Span(document, start, data.draw(st.integers(start + 1, len(document.text))))
    own = [sentence for sentence in bakers.index.sentences if sentence.document.id == document.id]
    shared = [s for s in own if set(range(s.start, s.end)) & set(range(span.start, span.end))]
    assert list(bakers.sentences_in(span)) == shared


# Citations


def test_every_sentence_can_be_cited_and_found_again_by_its_address(bakers: KnowledgeBase) -> None:
    for sentence in bakers.index.sentences:
        citation = bakers.cite(Span(sentence.document, sentence.start, sentence.end))
        assert (citation.number, citation.text, citation.headings) == (
            1,
            sentence.text,
            sentence.headings,
        )
        assert citation.evidence.sentence == sentence
        located = bakers.locate(citation.address)
        assert located.state == "exact" and located.span
        assert (located.span.start, located.span.end) == (sentence.start, sentence.end)


def test_several_sentences_are_cited_as_one_quote(bakers: KnowledgeBase) -> None:
    first, second = (
        s for s in bakers.index.sentences if s.text.startswith(("A baker learns", "They sit"))
    )
    citation = bakers.cite(Span(first.document, first.start, second.end))
    assert citation.text == f"{first.text} {second.text}" and citation.text in citation.to_plain()


def test_what_is_no_sentence_is_not_cited(bakers: KnowledgeBase) -> None:
    guild = bakers.corpus.document("guild")
    start = guild.text.index("Training")
    with pytest.raises(
        ValueError,
        match=rf"^no sentence stands at {start}:{start + 8} of guild: headings are not cited$",
    ):
        bakers.cite(Span(guild, start, start + 8))


# Whether it is current


def test_a_base_is_current_until_its_folder_changes(tmp_path: Path) -> None:
    base = copied(tmp_path)
    assert base.is_current()
    text = (tmp_path / "guild.txt").read_text(encoding="utf-8")
    (tmp_path / "guild.txt").write_text(text.replace("flour", "FLOUR"), encoding="utf-8")
    assert not base.is_current()
    (tmp_path / "guild.txt").write_text(text, encoding="utf-8")
    assert base.is_current()


@pytest.mark.parametrize("name", ["guild.txt", "corpus.toml", "."])
def test_a_base_whose_files_are_gone_is_not_current(tmp_path: Path, name: str) -> None:
    base = copied(tmp_path / "bakers")
    gone = tmp_path / "bakers" / name
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert not base.is_current() and base.ask("How is the trade learned?").status == "answered"


def test_a_base_to_which_an_article_is_added_is_not_current(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Boats\n\nA tug pulls big ships.\n", encoding="utf-8")
    base = build(tmp_path, model="hash-256")
    (tmp_path / "b.txt").write_text("Boats\n\nA ferry carries people.\n", encoding="utf-8")
    assert not base.is_current()
    assert KnowledgeBase.open(tmp_path).is_current()


# Comparisons


def test_quotes_are_counted_by_source_and_cells_with_fewer_sources_are_gaps(
    bakers: KnowledgeBase,
) -> None:
    comparison = bakers.compare(k=bakers.size)
    counts = comparison.by_source()
    for (subject, facet), cell in comparison.cells.items():
        of_cell = {
            source: number
            for (s, f, source), number in counts.items()
            if (s, f) == (subject, facet)
        }
        assert of_cell == {
            source: [c.source for c in cell].count(source) for source in {c.source for c in cell}
        }
        for sources in (1, 2, 3):
            assert ((subject, facet) in comparison.gaps(sources)) == (len(of_cell) < sources)
    assert 0 not in counts.values()
    assert comparison.gaps(2) == (
        ("baker", "licences"),
        ("confectioner", "licences"),
        ("baker", "tools"),
        ("confectioner", "tools"),
    )


def test_a_comparison_of_one_subject_says_that_it_is_the_only_one(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare("baker")
    told = {row.verdict for row in comparison.rows}
    assert told == {Verdict("one-sided", "one subject asked about")}


def test_a_verdict_does_not_hang_on_how_many_quotes_are_shown(tmp_path: Path) -> None:
    """A contrast that is not among the best of each side decides nothing, however many are
    shown.
    """
    of = [
        f"The {name} has an engine, a motor and a boiler of kind {n}."
        for name in ("tug", "ferry")
        for n in range(JUDGED)
    ]
    contrast = "Unlike the tug, the ferry has a silent motor."
    (tmp_path / "a.txt").write_text(
        "Boats\n\n" + "\n\n".join([*of, contrast]) + "\n", encoding="utf-8"
    )
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "ferry"\n'
        '[[facets]]\nid = "engine"\ncues = ["engine", "motor", "boiler"]\n',
        encoding="utf-8",
    )
    base = build(tmp_path, model="hash-256")
    whole = base.compare(k=50)
    assert [citation.text for citation in whole.cell("tug", "engine")][JUDGED:] == [contrast]
    for k in (1, 2, JUDGED, 50):
        assert base.compare(k=k).verdict("engine") == Verdict("both covered", "each by itself")


def test_a_question_or_name_too_long_to_be_asked_is_not_suggested(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Boats\n\nA tug has a strong engine.\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[[subjects]]\nname = "tug"\n[[facets]]\nid = "engine"\ncues = ["engine"]\nquestions ='
        f' ["Which engine {"x" * 5000}?"]\n[[facets]]\nid = "long"\nname ='
        f' "{"strong " * 900}"\ncues = ["strong"]\n[[open_topics]]\nid = "pay"\nquestions = ["What'
        f' pay {"x" * 5000}?"]\n',
        encoding="utf-8",
    )
    base = build(tmp_path, model="hash-256")
    assert base.examples() == ("tug: engine",)
    assert base.follow_ups(base.ask("Which engine has a tug?")) == ()
    assert [topic.id for topic in base.unanswered()] == ["pay"]

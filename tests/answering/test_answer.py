"""Answers: whole sentences, word for word, from both sides; and what happens to questions that are
none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.articles.passages import passages_of
from kb.articles.sentences import sentences_of
from kb.errors import QuestionError
from kb.evaluation.judged import read_questions
from kb.knowledge_base import KnowledgeBase, build
from kb.rendering.text import NEAREST
from kb.results import Answer, Facts, Reason, Status

ROOT = Path(__file__).parents[2]
BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"
COMPARISON = "How does the training of bakers and confectioners differ?"
CONTRAST = "Unlike bakers, confectioners need no licence to sell sweets."

TWO_SUBJECTS = '[[subjects]]\nname = "baker"\n[[subjects]]\nname = "confectioner"\n'


def corpus(folder: Path, **files: str) -> KnowledgeBase:
    """A base of the files: `a_md="…"` is a.md."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return build(folder, model="hash-256")


def assert_sound(answer: Answer, base: KnowledgeBase) -> None:
    """Every citation is whole sentences of one passage, verbatim, numbered from 1, none twice, none
    boilerplate.
    """
    assert sorted(c.number for c in answer.shown) == list(range(1, len(answer.shown) + 1))
    assert len({(c.source, c.start) for c in answer.shown}) == len(answer.shown)
    assert answer.status in get_args(Status)
    assert (answer.reason is None) == (answer.status == "answered")
    assert answer.confidence is None or 0 <= answer.confidence <= 1
    assert not (answer.citations and answer.nearest)
    assert answer.status != "not covered" or not answer.citations
    relevances = [c.relevance or 0.0 for c in answer.shown]
    assert relevances == sorted(relevances, reverse=True)
    assert all(0 <= relevance <= 1 for relevance in relevances)
    for citation in answer.shown:
        document = base.corpus.document(citation.source)
        assert document.text[citation.start : citation.end] == citation.text
        starts, ends = boundaries(base)[citation.source]
        assert citation.start in starts and citation.end in ends
        assert citation.passage.start <= citation.start and citation.end <= citation.passage.end


def boundaries(base: KnowledgeBase) -> dict[str, tuple[set[int], set[int]]]:
    """Where the sentences of what is no boilerplate begin and end, by the readers and
    `sentences_of` alone.
    """
    found = {}
    for document in base.corpus.documents:
        sentences = [s for passage in passages_of(document) for s in sentences_of(passage)]
        found[document.id] = ({s.start for s in sentences}, {s.end for s in sentences})
    return found


@pytest.mark.parametrize(
    "question",
    [
        COMPARISON,
        "Do they need a licence?",
        "What tools do confectioners use?",
        "baker",
        "Who earns more?",
        "Subscribe now",
        "Is the *baker* a <b>confectioner</b>? [yes](http://example.org) | `no` $x$",
        "# Heading\n\n- baker\n- confectioner",
        "Wie lange lernt ein Bäcker?",
        "Что такое пекарь?",
        "面包师和糖果师有什么区别?",
        "asdf qwer zxcv",
        "baker " * 600,
        "bakers\0and\x1b[2Jconfectioners\r\ntraining",
        "\ud800 baker",
        "How " + "is " * 100 + "a baker trained?",
    ],
)
def test_every_question_gets_a_sound_answer(bakers: KnowledgeBase, question: str) -> None:
    answer = bakers.ask(question)
    assert_sound(answer, bakers)
    assert len(answer.shown) <= 12
    assert "Subscribe now" not in [c.text for c in answer.shown]
    assert answer.question == question


@given(st.text(max_size=120))
def test_any_text_as_question_gets_a_sound_answer(bakers: KnowledgeBase, question: str) -> None:
    answer = bakers.ask(question)
    assert_sound(answer, bakers)
    json.dumps(answer.to_dict())
    assert answer.to_markdown().endswith("\n") and answer.to_text().endswith("\n")


def test_a_comparison_cites_both_subjects_and_lays_them_side_by_side(bakers: KnowledgeBase) -> None:
    answer = bakers.ask(COMPARISON)
    assert answer.status == "answered"
    assert {"baker", "confectioner"} <= {c.subject for c in answer.citations[:4]}
    assert answer.comparison and answer.comparison.gaps() == ()
    assert {c for cell in answer.comparison.cells.values() for c in cell} <= set(answer.citations)


def test_a_contrast_stands_in_the_cells_of_both(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("Do bakers and confectioners need a licence?")
    (citation,) = [c for c in answer.citations if c.text == CONTRAST]
    assert citation.subject == "both"
    assert answer.comparison
    facet = answer.comparison.facets[0].id
    assert facet == "licences"
    for subject in ("baker", "confectioner"):
        assert citation in answer.comparison.cell(subject, facet)


def test_a_question_that_names_nobody_is_answered_for_all(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("Is a licence needed?")
    assert answer.comparison and [s.id for s in answer.comparison.subjects] == [
        "baker",
        "confectioner",
    ]
    assert {s for c in answer.citations for s in c.evidence.sentence.subjects} == {
        "baker",
        "confectioner",
    }


def test_a_question_on_one_subject_has_no_table(bakers: KnowledgeBase) -> None:
    assert bakers.ask("Which tools does a confectioner use?").comparison is None


def test_a_question_on_several_facets_has_a_row_for_each(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("Compare their training and their tools.")
    assert answer.comparison and {f.id for f in answer.comparison.facets} == {"training", "tools"}


@pytest.mark.parametrize("k", [1, 2, 7])
def test_at_most_k_citations_come(bakers: KnowledgeBase, k: int) -> None:
    assert len(bakers.ask(COMPARISON, k=k).citations) <= k


def test_a_subject_that_no_citation_speaks_of_is_named(tmp_path: Path) -> None:
    base = corpus(
        tmp_path,
        a_txt="Bakers knead dough by hand.\n\nBakers bake dough.\n",
        corpus_toml=TWO_SUBJECTS,
    )
    answer = base.ask("Do bakers and confectioners knead dough by hand?")
    assert answer.status == "partly covered"
    assert answer.reason == Reason("silent on a subject", Facts(subjects=base.corpus.subjects[1:]))
    assert_sound(answer, base)


@pytest.mark.parametrize("question", ["", " \n\t", "\0\x01"])
def test_an_empty_question_asks_for_one(bakers: KnowledgeBase, question: str) -> None:
    answer = bakers.ask(question)
    assert (answer.status, answer.confidence, answer.shown) == ("not covered", None, ())
    assert answer.reason == Reason("nothing asked")


@pytest.mark.parametrize("question", ["?", "?!…", "— • *", "12 + 3", "a b c", "🥐"])
def test_a_question_without_words_says_so(bakers: KnowledgeBase, question: str) -> None:
    answer = bakers.ask(question)
    assert (answer.status, answer.shown) == ("not covered", ())
    assert answer.reason == Reason("no words")


def test_a_question_too_long_to_be_one_is_refused(bakers: KnowledgeBase) -> None:
    for call in (bakers.ask, bakers.search):
        with pytest.raises(
            QuestionError,
            match=r"^the question has 102,400 characters, and at most 4,000 can be read: ask it in",
        ):
            call("x" * 102_400)


def test_what_is_not_covered_shows_the_nearest_passages_as_no_answer(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("Who earns more, a baker or a confectioner?")
    assert answer.status == "not covered"
    assert answer.reason and answer.reason.kind == "open topic"
    assert answer.nearest and answer.citations == () and answer.comparison is None
    for shown in (answer.to_markdown(), answer.to_text()):
        assert "The nearest passages, which are no answer:" in shown
        assert shown.count("almanac ") + shown.count("guild ") == min(NEAREST, len(answer.nearest))
    assert answer.to_markdown().startswith("**Not covered.** The sources do not speak of pay.")


def test_markdown_escapes_what_a_quote_or_a_name_could_mark(tmp_path: Path) -> None:
    toml = '[[sources]]\nfile = "a.txt"\npublisher = "The *Post* [x]"\n'
    base = corpus(
        tmp_path, a_txt="Bakers sell <b>bread</b> for $2 | $3 & _cake_ #1.\n", corpus_toml=toml
    )
    shown = base.ask("What do bakers sell?").to_markdown()
    assert (
        "“Bakers sell \\<b\\>bread\\</b\\> for \\$2 \\| \\$3 \\& \\_cake\\_ \\#1.” — The \\*Post\\*"
        " \\[x\\]" in shown
    )


def test_text_for_a_terminal_names_source_heading_and_place(bakers: KnowledgeBase) -> None:
    shown = bakers.ask("Do bakers need a licence?").to_text()
    citation = next(
        c for c in bakers.ask("Do bakers need a licence?").citations if c.text == CONTRAST
    )
    assert f"    — The Guild Post, “Licences” (guild {citation.start}–{citation.end})\n" in shown


def test_plain_values_can_be_written_as_json_and_say_what_the_answer_says(
    bakers: KnowledgeBase,
) -> None:
    answer = bakers.ask(COMPARISON)
    found = json.loads(json.dumps(answer.to_dict()))
    assert (found["question"], found["status"], found["reason"]) == (COMPARISON, "answered", None)
    assert [c["text"] for c in found["citations"]] == [c.text for c in answer.citations]
    first = found["citations"][0]
    assert set(first["about"]) <= {"baker", "confectioner"} and first["asked_for"] in first["about"]
    assert first["voice"] in ("The Guild Post", "Sugar Press")
    assert set(first["why"]) == {"score", "similarity", "matched"}


# Other folders


def test_a_folder_of_texts_alone_is_a_cited_search(tmp_path: Path) -> None:
    base = corpus(tmp_path, a_txt="Bakers knead dough by hand.\n\nTugs tow barges.\n")
    answer = base.ask("Who kneads dough by hand?")
    assert (answer.status, answer.citations[0].text) == ("answered", "Bakers knead dough by hand.")
    assert (answer.comparison, answer.citations[0].subject) == (None, "")
    assert_sound(answer, base)


def test_subjects_without_facets_still_get_their_share(tmp_path: Path) -> None:
    text = "\n\n".join(
        ["Bakers knead dough by hand at night."]
        + [f"Bakers knead dough number {n}." for n in range(9)]
    )
    base = corpus(
        tmp_path, a_txt=f"{text}\n\nConfectioners stir sugar.\n", corpus_toml=TWO_SUBJECTS
    )
    answer = base.ask("Compare how bakers and confectioners knead dough.")
    assert {c.subject for c in answer.citations[:2]} == {"baker", "confectioner"}
    assert answer.comparison is None


def test_facets_without_subjects_work(tmp_path: Path) -> None:
    toml = '[[facets]]\nid = "tools"\ncues = ["pan", "tool"]\n'
    answer = corpus(tmp_path, a_txt="A pan is used.\n\nThe sea is wide.\n", corpus_toml=toml).ask(
        "Which pan is used?"
    )
    assert (answer.citations[0].text, answer.comparison) == ("A pan is used.", None)


def test_three_subjects_each_get_their_share(tmp_path: Path) -> None:
    names = ("baker", "confectioner", "greengrocer")
    toml = (
        "".join(f'[[subjects]]\nname = "{name}"\n' for name in names)
        + '[[facets]]\nid = "hours"\ncues = ["rise", "hours"]\n'
    )
    text = "\n\n".join(
        f"{name.capitalize()}s rise at {hour}. They like it."
        for hour, name in enumerate(names, start=4)
    )
    base = corpus(tmp_path, a_txt=text, corpus_toml=toml)
    answer = base.ask("When do bakers, confectioners and greengrocers rise?")
    assert {c.subject for c in answer.citations[:3]} == set(names)
    assert answer.comparison and [s.id for s in answer.comparison.subjects] == list(names)
    assert answer.comparison.gaps() == ()
    assert_sound(answer, base)


def test_on_pages_for_one_subject_each_every_fact_is_that_subjects(tmp_path: Path) -> None:
    pages = {
        f"{name}_md": (
            f"# {name.capitalize()}\n\n- Typical pay: {pay} a year\n- Hours: {hours} a week\n\n"
            "## What they do\n\nThe day begins early. It ends at noon.\n\n### Tools\n\n1. A pan.\n"
        )
        for name, pay, hours in (("baker", "20,000", "45"), ("confectioner", "30,000", "38"))
    }
    base = corpus(
        tmp_path, **pages, corpus_toml=TWO_SUBJECTS + '[[facets]]\nid = "pay"\ncues = ["pay"]\n'
    )
    sentences = [
        (c.source, c.subject)
        for c in base.ask("What is the typical pay, and when does the day end?", k=50).citations
    ]
    assert len(sentences) >= 8 and all(source == subject for source, subject in sentences)
    answer = base.ask("What is the typical pay?")
    assert answer.comparison
    pay = [answer.comparison.cell(subject, "pay")[0].text for subject in ("baker", "confectioner")]
    assert pay == ["Typical pay: 20,000 a year", "Typical pay: 30,000 a year"]


# The real model


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long does an apprentice need to become a baker?", "three years"),
        ("May I sell candy without a permit?", "need no licence"),
        ("At what time does a bread maker get up?", "three in the morning"),
        ("With what does a confectioner boil sugar?", "copper pan"),
    ],
)
def test_the_real_model_answers_paraphrases(
    real_bakers: KnowledgeBase, question: str, words: str
) -> None:
    answer = real_bakers.ask(question)
    assert any(words in c.text for c in answer.citations[:4])
    assert_sound(answer, real_bakers)


@pytest.mark.slow
@pytest.mark.parametrize(
    "question",
    ["Who earns more?", "How many moons orbit Jupiter?", "asdf qwer zxcv", "Wer verdient mehr?"],
)
def test_the_real_model_refuses_what_the_articles_do_not_say(
    real_bakers: KnowledgeBase, question: str
) -> None:
    answer = real_bakers.ask(question)
    assert answer.status == "not covered" and answer.reason
    assert_sound(answer, real_bakers)


@pytest.mark.slow
def test_every_citation_of_every_judged_question_is_whole_sentences(
    articles: KnowledgeBase,
) -> None:
    for row in read_questions(ROOT / "tests" / "questions.jsonl"):
        answer = articles.ask(row["question"])
        assert_sound(answer, articles)
        assert all(c.passage.kind != "boilerplate" for c in answer.citations)


@given(
    st.text(max_size=80),
    st.sampled_from(["", "which ", "Do bakers ", "why ", "who wrote the article "]),
)
def test_no_question_whatever_it_holds_is_an_error(
    bakers: KnowledgeBase, text: str, start: str
) -> None:
    answer = bakers.ask(start + text)
    assert answer.status in get_args(Status)
    assert (answer.reason is None) == (answer.status == "answered")


def test_a_word_that_is_none_after_which_does_no_harm(bakers: KnowledgeBase) -> None:
    assert bakers.ask("which \ufe4f licence do bakers need").status

"""General open topics come with a language, but for what a corpus covers or has of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.articles.loading import load_corpus
from kb.articles.topics import general_topics
from kb.errors import ConfigError
from kb.language import ENGLISH
from kb.types import Facet


def ids(facets: list[Facet], open_topics: list[Facet]) -> set[str]:
    return {topic.id for topic in general_topics(ENGLISH, facets, open_topics)}


def test_a_language_asks_what_people_ask_of_anything() -> None:
    assert {"cost", "pay", "history", "law", "opinion", "others", "machine"} <= ids([], [])


@pytest.mark.parametrize(
    "facet",
    [
        Facet("pay", "pay"),
        Facet("money", "money", description="Money: median wage, salary, earnings"),
        Facet("money", "money", cues=("wages",)),
    ],
)
def test_a_topic_that_a_facet_is_on_is_left_out(facet: Facet) -> None:
    assert "pay" not in ids([facet], []) and "cost" in ids([facet], [])


def test_a_topic_of_ones_own_takes_the_place_of_the_general_one() -> None:
    assert "history" not in ids([], [Facet("history", "what went before")])


def test_every_topic_has_examples_and_a_name_to_be_told() -> None:
    for topic in ENGLISH.open_topics:
        assert topic.name and topic.description and len(topic.questions) >= 30, topic.id
        for question in topic.questions:
            question.format(a="tug", b="ferry")


@pytest.mark.parametrize(("line", "is_on"), [("", True), ("general_topics = false\n", False)])
def test_a_corpus_switches_them_off(tmp_path: Path, line: str, is_on: bool) -> None:
    (tmp_path / "a.txt").write_text("Tugs pull ships.\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(line, encoding="utf-8")
    assert bool(load_corpus(tmp_path).general_topics) == is_on


def test_another_value_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tugs pull ships.\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text('title = "x"\ngeneral_topics = "no"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2: general_topics must be true or false"):
        load_corpus(tmp_path)


def test_what_is_near_to_no_facet_is_refused_with_the_closest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tugs pull ships.\n", encoding="utf-8")
    toml = '[[facets]]\nid = "hull"\n[[open_topics]]\nid = "paint"\nnear = "hul"\n'
    (tmp_path / "corpus.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError, match=r'line 5: near: .*"hul" \(did you mean "hull"\?\)'):
        load_corpus(tmp_path)

"""The pages: their HTML as pure functions, and each state of Ask run by Streamlit's AppTest, without a browser."""

from __future__ import annotations

import textwrap
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb import Answer, Citation, Comparison, Document, Evidence, Facet, KnowledgeBase, Passage, Sentence, Subject, build
from kb.pages import markup, wording

ROOT = Path(__file__).parent.parent
SECONDS = 60  # a page that opens the real model on a busy machine

HOSTILE = [
    "<script>window.__pwned=1</script>",
    "<img src=x onerror=\"window.__pwned=1\"> 'quoted'",
    "</mark></blockquote><style>*{display:none}</style>",
    '"><form action=//example.org><input>',
    ":material/home: **bold** `code` [a](javascript:alert) $x$ :red[x] www.example.org a@example.org",
    "&lt;b&gt; &#60; &amp;",
    "\u202eright to left \u2066 isolated \u200f",
    "lines\n   \n\n  and\r\nblanks\t. ",
    "- item\n# heading\n1. first",
]

ARTICLE = """Working Boats

Tugs

A tug pulls big ships. Every tug has a strong engine of 4,000 horsepower.

Ferries

A ferry carries people across the water. Every ferry has a small engine.
"""
SOURCE = """
[[sources]]
file = "harbour.txt"
publisher = "Harbour News"
author = "Ann Smith"
published = 2024-05-06
"""
CORPUS = f"""
title = "Boats & ships"
{SOURCE}
[[subjects]]
name = "tug"
[[subjects]]
name = "ferry"
[[subjects]]
name = "barge"
[[facets]]
id = "engine"
cues = ["engine", "horsepower"]
questions = ["How strong is the engine?"]
[[facets]]
id = "cargo"
cues = ["carries", "pulls"]
questions = ["What do they carry?", "Whom do they carry?"]
[[open_topics]]
id = "price"
name = "what tea costs"
cues = ["price", "tea"]
questions = ["What is the price of tea?"]
"""


class Seen(HTMLParser):
    """What a browser makes of HTML: its tags, its attributes' names, and the text of all and of each kind of element."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.text = ""
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.texts.setdefault(tag, []).append("")
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag in set(self._open):
            self.texts[tag][-1] += data


def quoted(hostile: str, *, status: str = "answered", compared: bool = True) -> Answer:
    """An answer of one quote; every text in it is the hostile one."""
    text = f"Before. {hostile} After."
    document = Document(hostile, text, title=hostile, publisher=hostile, author=hostile, published=hostile)
    passage = Passage(document, 0, len(text), headings=(hostile,))
    sentence = Sentence(document, 8, 8 + len(hostile), passage)
    citation = Citation(1, sentence, Evidence(sentence, 1.0))
    subjects, facet = (Subject("a", hostile), Subject("b", hostile)), Facet("f", hostile)
    comparison = Comparison(subjects, (facet,), {("a", "f"): (citation,)}) if compared else None
    return Answer(hostile, status, 1.0, hostile, (citation,), comparison)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_as_it_is_written_and_isolated(text: str) -> None:
    seen = Seen(markup.inline(text))
    assert (seen.text, seen.tags, seen.attributes) == (text, ["bdi"], {})


@pytest.mark.parametrize("text", HOSTILE)
def test_streamlits_dedenting_changes_no_text(text: str) -> None:
    assert Seen(textwrap.dedent(markup.inline(text)).strip()).text == text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("status", ["answered", "partly covered", "not covered"])
def test_a_hostile_answer_brings_no_element_of_its_own(text: str, status: str) -> None:
    answer = quoted(text, status=status)
    seen, plain = Seen(markup.answer(answer)), Seen(markup.answer(quoted("plain", status=status)))
    assert (seen.tags, seen.attributes.keys()) == (plain.tags, plain.attributes.keys())
    assert seen.texts["blockquote"] == [text]
    assert seen.texts["mark"] == [text]
    assert answer.citations[0].passage.text in seen.texts["p"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_sources_titles_and_errors_bring_no_element_of_their_own(text: str) -> None:
    document = Document(text, "x", title=text, publisher=text, author=text, published=text)
    seen = Seen(markup.sources([document]) + markup.title(text) + markup.refusal(text))
    assert set(seen.tags) == {"h1", "h2", "ul", "li", "cite", "br", "bdi", "div", "strong"}
    assert seen.texts["h1"] == [text] and seen.texts["cite"] == [text]


def test_control_characters_that_html_cannot_hold_become_replacement_characters() -> None:
    assert Seen(markup.escaped("a\x00b\x1bc")).text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_keeps_every_mark_escaped_and_apart(text: str) -> None:
    label = markup.label(text)
    assert label.replace("\u2060", "").replace("\\", "") == " ".join(text.split()).replace("\\", "")
    assert not [mark for mark in (":material", "](", "www.", "a@e", "<script", "**", "&lt") if mark in label]


def test_a_comparison_is_a_table_with_caption_and_headed_rows_and_columns() -> None:
    seen = Seen(markup.answer(quoted("words")))
    assert seen.texts["caption"] == [wording.TABLE]
    assert seen.attributes["scope"] == ["col", "col", "col", "row"]
    assert seen.texts["th"] == [wording.FACET, "Words", "Words", "Words"]
    assert seen.texts["td"][1] == wording.GAP == "no passage about this here"


def test_every_number_in_a_table_leads_to_its_quote() -> None:
    seen = Seen(markup.answer(quoted("words")))
    assert seen.attributes["href"] == ["#cite-1"] and seen.attributes["id"] == ["cite-1"]


def test_no_more_than_three_passages_are_shown_as_no_answer() -> None:
    one = quoted("words").citations[0]
    five = tuple(Citation(number, one.span, one.evidence) for number in range(1, 6))
    seen = Seen(markup.answer(Answer("?", "not covered", 0.0, "Nothing.", five)))
    assert seen.texts["blockquote"] == ["words"] * 3 and seen.texts["h3"] == [wording.NEAREST]


def test_nothing_is_promised_where_there_is_no_passage() -> None:
    seen = Seen(markup.answer(Answer("?", "not covered", 0.0, "Nothing.")))
    assert seen.text == "The sources do not sayNothing."


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one article, indexed by the model that needs no weights."""
    return written(tmp_path_factory.mktemp("boats"), CORPUS)


def written(folder: Path, toml: str) -> Path:
    (folder / "harbour.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "corpus.toml").write_text(toml, encoding="utf-8")
    build(folder, model="hash-256")
    return folder


@pytest.fixture
def app(boats: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(boats, monkeypatch)


def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("KB_CORPUS", str(corpus))
    monkeypatch.delenv("KB_INDEX", raising=False)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)


def shown(app: AppTest) -> Seen:
    """The page's HTML; fails if the script raised."""
    assert not app.exception
    return Seen("".join(element.body for element in app.html))


def examples(app: AppTest) -> list[str]:
    return [button.label.replace("\u2060", "").replace("\\", "") for button in app.button]


def test_a_fresh_page_tells_what_to_do_and_lists_examples_and_sources(app: AppTest) -> None:
    seen = shown(app.run())
    assert seen.texts["h1"] == ["Boats & ships"]
    assert app.text_input(key="question").label == "Your question"
    assert wording.INTRO in seen.texts["p"]
    assert examples(app) == ["How strong is the engine?", "What do they carry?"]
    assert seen.texts["li"] == ["Working BoatsHarbour News, by Ann Smith, 2024-05-06"]


def test_a_question_typed_is_answered_and_stands_in_the_address(app: AppTest) -> None:
    app.run()
    app.text_input(key="question").set_value("How strong is the engine of a tug?").run()
    seen = shown(app)
    assert seen.texts["h2"][0] == "What the sources say"
    assert seen.texts["blockquote"][0] == "Every tug has a strong engine of 4,000 horsepower."
    assert "Harbour News, under “Tugs” (harbour)" in seen.texts["summary"][0]
    assert "Characters 44 to 94 of harbour" in seen.texts["p"]
    assert app.query_params["q"] == "How strong is the engine of a tug?"


def test_a_link_opens_with_its_answer(app: AppTest) -> None:
    app.query_params["q"] = "How strong is the engine of a tug and of a ferry?"
    seen = shown(app.run())
    assert app.text_input(key="question").value == "How strong is the engine of a tug and of a ferry?"
    assert seen.texts["th"] == ["Topic", "Tug", "Ferry", "Engine"]
    assert "strong engine" in seen.texts["td"][0] and "small engine" in seen.texts["td"][1]


def test_the_box_follows_an_address_that_changes(app: AppTest) -> None:
    app.query_params["q"] = "How strong is the engine of a tug?"
    app.run()
    app.query_params["q"] = "What does a ferry carry?"
    app.run()
    assert app.text_input(key="question").value == "What does a ferry carry?"
    app.query_params.clear()
    assert shown(app.run()).texts["h2"] == [wording.EXAMPLES, wording.SOURCES]


def test_an_example_fills_the_box_and_is_answered(app: AppTest) -> None:
    app.run().button(key="example-1").click().run()
    assert app.text_input(key="question").value == "How strong is the engine?"
    assert shown(app).texts["h2"] == ["What the sources say", wording.MORE_EXAMPLES]
    assert examples(app) == ["What do they carry?"]


def test_an_emptied_box_shows_the_fresh_page(app: AppTest) -> None:
    app.query_params["q"] = "How strong is the engine?"
    app.run().text_input(key="question").set_value("  ").run()
    assert shown(app).texts["h2"] == [wording.EXAMPLES, wording.SOURCES] and not app.query_params


def test_what_is_missing_is_told_beside_the_quotes(app: AppTest) -> None:
    app.query_params["q"] = "How do the engines of a tug and a barge differ?"
    seen = shown(app.run())
    assert seen.texts["h2"][0] == "The sources answer a part of this"
    assert "barge" in seen.texts["p"][0] and seen.texts["blockquote"]
    assert seen.texts["td"][1] == wording.GAP


def test_a_question_that_is_not_covered_gets_the_reason_and_the_nearest_passages(app: AppTest) -> None:
    app.query_params["q"] = "What is the price of tea?"
    seen = shown(app.run())
    assert seen.texts["h2"][0] == "The sources do not say"
    assert "tea" in seen.texts["p"][0]
    assert seen.texts["h3"] == [wording.NEAREST] and len(seen.texts["blockquote"]) == 3


@pytest.mark.parametrize("question", ["?!", "\x00\x07", "12345", "<b>", *HOSTILE])
def test_no_question_breaks_the_page(app: AppTest, question: str) -> None:
    app.query_params["q"] = question
    assert shown(app.run()).texts["h2"][0] in wording.STATUS.values()


def test_a_question_that_is_too_long_is_told_in_one_sentence(app: AppTest) -> None:
    app.query_params["q"] = "engine " * 15_000
    seen = shown(app.run())
    (message,) = seen.texts["div"]
    assert message.startswith("That did not work:") and len(message) < 300


def test_a_missing_corpus_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = shown(opened(tmp_path / "nowhere", monkeypatch).run())
    assert seen.texts["h1"] == ["Ask the sources"]
    assert "nowhere" in seen.texts["div"][0] and "Traceback" not in seen.text


def test_a_corpus_without_facets_shows_no_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(written(tmp_path, SOURCE), monkeypatch).run()
    assert shown(app).texts["h2"] == [wording.SOURCES] and not app.button


def test_the_knowledge_base_is_opened_once_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base, times = KnowledgeBase.open(written(tmp_path, CORPUS)), 0

    def open_once(*_: object, **__: object) -> KnowledgeBase:
        nonlocal times
        times += 1
        return base

    monkeypatch.setattr(KnowledgeBase, "open", open_once)
    for question in ("engine", "tug", "ferry"):
        app = opened(tmp_path, monkeypatch)
        app.query_params["q"] = question
        shown(app.run())
    assert times == 1


@pytest.mark.slow
def test_every_example_of_the_articles_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(ROOT / "corpus", monkeypatch).run()
    asked = len(app.button)
    assert asked == 6
    for number in range(1, asked + 1):
        fresh = opened(ROOT / "corpus", monkeypatch).run()
        seen = shown(fresh.button(key=f"example-{number}").click().run())
        assert seen.texts["h2"][0] == "What the sources say"

"""Every state of the pages, run by Streamlit's AppTest, without a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button, Html

from kb import KnowledgeBase, Span, build
from kb.rendering import wording_en as wording
from tests.html_seen import HOSTILE, Seen, parameters

ROOT = Path(__file__).parents[2]
SECONDS = 60  # a page that opens the real model on a busy machine

HARBOUR = """Working Boats

Tugs

A tug pulls big ships. Every tug has a strong engine of 4,000 horsepower.

Ferries

A ferry carries people across the water. Every ferry has a small engine.
"""
PORT = """Port Diary

Machines

A tug has a weak engine. A ferry has an electric engine.
"""
SOURCES = """
[[sources]]
file = "harbour.txt"
publisher = "Harbour News"
author = "Ann Smith"
published = 2024-05-06
[[sources]]
file = "port.txt"
"""
SUBJECTS = """
[[subjects]]
name = "tug"
[[subjects]]
name = "ferry"
[[subjects]]
name = "barge"
"""
FACETS = """
[[facets]]
id = "engine"
cues = ["engine", "horsepower"]
questions = ["How strong is the engine?"]
[[facets]]
id = "cargo"
cues = ["carries", "pulls"]
questions = ["What do they carry?", "Whom do they carry?"]
"""
OPEN = """
[[open_topics]]
id = "price"
name = "what tea costs"
cues = ["price", "tea"]
questions = ["What is the price of tea?"]
[[disagreements]]
subject = "tug"
facet = "engine"
note = "How strong it is."
quotes = [
    {source = "harbour", text = "Every tug has a strong engine of 4,000 horsepower."},
    {source = "port", text = "A tug has a weak engine."},
]
"""
CORPUS = 'title = "Boats & ships"' + SOURCES + SUBJECTS + FACETS + OPEN

STRONG, WEAK = "Every tug has a strong engine of 4,000 horsepower.", "A tug has a weak engine."
ONE_SIDED = "How strong is the engine of a tug?"
BOTH = "How strong is the engine of a tug and of a ferry?"


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two articles, indexed by the model that needs no weights."""
    return written(tmp_path_factory.mktemp("boats"), CORPUS)


def written(folder: Path, toml: str, **articles: str) -> Path:
    for name, text in {"harbour": HARBOUR, "port": PORT, **articles}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "corpus.toml").write_text(toml, encoding="utf-8")
    build(folder, model="hash-256")
    return folder


@pytest.fixture(scope="module", autouse=True)
def no_search_for_components() -> Iterator[None]:
    """Each new session looks through all installed packages for components, which takes most of a
    test's time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
        yield


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], AppTest]:
    """Opens the app over a corpus, not yet run."""

    def opened(corpus: Path) -> AppTest:
        monkeypatch.setenv("KB_CORPUS", str(corpus))
        monkeypatch.delenv("KB_INDEX", raising=False)
        return AppTest.from_file(str(ROOT / "kb/pages/start.py"), default_timeout=SECONDS)

    return opened


@pytest.fixture
def app(boats: Path, open_app: Callable[[Path], AppTest]) -> AppTest:
    return open_app(boats)


def on(app: AppTest, page: str, **parameters: str | list[str]) -> AppTest:
    """The app on the page with this address."""
    app.switch_page(f"{page}.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def everything(app: AppTest) -> Seen:
    """The page's HTML without its style; fails if the script raised."""
    assert not app.exception
    return Seen("".join(body for body in bodies(app)))


def shown(app: AppTest) -> Seen:
    """The same without the bar that stands on every page, and what only a printed page says."""
    assert not app.exception
    around = re.compile(r'<(?:div|p) class="kb kb-(?:bar|printed)"')
    return Seen("".join(body for body in bodies(app) if not around.match(body)))


def bodies(app: AppTest) -> list[str]:
    return [element.body for element in app.html if not element.body.startswith("<style>")]


def labels(app: AppTest) -> list[str]:
    """What stands on the buttons that suggest a question, as Streamlit shows it."""
    return [plain(each.label) for each in app.button if str(each.key).startswith("suggestion")]


def plain(label: str) -> str:
    return label.replace("\u2060", "").replace("\\", "")


def address(app: AppTest) -> dict[str, list[str]]:
    return {
        name: [value] if isinstance(value, str) else value
        for name, value in app.query_params.items()
    }


def order(app: AppTest) -> list[str]:
    """The words of headings and buttons from the top of the page to its end."""
    found: list[str] = []
    for node in app.main:
        if isinstance(node, Html):
            found += Seen(node.body).texts.get("h2", [])
        elif isinstance(node, Button):
            found.append(plain(node.label))
    return found


# Ask


def test_a_fresh_page_tells_what_to_do_and_lists_examples_and_sources(app: AppTest) -> None:
    seen = shown(app.run())
    assert seen.texts["h1"] == ["Boats & ships"]
    assert app.text_input(key="question").label == wording.QUESTION
    assert wording.INTRO in seen.texts["p"]
    assert labels(app) == ["How strong is the engine?", "What do they carry?"]
    assert seen.texts["li"] == [
        "Working BoatsHarbour News, by Ann Smith, 2024-05-06",
        "Port Diaryundated",
    ]
    assert [parameters(link)["article"] for link in seen.links] == [["harbour"], ["port"]]


def test_a_question_typed_is_answered_and_stands_in_the_address(app: AppTest) -> None:
    app.run().text_input(key="question").set_value(ONE_SIDED).run()
    seen = shown(app)
    assert seen.texts["h2"][0] == wording.STATUS["answered"]
    assert {STRONG, WEAK} <= set(seen.texts["blockquote"]) and "table" not in seen.tags
    assert "Harbour News under “Tugs”" in seen.texts["a"]
    assert "Characters 44 to 94 of harbour" in seen.texts["p"]
    assert address(app) == {"q": [ONE_SIDED]}


def test_a_link_opens_with_its_answer(app: AppTest) -> None:
    seen = shown(on(app, "ask", q=BOTH))
    assert app.text_input(key="question").value == BOTH
    *columns, engine = seen.texts["th"]
    assert columns == [wording.FACET, "Tug", "Ferry"] and engine.startswith("Engine")
    assert wording.MAY_DISAGREE_HEAD in engine
    assert "strong engine" in seen.texts["td"][0] and "small engine" in seen.texts["td"][1]
    assert seen.text.index("How strong it is.") < seen.text.index("Topic")  # over the table


def test_a_comparison_leads_to_everything_on_the_same(app: AppTest) -> None:
    (link,) = [link for link in shown(on(app, "ask", q=BOTH)).links if link.startswith("compare")]
    assert parameters(link) == {"subject": ["tug", "ferry"], "facet": ["engine"]}


def test_the_box_follows_an_address_that_changes(app: AppTest) -> None:
    on(app, "ask", q=ONE_SIDED)
    on(app, "ask", q="What does a ferry carry?")
    assert app.text_input(key="question").value == "What does a ferry carry?"
    app.query_params.clear()
    assert shown(app.run()).texts["h2"] == [wording.EXAMPLES, wording.ARTICLES]
    assert app.text_input(key="question").value == ""


def test_an_example_fills_the_box_and_is_answered(app: AppTest) -> None:
    app.run().button(key="suggestion-1").click().run()
    assert app.text_input(key="question").value == "How strong is the engine?"
    assert shown(app).texts["h2"][0] == wording.STATUS["answered"]
    assert address(app) == {"q": ["How strong is the engine?"]}


def test_an_answer_goes_on_to_other_topics_that_are_answered(app: AppTest) -> None:
    on(app, "ask", q=ONE_SIDED)
    assert order(app)[-2:] == [wording.FOLLOW_UPS, "Tug: What do they carry?"]
    app.button(key="suggestion-1").click().run()
    assert app.text_input(key="question").value == "Tug: What do they carry?"
    seen = shown(app)
    assert seen.texts["h2"][0] == wording.STATUS["answered"]
    assert seen.texts["blockquote"][0] == "A tug pulls big ships."
    assert labels(app) == ["Tug: How strong is the engine?"]


def test_the_box_under_an_answer_asks_on_and_tells_what_is_carried(app: AppTest) -> None:
    on(app, "ask", q=ONE_SIDED)
    assert plain(app.button(key="carry").label) == "Still about: tug, engine ×"
    app.text_input(key="next").set_value("and of a ferry?").run()
    assert address(app) == {"q": ["and of a ferry?"], "after": [ONE_SIDED]}
    assert shown(app).texts["blockquote"][0].startswith("A ferry has")
    assert app.text_input(key="next").value == ""
    assert app.text_input(key="question").value == "and of a ferry?"


def test_what_is_carried_can_be_put_down_and_taken_up_again(app: AppTest) -> None:
    on(app, "ask", q=ONE_SIDED).button(key="carry").click().run()
    assert plain(app.button(key="carry").label).startswith("A new question")
    app.text_input(key="next").set_value("and of a ferry?").run()
    assert address(app) == {"q": ["and of a ferry?"]}
    assert plain(app.button(key="carry").label).startswith("Still about")  # for the next one
    app.button(key="carry").click().run().button(key="carry").click().run()
    assert plain(app.button(key="carry").label).startswith("Still about")


def test_nothing_typed_under_an_answer_asks_nothing(app: AppTest) -> None:
    on(app, "ask", q=ONE_SIDED).text_input(key="next").set_value("  ").run()
    assert address(app) == {"q": [ONE_SIDED]}


@pytest.mark.parametrize("emptied", ["", "  ", "\u3000"])
def test_an_emptied_box_shows_the_fresh_page(app: AppTest, emptied: str) -> None:
    on(app, "ask", q=ONE_SIDED).text_input(key="question").set_value(emptied).run()
    assert shown(app).texts["h2"] == [wording.EXAMPLES, wording.ARTICLES] and not address(app)


def test_what_is_missing_is_told_beside_the_quotes(app: AppTest) -> None:
    seen = shown(on(app, "ask", q="How do the engines of a tug and a barge differ?"))
    assert seen.texts["h2"][0] == wording.STATUS["partly covered"]
    assert "barge" in seen.texts["p"][0] and seen.texts["blockquote"]
    assert wording.GAP in seen.texts["td"]


def test_what_is_not_covered_gets_the_reason_then_what_is_covered_then_the_nearest_passages(
    app: AppTest,
) -> None:
    seen = shown(on(app, "ask", q="What is the price of a tug?"))
    assert order(app) == [
        wording.STATUS["not covered"],
        wording.INSTEAD,
        "Tug: How strong is the engine?",
        "Tug: What do they carry?",
        wording.NEAREST,
        "Still about: tug ×",
    ]
    assert "what tea costs" in seen.texts["p"][0] and len(seen.texts["blockquote"]) == 3
    app.button(key="suggestion-2").click().run()
    assert shown(app).texts["h2"][0] == wording.STATUS["answered"] and address(app) == {
        "q": ["Tug: What do they carry?"]
    }


@pytest.mark.parametrize("question", ["?!", "\x00\x07", "12345", "<b>", *HOSTILE])
def test_no_question_breaks_the_page(app: AppTest, question: str) -> None:
    assert shown(on(app, "ask", q=question)).texts["h2"][0] in wording.STATUS.values()


def test_a_question_that_is_too_long_is_told_in_one_sentence(app: AppTest) -> None:
    seen = shown(on(app, "ask", q="engine " * 15_000))
    (message,) = seen.texts["div"]
    assert message.startswith(f"{wording.REFUSED}:") and len(message) < 300 and not app.button


# Compare


def compared(app: AppTest) -> tuple[list[str], list[str]]:
    """The subjects and the facets of the table on the page."""
    page = shown(app)
    topics = [id.removeprefix("topic-") for id in page.ids if id.startswith("topic-")]
    return (
        page.attributes["data-subject"][: page.attributes["role"].count("columnheader") - 1],
        topics,
    )


def chosen(app: AppTest) -> tuple[Any, Any, Any]:
    return (
        app.pills(key="subjects").value,
        app.pills(key="facets").value,
        app.segmented_control(key="show").value,
    )


def test_everything_is_compared_until_something_is_chosen(app: AppTest) -> None:
    seen = shown(on(app, "compare"))
    assert seen.texts["h1"] == [wording.COMPARE_TITLE]
    assert compared(app) == (["Tug", "Ferry", "Barge"], ["engine", "cargo"])
    assert chosen(app) == (["tug", "ferry", "barge"], [], "")
    assert {STRONG, WEAK, "A ferry carries people across the water."} <= set(
        seen.texts["blockquote"]
    )
    assert [button.label for button in app.download_button] == [wording.DOWNLOAD] and not address(
        app
    )


def test_the_map_counts_every_quote_in_place_of_the_table(app: AppTest) -> None:
    seen = shown(on(app, "compare", view="map"))
    assert "blockquote" not in seen.tags
    numbers = [cell for cell in seen.texts["td"] if cell.isdigit()]
    assert numbers == [
        *"111100",
        *"101000",
    ]  # engine and cargo, by tug, ferry and barge, by harbour and port


def test_what_is_chosen_is_compared_and_stands_in_the_address(app: AppTest) -> None:
    on(app, "compare").pills(key="facets").set_value(["cargo"]).run()
    assert compared(app) == (["Tug", "Ferry", "Barge"], ["cargo"]) and address(app)["facet"] == [
        "cargo"
    ]
    app.pills(key="subjects").set_value(["ferry", "tug"]).run()
    assert compared(app)[0] == ["Ferry", "Tug"]
    app.segmented_control(key="show").set_value("gaps").run()
    assert address(app) == {"subject": ["ferry", "tug"], "facet": ["cargo"], "show": ["gaps"]}
    assert chosen(app) == (["ferry", "tug"], ["cargo"], "gaps")


def test_an_address_with_several_subjects_and_facets_opens_their_comparison(app: AppTest) -> None:
    on(app, "compare", subject=["ferry", "tug"], facet=["cargo", "engine"])
    assert compared(app) == (["Ferry", "Tug"], ["cargo", "engine"])
    assert chosen(app) == (["ferry", "tug"], ["cargo", "engine"], "")


def test_what_is_chosen_follows_an_address_that_changes(app: AppTest) -> None:
    on(app, "compare", subject=["ferry", "tug"], facet="cargo", show="gaps")
    app.query_params.clear()
    app.run()
    assert chosen(app) == (["tug", "ferry", "barge"], [], "")
    on(app, "compare", facet="engine")
    assert compared(app) == (["Tug", "Ferry", "Barge"], ["engine"])


def test_no_subject_chosen_is_all(app: AppTest) -> None:
    on(app, "compare", subject="tug").pills(key="subjects").set_value([]).run()
    assert compared(app)[0] == ["Tug", "Ferry", "Barge"] and not address(app)


def test_one_subject_alone_can_be_looked_at(app: AppTest) -> None:
    seen = shown(on(app, "compare", subject="tug", facet="cargo"))
    assert compared(app) == (["Tug"], ["cargo"])
    assert "A tug pulls big ships." in seen.texts["blockquote"]
    assert wording.VERDICT["one-sided"] not in seen.text  # one column has no verdict


@pytest.mark.parametrize(
    ("parameter", "given", "kind"),
    [("facet", "colour", "facet"), ("subject", "canoe", "subject"), ("facet", "<b>", "facet")],
)
def test_what_an_address_names_and_the_corpus_does_not_is_told(
    app: AppTest, parameter: str, given: str, kind: str
) -> None:
    seen = shown(on(app, "compare", **{parameter: [given]}))
    assert wording.UNKNOWN_CHOICE in seen.text and seen.attributes["role"][0] == "alert"
    assert given not in seen.text and kind not in seen.text  # ids say nothing to a reader
    assert compared(app) == (
        ["Tug", "Ferry", "Barge"],
        ["engine", "cargo"],
    )  # and everything is shown, to choose from


def test_what_is_named_twice_in_an_address_is_shown_once(app: AppTest) -> None:
    on(app, "compare", subject=["tug", "tug", "ferry"], facet=["cargo", "cargo"])
    assert compared(app) == (["Tug", "Ferry"], ["cargo"])


def test_a_filter_that_is_none_shows_everything(app: AppTest) -> None:
    assert chosen(on(app, "compare", show="everything"))[2] == "" and compared(app)[1] == [
        "engine",
        "cargo",
    ]


def test_where_nothing_is_known_that_people_ask_about_the_filter_still_works(
    tmp_path: Path, open_app: Callable[[Path], AppTest]
) -> None:
    app = on(open_app(written(tmp_path, CORPUS.replace(OPEN, ""))), "compare", show="gaps")
    assert "summary" not in shown(app).tags or "lack" not in shown(app).text
    assert compared(app)[1]


def test_topics_on_which_sources_may_disagree_can_be_singled_out(app: AppTest) -> None:
    seen = shown(on(app, "compare", show="disagreements"))
    assert compared(app)[1] == ["engine"]
    assert wording.DISAGREEMENT.format(subject="tug") in seen.texts["strong"]


def test_that_sources_nowhere_disagree_is_told(app: AppTest) -> None:
    seen = shown(on(app, "compare", show="disagreements", facet="cargo"))
    assert wording.NO_DISAGREEMENTS in seen.texts["p"] and "table" not in seen.tags


def test_topics_on_which_a_source_is_silent_can_be_singled_out(app: AppTest) -> None:
    on(app, "compare", subject=["tug", "ferry"], show="gaps")
    assert compared(app)[1] == ["cargo"]


def test_that_no_source_is_silent_is_told(app: AppTest) -> None:
    seen = shown(on(app, "compare", subject=["tug", "ferry"], facet="engine", show="gaps"))
    assert wording.NO_GAPS in seen.texts["p"] and "table" not in seen.tags


def test_what_people_ask_and_no_source_says_is_told_with_the_gaps(app: AppTest) -> None:
    seen = shown(on(app, "compare", show="gaps"))
    assert wording.UNANSWERED[1] in seen.texts["summary"] and "what tea costs" in seen.texts["li"]


@pytest.mark.parametrize("left_out", [SUBJECTS, FACETS])
def test_a_corpus_with_nothing_to_compare_says_so(
    tmp_path: Path, open_app: Callable[[Path], AppTest], left_out: str
) -> None:
    seen = shown(
        on(open_app(written(tmp_path, CORPUS.replace(left_out, "").replace(OPEN, ""))), "compare")
    )
    assert wording.NO_FACETS in seen.texts["p"] and "table" not in seen.tags


# Sources


def cited(corpus: Path, text: str, question: str = ONE_SIDED) -> str:
    """The address of a quote."""
    answer = KnowledgeBase.open(corpus).ask(question)
    return next(citation.address for citation in answer.citations if citation.text == text)


def state(seen: Seen) -> str:
    """The state of a quote that the page tells."""
    return next(
        state
        for state, words in wording.STATE.items()
        if f"{words}." in seen.texts.get("strong", [])
    )


def test_the_first_article_is_shown_until_one_is_chosen(app: AppTest) -> None:
    seen = shown(on(app, "sources"))
    assert (seen.texts["h1"], seen.texts["h2"]) == ([wording.SOURCES_TITLE], ["Working Boats"])
    assert seen.texts["h3"] == ["Tugs", "Ferries"] and "mark" not in seen.tags
    assert app.selectbox(key="article").options == ["Working Boats", "Port Diary"]


def test_an_address_opens_its_article(app: AppTest) -> None:
    assert shown(on(app, "sources", article="port")).texts["h2"] == ["Port Diary"]
    assert app.selectbox(key="article").value == "port"


def test_an_article_chosen_is_shown_and_stands_in_the_address(app: AppTest) -> None:
    on(app, "sources").selectbox(key="article").set_value("port").run()
    assert shown(app).texts["h2"] == ["Port Diary"] and address(app) == {"article": ["port"]}
    app.query_params.clear()
    assert (
        shown(app.run()).texts["h2"] == ["Working Boats"]
        and app.selectbox(key="article").value == "harbour"
    )


@pytest.mark.parametrize("name", ["nowhere", "../corpus.toml", "<b>"])
def test_an_article_that_is_not_there_is_told(app: AppTest, name: str) -> None:
    seen = shown(on(app, "sources", article=name))
    assert wording.UNKNOWN_ARTICLE in seen.text and name not in seen.text
    assert seen.attributes["role"] == ["alert"] and seen.texts["h2"] == [
        wording.ARTICLES
    ]  # to choose from


def test_the_link_of_a_quote_opens_its_article_with_its_characters_marked_and_tells_of_them(
    app: AppTest, boats: Path
) -> None:
    seen = shown(on(app, "sources", cite=cited(boats, WEAK)))
    assert (state(seen), seen.texts["h2"], seen.texts["mark"]) == ("exact", ["Port Diary"], [WEAK])
    assert seen.texts["dd"] == [f"tug: {wording.ABOUT['named']}", "engine"]
    assert [text for text in seen.texts["p"] if text.startswith(f"“{WEAK}”")]
    assert "quoted-1" in seen.ids and app.selectbox(key="article").value == "port"


def test_every_link_of_an_answer_opens_at_its_words(
    app: AppTest, open_app: Callable[[Path], AppTest], boats: Path
) -> None:
    seen = shown(on(app, "ask", q=BOTH))
    links = [parameters(link)["cite"][0] for link in seen.links if link.startswith("sources?")]
    page = on(open_app(boats), "sources")
    marked = []
    for link in dict.fromkeys(links):
        page.query_params["cite"] = link
        marked += shown(page.run()).texts["mark"]
    assert set(marked) == set(seen.texts["blockquote"])


@pytest.mark.parametrize(
    ("edited", "expected", "marked"),
    [
        (PORT.replace("Machines", "Our machines"), "moved", [WEAK]),
        (PORT.replace("weak", "feeble"), "changed", ["A tug has a feeble engine."]),
        ("Port Diary\n\nNothing is left of it.\n\nThe end of the diary.\n", "gone", []),
    ],
)
def test_what_became_of_a_quote_of_an_edited_article_is_told(
    tmp_path: Path,
    open_app: Callable[[Path], AppTest],
    edited: str,
    expected: str,
    marked: list[str],
) -> None:
    link = cited(written(tmp_path, CORPUS.replace(OPEN, "")), WEAK)
    written(tmp_path, CORPUS.replace(OPEN, ""), port=edited)
    app = on(open_app(tmp_path), "sources", cite=link)
    seen = shown(app)
    assert (state(seen), seen.texts.get("mark", [])) == (expected, marked)
    assert seen.attributes["role"][0] == "alert"
    told = wording.STATE_TOLD[expected]  # type: ignore[index]
    assert seen.text.count(told) == 1 + len(marked), "above, and beside the mark"
    assert seen.texts["h2"] == ([wording.ARTICLES] if expected == "gone" else ["Port Diary"])
    assert ("button" in seen.tags) == (expected == "moved"), "only a quote can be copied"


def test_that_nothing_stands_where_a_sentence_was_taken_out_is_told(
    tmp_path: Path, open_app: Callable[[Path], AppTest]
) -> None:
    link = cited(written(tmp_path, CORPUS.replace(OPEN, "")), WEAK)
    written(tmp_path, CORPUS.replace(OPEN, ""), port=PORT.replace(WEAK, ""))
    seen = shown(on(open_app(tmp_path), "sources", cite=link))
    assert (
        state(seen) == "changed" and wording.NOTHING_LEFT in seen.text and "mark" not in seen.tags
    )


def test_a_link_to_words_that_are_no_sentence_marks_them_and_offers_no_citation(
    app: AppTest, boats: Path
) -> None:
    document = KnowledgeBase.open(boats).corpus.document("harbour")
    heading = next(block for block in document.blocks if block.level == 2)
    seen = shown(on(app, "sources", cite=Span(document, heading.start, heading.end).address))
    assert (
        seen.texts["mark"] == [document.text[heading.start : heading.end]]
        and "button" not in seen.tags
    )


def test_a_link_whose_words_are_altered_shows_its_article_and_says_that_the_quote_is_gone(
    app: AppTest, boats: Path
) -> None:
    digest, place, _ = cited(boats, WEAK).split(":", 2)
    seen = shown(on(app, "sources", cite=f"{digest}:{place}:never|{'0' * 16}|written"))
    assert (state(seen), seen.texts["h2"]) == ("gone", ["Port Diary"]) and "mark" not in seen.tags


@pytest.mark.parametrize(
    "link",
    [
        "nonsense",
        "<b>x</b>",
        f"{'0' * 64}:5-5:a|{'0' * 16}|b",
        f"{'0' * 64}:1-5:%ff|{'0' * 16}|b",
        "x" * 9999,
    ],
)
def test_a_link_that_is_none_is_told(app: AppTest, link: str) -> None:
    seen = shown(on(app, "sources", cite=link))
    assert wording.BROKEN_LINK in seen.text and len(seen.text) < 500
    assert seen.attributes["role"] == ["alert"] and seen.texts["h2"] == [wording.ARTICLES]


def test_words_that_are_looked_for_are_marked_counted_and_led_to(app: AppTest) -> None:
    on(app, "sources").text_input(key="find").set_value(" ENGINE ").run()
    seen = shown(app)
    assert address(app) == {"article": ["harbour"], "find": ["ENGINE"]}
    assert seen.texts["mark"] == ["engine", "engine"]
    assert [link for link in seen.links if link.startswith("#found")] == ["#found-1", "#found-2"]
    assert "2 places in this article" in seen.text
    (elsewhere,) = [parameters(link) for link in seen.links if "?" in link]
    assert elsewhere == {"article": ["port"], "find": ["ENGINE"]}
    assert "Also in: Port Diary (2)" in seen.texts["p"]


def test_words_that_stand_in_another_article_alone_lead_there(app: AppTest) -> None:
    seen = shown(on(app, "sources", article="port", find="4,000 horsepower"))
    assert (
        "0 places in this article" in seen.text and "Also in: Harbour News (1)" in seen.texts["p"]
    )
    assert "mark" not in seen.tags


def test_words_that_stand_nowhere_are_told_to_stand_nowhere(app: AppTest) -> None:
    seen = shown(on(app, "sources", find="submarine"))
    assert "0 places in this article" in seen.text and wording.FOUND_ELSEWHERE not in seen.text
    assert seen.texts["h2"] == ["Working Boats"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_search_breaks_the_page(app: AppTest, words: str) -> None:
    assert "0 places in this article" in shown(on(app, "sources", find=words)).text


def test_a_search_is_left_behind_when_its_words_are_deleted(app: AppTest) -> None:
    on(app, "sources", article="port", find="engine").text_input(key="find").set_value("").run()
    assert address(app) == {"article": ["port"]} and "mark" not in shown(app).tags


def test_a_search_leaves_the_quote_of_the_link_behind(app: AppTest, boats: Path) -> None:
    on(app, "sources", cite=cited(boats, WEAK)).text_input(key="find").set_value("ferry").run()
    seen = shown(app)
    assert address(app) == {"article": ["port"], "find": ["ferry"]}
    assert seen.texts["mark"] == ["ferry"] and "dd" not in seen.tags


# My quotes


@pytest.fixture
def keeps(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str] | None], None]:
    """Lets the browser tell which quotes its reader keeps; without one it tells nothing."""
    return lambda addresses: monkeypatch.setattr("kb.pages.frame.kept", lambda: addresses)


def test_the_page_waits_until_the_browser_has_told_what_is_kept(app: AppTest) -> None:
    assert wording.LOOKING in shown(on(app, "quotes")).texts["p"]


def test_a_reader_who_keeps_nothing_is_told_how(
    app: AppTest, keeps: Callable[[list[str] | None], None]
) -> None:
    keeps([])
    assert wording.NONE_KEPT in shown(on(app, "quotes")).texts["p"] and not app.download_button


def test_what_is_kept_stands_in_its_order_with_its_references(
    app: AppTest, keeps: Callable[[list[str] | None], None], boats: Path
) -> None:
    keeps([cited(boats, WEAK), cited(boats, STRONG)])
    seen = shown(on(app, "quotes"))
    assert seen.texts["blockquote"] == [WEAK, STRONG]
    assert seen.attributes["value"][:2] == ["1", "2"]
    assert "Ann Smith. (2024, May 6). Working boats. Harbour News." in seen.text
    names = [button.label for button in app.download_button]
    assert names == [wording.DOWNLOAD_QUOTES, "BibTeX", "RIS", "CSL-JSON"]
    app.button_group[0].set_value(["MLA"]).run()
    assert "“Working Boats.” Harbour News, 6 May 2024." in shown(app).text


@pytest.mark.parametrize("address", ["nonsense", "<b>", f"{'0' * 64}:1-9:a|{'0' * 16}|b"])
def test_what_is_kept_and_stands_nowhere_is_told_and_can_be_let_go(
    app: AppTest, keeps: Callable[[list[str] | None], None], boats: Path, address: str
) -> None:
    keeps([address, cited(boats, WEAK)])
    seen = shown(on(app, "quotes"))
    assert seen.texts["blockquote"] == [WEAK] and wording.LOST in seen.texts["h3"]
    assert address in seen.attributes["data-keep"]


# Every page

PAGES = ("ask", "compare", "sources", "quotes")


@pytest.mark.parametrize("name", PAGES)
def test_a_missing_corpus_is_told_in_one_sentence(
    tmp_path: Path, open_app: Callable[[Path], AppTest], name: str
) -> None:
    seen = shown(on(open_app(tmp_path / "nowhere"), name))
    assert seen.texts["h1"] == [wording.KEPT if name == "quotes" else name.capitalize()]
    assert "nowhere" in seen.texts["div"][0] and "Traceback" not in seen.text


@pytest.mark.parametrize("name", PAGES)
def test_a_corpus_without_title_subjects_and_facets_is_shown(
    tmp_path: Path, open_app: Callable[[Path], AppTest], name: str
) -> None:
    app = on(open_app(written(tmp_path, SOURCES)), name)
    seen = shown(app)
    assert seen.texts["h1"] == [
        {
            "ask": wording.TITLE,
            "compare": wording.COMPARE_TITLE,
            "sources": wording.SOURCES_TITLE,
            "quotes": wording.KEPT,
        }[name]
    ]
    assert not app.button


def test_a_question_to_a_corpus_without_facets_is_answered(
    tmp_path: Path, open_app: Callable[[Path], AppTest]
) -> None:
    text = f"general_topics = false\n{SOURCES}"  # which the hash embedder cannot tell from it
    app = on(open_app(written(tmp_path, text)), "ask", q="How strong is the engine?")
    assert shown(app).texts["h2"] == [wording.STATUS["answered"]] and not app.button
    assert STRONG in shown(app).texts["blockquote"]


@pytest.mark.parametrize("name", PAGES)
def test_articles_edited_while_the_app_runs_are_told_of(
    tmp_path: Path, open_app: Callable[[Path], AppTest], name: str
) -> None:
    app = on(open_app(written(tmp_path, CORPUS)), name)
    assert wording.OUTDATED not in shown(app).text
    (tmp_path / "port.txt").write_text(PORT + "\nOne more line.\n", encoding="utf-8")
    st.cache_data.clear()  # what is remembered for some seconds
    assert wording.OUTDATED in shown(app.run()).texts["p"]
    shutil.rmtree(tmp_path)
    st.cache_data.clear()
    assert wording.OUTDATED in shown(app.run()).texts["p"]


def test_the_articles_are_not_read_again_for_every_question(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.run()
    monkeypatch.setattr(
        KnowledgeBase, "is_current", lambda base: pytest.fail("the articles were looked at again")
    )
    shown(on(app, "ask", q=ONE_SIDED))


def test_the_knowledge_base_is_opened_once_for_all_pages_and_readers(
    tmp_path: Path, open_app: Callable[[Path], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, times = KnowledgeBase.open(written(tmp_path, CORPUS)), 0

    def open_once(*_: object, **__: object) -> KnowledgeBase:
        nonlocal times
        times += 1
        return base

    monkeypatch.setattr(KnowledgeBase, "open", open_once)
    for name in (*PAGES, *PAGES):
        shown(on(open_app(tmp_path), name))
    assert times == 1


# Tags that our own parts are made of; a hostile text brings none, and no attribute that runs
# anything.
TEXTS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "p",
    "div",
    "span",
    "a",
    "bdi",
    "cite",
    "br",
    "strong",
    "b",
    "i",
    "mark",
    "blockquote",
    "q",
}
LISTS = {"ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "button", "nav", "section"}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus with every hostile text that fits on a line in each of its texts."""
    evil = " ".join(text for text in HOSTILE if "\n" not in text)
    told = f"'''{evil}'''".replace("'quoted'", "quoted")
    toml = f"""title = {told}
[[sources]]
file = "harbour.txt"
title = {told}
publisher = {told}
author = {told}
fact_checker = {told}
url = {told}
[[sources]]
file = "port.txt"
id = {told}
[[subjects]]
id = "tug"
name = {told}
aliases = ["tug"]
[[subjects]]
id = {told}
name = "ferry"
[[facets]]
id = {told}
name = {told}
cues = ["engine"]
questions = ["How strong is the engine?", {told}]
[[open_topics]]
id = "price"
name = {told}
questions = ["What does it cost?"]
[[disagreements]]
subject = "tug"
facet = {told}
note = {told}
quotes = [{{source = "harbour", text = "{STRONG}"}}, {{source = {told}, text = "{WEAK}"}}]
"""
    text = f"{evil}\n\n{HARBOUR.replace('ships', evil)}\n\n- {evil} tug engine.\n"
    return written(tmp_path_factory.mktemp("hostile"), toml, harbour=text)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("ask", {}),
        ("ask", {"q": BOTH}),
        ("ask", {"q": "What does it cost?"}),
        ("compare", {}),
        ("compare", {"show": "gaps"}),
        ("compare", {"show": "disagreements"}),
        ("sources", {}),
        ("sources", {"find": "engine"}),
        ("sources", {"cite": STRONG}),
    ],
)
def test_a_hostile_corpus_brings_no_element_of_its_own_to_any_page(
    hostile: Path, open_app: Callable[[Path], AppTest], name: str, parameters: dict[str, str]
) -> None:
    if "cite" in parameters:
        parameters = {"cite": cited(hostile, STRONG)}
    app = on(open_app(hostile), name, **parameters)
    seen = shown(app)
    assert set(seen.tags) <= TEXTS | LISTS | TABLES
    assert not [
        name
        for name in seen.attributes
        if name.startswith("on") or name in ("style", "src", "action")
    ]
    assert not [link for link in seen.links if not link.startswith(("#", "sources?", "compare?"))]
    assert "<script>window.__pwned=1</script>" in seen.text
    options = [option for group in app.pills for option in group.options]
    assert not [
        label
        for label in (*[b.label for b in app.button], *options)
        if re.search(r"(?<!\\)[*`:\[\]$<>&~#]", label)
    ]


@pytest.mark.slow
def test_every_example_of_the_articles_is_answered(open_app: Callable[[Path], AppTest]) -> None:
    app = open_app(ROOT / "corpus").run()
    asked = len(app.button)
    assert asked == 6
    for number in range(1, asked + 1):
        fresh = open_app(ROOT / "corpus").run()
        fresh.button(key=f"suggestion-{number}").click().run()
        answered = {wording.STATUS["answered"], *wording.OVERVIEW.values()}
        assert shown(fresh).texts["h2"][0] in answered

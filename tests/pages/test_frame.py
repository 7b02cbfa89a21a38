"""What every page begins and ends with: the window's title, the address and the widgets, and what
the page's script is told.
"""

from __future__ import annotations

import json
import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kb import KnowledgeBase
from kb.pages import frame
from kb.rendering import wording_en as wording

PAGES = frame.HERE
HTML = PAGES.parent / "rendering" / "html"


@pytest.mark.parametrize(
    ("page", "what", "title"),
    [
        ("Ask", "", "Ask · Boats"),
        ("Ask", "Who pulls?", "Who pulls? · Ask · Boats"),
        ("Ask", "x" * 60, f"{'x' * 60} · Ask · Boats"),
        ("Ask", "x" * 61, f"{'x' * 59}… · Ask · Boats"),
        ("Sources", "{page} %s", "{page} %s · Sources · Boats"),
    ],
)
def test_the_window_is_named_by_what_is_on_the_page(
    monkeypatch: pytest.MonkeyPatch, page: str, what: str, title: str
) -> None:
    told: list[str] = []
    monkeypatch.setattr(st, "set_page_config", lambda page_title: told.append(page_title))
    monkeypatch.setattr(st, "session_state", {"name": "Boats"})
    frame.name_window(page, what)
    assert told == [title]


def widgets() -> None:
    """A page of two widgets, as ours are written."""
    import streamlit as st

    from kb.pages import frame

    def write() -> None:
        frame.to_address(word=st.session_state.word, letters=st.session_state.letters)

    frame.from_address(
        word=st.query_params.get("word", ""), letters=st.query_params.get_all("letters")
    )
    st.text_input("Word", key="word", on_change=write)
    st.pills("Letters", ["a", "b", "c"], key="letters", selection_mode="multi", on_change=write)


@pytest.fixture
def script() -> AppTest:
    return AppTest.from_function(widgets)


def read(script: AppTest) -> tuple[str, list[str], dict[str, list[str]]]:
    """The widgets' values, and the address."""
    assert not script.exception
    address = {
        name: [value] if isinstance(value, str) else value
        for name, value in script.query_params.items()
    }
    return (
        script.text_input(key="word").value or "",
        list(script.pills(key="letters").value or []),
        address,
    )


def test_widgets_begin_with_what_the_address_says(script: AppTest) -> None:
    script.query_params.update({"word": "boat", "letters": ["c", "a"]})
    assert read(script.run())[:2] == ("boat", ["c", "a"])


def test_a_widget_that_changes_writes_the_address_and_empty_ones_are_left_out(
    script: AppTest,
) -> None:
    script.run().text_input(key="word").set_value("boat").run()
    assert read(script) == ("boat", [], {"word": ["boat"]})
    script.pills(key="letters").set_value(["b", "a"]).run()
    assert read(script) == ("boat", ["b", "a"], {"word": ["boat"], "letters": ["b", "a"]})
    script.text_input(key="word").set_value("").run()
    assert read(script) == ("", ["b", "a"], {"letters": ["b", "a"]})


def test_an_address_that_changes_moves_the_widgets(script: AppTest) -> None:
    script.query_params.update({"word": "boat", "letters": ["a"]})
    script.run()
    script.query_params["word"] = "ship"
    assert read(script.run())[:2] == ("ship", ["a"])
    script.query_params.clear()
    assert read(script.run())[:2] == ("", [])


def test_an_address_that_stays_leaves_the_widgets_alone(script: AppTest) -> None:
    script.query_params["word"] = "boat"
    script.run()
    script.session_state["word"] = (
        "typed"  # as while a widget's value is on its way into the address
    )
    assert read(script.run())[0] == "typed"


# What the page's script is told at the end of each state

STATES: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("ask", {}, {"focus": "input[type=search]"}),
    ("ask", {"q": "Do bakers need a licence?"}, {"news": "#status"}),
    ("ask", {"q": "What is the capital of France?"}, {"news": "#status"}),
    ("ask", {"q": "x" * 5000}, {}),
    ("compare", {}, {}),
    ("compare", {"show": "disagreements"}, {}),
    ("compare", {"facet": "nonsense"}, {}),
    ("sources", {}, {}),
    ("sources", {"article": "nonsense"}, {}),
    ("sources", {"find": "sugar"}, {"show": "#found-1"}),
    ("sources", {"find": "submarine"}, {}),
    ("sources", {"cite": "They sit a practical exam before the guild."}, {"show": "#quoted-1"}),
    ("sources", {"cite": f"{'0' * 64}:1-9:never|{'0' * 16}|written"}, {}),
]


@pytest.mark.parametrize(("name", "parameters", "told"), STATES)
def test_every_state_of_a_page_ends_with_its_script_once(
    bakers: KnowledgeBase,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    parameters: dict[str, str],
    told: dict[str, str],
) -> None:
    monkeypatch.setattr(frame, "open_base", lambda corpus, index: bakers)
    monkeypatch.setattr(
        "streamlit.components.v2.manifest_scanner.scan_component_manifests", list
    )  # it takes 0.2 s
    ended: list[dict[str, str]] = []
    monkeypatch.setattr(frame, "_BEHAVIOUR", lambda data, key: ended.append(data))
    app = AppTest.from_file(str(PAGES / "start.py"), default_timeout=60)
    app.switch_page(f"{name}.py")
    for parameter, value in parameters.items():
        found = [sentence.address for sentence in bakers.index.sentences if sentence.text == value]
        app.query_params[parameter] = found[0] if found else value
    assert not app.run().exception
    (data,) = ended
    page, _, asked = data.pop("state").partition(
        " "
    )  # it tells a rerun from another page or question
    assert page == name.capitalize() and json.loads(asked).keys() == parameters.keys()
    assert data.pop("name") == bakers.corpus.title or wording.TITLE
    assert bool(data.pop("beside")) == (name == "compare" or "news" in told)
    assert {what: selector for what, selector in data.items() if selector} == told


def test_a_page_shows_html_only_by_what_takes_no_plain_text() -> None:
    """`frame.draw` takes Markup; what Streamlit has for it takes any text."""
    pages = [path for path in PAGES.glob("*.py") if path.name != "frame.py"]
    shown = re.compile(r"\bst\.(html|markdown|write)\(|unsafe_allow_html")
    written = {page.name: page.read_text(encoding="utf-8") for page in pages}
    assert [name for name, source in written.items() if shown.search(source)] == []
    assert all("frame.draw(" in written[f"{name}.py"] for name in ("ask", "compare", "sources"))


def test_the_script_finds_what_the_pages_call_by_name() -> None:
    """Names that stand in HTML here and in selectors there."""
    script = (PAGES / "page.js").read_text(encoding="utf-8")
    html = "".join(path.read_text(encoding="utf-8") for path in HTML.glob("*.py"))
    ours = re.findall(r"dataset\.(\w+)", script)
    assert {"copied", "notCopied"} <= set(ours)
    for name in set(ours) - {"label", "count"}:  # which the script itself sets
        assert f"data-{re.sub('([A-Z])', lambda found: '-' + found[0].lower(), name)}=" in html
    style = (PAGES / "style.css").read_text(encoding="utf-8")
    assert all(f".{name}" in style for name in re.findall(r'className: "([\w-]+)"', script))


def test_every_class_in_the_style_is_used_by_a_page() -> None:
    written = "".join(
        path.read_text(encoding="utf-8") for path in (*PAGES.glob("*.[pj]*"), *HTML.glob("*.py"))
    )
    kinds = [
        "-".join(re.findall(r"\w+", kind))
        for kind in (*wording.STATUS, *wording.CLAIM, *wording.VERDICT, *wording.STATE)
    ]
    blocks = ["heading", "paragraph", "item", "byline", "boilerplate"]
    made = {
        *kinds,
        *blocks,
        *[f"level-{level}" for level in range(1, 7)],
        *[f"shade-{shade}" for shade in range(5)],
    }
    style = re.sub(
        r"/\*.*?\*/", "", (PAGES / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL
    )
    names = set(re.findall(r"\.kb-([a-z0-9-]+)", style))
    assert (
        sorted(
            name
            for name in names - made
            if f"kb-{name}" not in written and f'"{name}' not in written
        )
        == []
    )


@pytest.mark.parametrize("name", ["ask", "compare", "sources"])
def test_a_fault_of_ours_is_told_in_our_words_and_the_log_holds_the_rest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    def fail(corpus: str, index: str | None) -> KnowledgeBase:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(frame, "open_base", fail)
    app = AppTest.from_file(str(PAGES / "start.py"), default_timeout=60)
    app.switch_page(f"{name}.py")
    assert not app.run().exception
    shown = "".join(element.body for element in app.html)
    assert f'<h1 class="kb"><bdi>{wording.FAULT}</bdi></h1>' in shown
    assert wording.FAULT_TOLD in shown
    assert "secret" not in shown and "Traceback" not in shown
    (record,) = [record for record in caplog.records if record.name == frame.__name__]
    assert record.exc_info and "a secret of the server" in str(record.exc_info[1])

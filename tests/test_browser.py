"""The app in a real browser: journeys, hostile text, no network, accessibility; screenshots of every state in `screenshots/`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

from kb import build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SCREENSHOTS = ROOT / "screenshots"
READY_MS = 90_000  # the first page of a server may wait for the index to be built
SIZES = {1280: 900, 375: 812}  # a laptop and a phone, in CSS pixels
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}  # of the themes in .streamlit/config.toml

COMPARISON = "How does the education of case managers and social workers differ?"
SIMPLE = "What does LCSW stand for?"
NOT_COVERED = "Who earns more?"
STATES = {"fresh": "", "answered": SIMPLE, "comparison": COMPARISON, "not-covered": NOT_COVERED}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Streamlit's own faults, by axe's name, each with its reason. Empty: none is left on this page.
NOT_OURS: dict[str, str] = {}

PWN = "<script>window.__pwned=1</script><img src=x onerror=window.__pwned=1>"
RTL = "\u202eevil\u2066 text"
LONG = "w" * 10_000


@pytest.fixture(scope="module")
def app(serve: Callable[..., str]) -> Iterator[str]:
    """The address of the app over the repository's own articles."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_CORPUS", str(ROOT / "corpus"))
        patch.delenv("KB_INDEX", raising=False)
        yield serve(ROOT / "app.py")


@pytest.fixture(scope="module")
def hostile(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over an article whose every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "boats.txt").write_text(
        f"Boats {PWN}\n\nTugs {PWN} **bold**\n\nA tug {PWN} pulls ships. {RTL} A tug is strong :material/home:.\n\n"
        f"A tug is long: {LONG}.\n",
        encoding="utf-8",
    )
    (folder / "corpus.toml").write_text(
        f"title = '''{PWN}'''\n[[sources]]\nfile = 'boats.txt'\npublisher = '''{PWN} {RTL}'''\nauthor = '''{PWN}'''\n"
        f"[[subjects]]\nname = 'tug'\n[[facets]]\nname = 'strength'\ncues = ['strong']\n"
        f"questions = ['''How strong is a tug? {PWN} :material/home: **b** [a](b) a@example.org www.example.org''']\n",
        encoding="utf-8",
    )
    build(folder, model="hash-256")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_CORPUS", str(folder))
        patch.delenv("KB_INDEX", raising=False)
        yield serve(ROOT / "app.py")


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages and closes them after the test."""
    pages: list[Page] = []

    def opened() -> Page:
        page = browser.new_page(viewport={"width": 1280, "height": SIZES[1280]}, color_scheme="light")
        page.set_default_timeout(READY_MS)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()


def go(page: Page, app: str, question: str = "") -> None:
    page.goto(f"{app}/?q={quote(question)}" if question else app)
    settle(page)


def settle(page: Page) -> None:
    page.locator("h1").wait_for()  # first: the state is "notRunning" before the script begins, too
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def until_heading(page: Page, words: str) -> None:
    page.get_by_role("heading", name=words, exact=True).wait_for()
    settle(page)


def until_box(page: Page, words: str) -> None:
    page.wait_for_function("words => document.querySelector('input')?.value === words", arg=words)
    settle(page)


def scrolls_sideways(page: Page) -> bool:
    """Whether the page, or the part of it that scrolls, is wider than the window."""
    return bool(
        page.evaluate(
            "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".some(each => each.scrollWidth > each.clientWidth)"
        )
    )


def test_a_link_opens_with_quotes_that_are_the_articles_characters(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    go(page, app, COMPARISON)
    assert page.title() == "Ask · kb"
    until_box(page, COMPARISON)
    quotes = page.locator(".kb-quotes blockquote").all_text_contents()
    offsets = page.locator(".kb-offsets").all_text_contents()
    assert len(quotes) == len(offsets) >= 4
    for text, told in zip(quotes, offsets, strict=True):
        start, end, source = re.fullmatch(r"Characters (\d+) to (\d+) of (\w+)", told).groups()  # type: ignore[union-attr]
        article = (ROOT / "corpus" / f"{source}.txt").read_text(encoding="utf-8")
        assert article[int(start) : int(end)] == text
    assert page.locator(".kb-quotes mark").all_text_contents() == quotes
    assert set(page.locator(".kb-said").all_text_contents()) <= set(quotes)


def test_a_comparison_is_a_table_to_assistive_technology_on_a_phone_too(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    go(page, app, COMPARISON)
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        table = page.get_by_role("table", name="Side by side, word for word")
        assert table.get_by_role("columnheader").all_text_contents() == ["Topic", "Case manager", "Social worker"]
        assert table.get_by_role("rowheader").all_text_contents() == ["Education"]
        assert table.get_by_role("cell").count() == 3  # a subject each, and the verdict


def test_a_passage_opens_and_a_number_leads_to_its_quote(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    go(page, app, COMPARISON)
    page.get_by_role("link", name="quote [").last.click()
    last = page.locator(".kb-quotes > li:target")
    last.wait_for()
    assert last.evaluate("each => each.getBoundingClientRect().top < innerHeight")
    last.locator("summary").focus()
    page.keyboard.press("Enter")
    last.locator("mark").wait_for(state="visible")
    page.go_back()
    until_box(page, COMPARISON)
    assert page.url.endswith("differ%3F")


def test_typing_back_forward_and_reload(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    go(page, app)
    box = page.get_by_label("Your question")
    box.fill(SIMPLE)
    box.press("Enter")
    until_heading(page, "What the sources say")
    box.fill(NOT_COVERED)
    box.press("Enter")
    until_heading(page, "The sources do not say")
    assert page.url == f"{app}/?q={quote(NOT_COVERED).replace('%20', '+')}"
    page.go_back()
    until_heading(page, "What the sources say")
    until_box(page, SIMPLE)
    page.go_back()
    until_heading(page, "Questions you can try")
    until_box(page, "")
    page.go_forward()
    until_heading(page, "What the sources say")
    page.reload()
    until_heading(page, "What the sources say")
    until_box(page, SIMPLE)


def test_an_example_is_answered_with_a_click(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    go(page, app)
    example = page.get_by_role("button", name="What degree do you need?")
    example.click()
    until_heading(page, "What the sources say")
    until_box(page, "What degree do you need?")


def test_a_hostile_question_runs_nothing_and_stays_as_typed(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    question = f"{PWN} {RTL} :material/home: **b**"
    go(page, app, question)
    until_box(page, question)
    assert page.get_by_text("The sources never mention “script”").is_visible()
    page.wait_for_timeout(200)  # an image that fails to load would have run by then
    assert page.evaluate("window.__pwned") is None


def test_hostile_articles_run_nothing_and_show_as_written(hostile: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(urlsplit(request.url).path))
    go(page, hostile)
    assert page.locator("h1").text_content() == PWN
    example = page.locator('[data-testid="stButton"] button')
    written = (example.text_content() or "").replace("\u2060", "")
    assert written == f"How strong is a tug? {PWN} :material/home: **b** [a](b) a@example.org www.example.org"
    assert not scrolls_sideways(page)
    page.set_viewport_size({"width": 375, "height": SIZES[375]})
    assert not scrolls_sideways(page)
    go(page, hostile, "How strong and how long is a tug?")
    quotes = page.locator(".kb-quotes blockquote").all_text_contents()
    assert any(PWN in text for text in quotes) and any(LONG in text for text in quotes)
    page.locator("summary").first.click()
    page.wait_for_timeout(200)  # an image that fails to load would have run by then
    assert page.evaluate("window.__pwned") is None
    assert page.locator(".kb script, .kb img, button a, button img").count() == 0
    assert "/x" not in requested
    assert not scrolls_sideways(page)
    page.set_viewport_size({"width": 1280, "height": SIZES[1280]})
    assert not scrolls_sideways(page)


def test_no_request_leaves_the_machine(app: str, new_page: Callable[..., Page]) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    for question in ("", COMPARISON):
        go(page, app, question)
    page.wait_for_load_state("networkidle")
    hosts = {urlsplit(url).hostname for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert hosts == {urlsplit(app).hostname}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(app: str, new_page: Callable[..., Page], state: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    page = new_page()
    go(page, app, STATES[state])
    if STATES[state]:
        page.locator("summary").first.click()
    for scheme, background in BACKGROUNDS.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(
            "colour => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor === colour", arg=background
        )
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            assert not scrolls_sideways(page), (scheme, width)
            assert faults(page) == [], (scheme, width)
            picture(page, f"{state}-{width}-{scheme}.png")


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds against WCAG 2.2 A and AA and its best practices: rule and the elements' HTML."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found if each["id"] not in NOT_OURS]


def picture(page: Page, name: str) -> None:
    """The whole page: Streamlit scrolls a part of it, so the window is made as high as that part."""
    before = page.viewport_size
    assert before
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": height})
    page.screenshot(path=SCREENSHOTS / name)
    page.set_viewport_size(before)

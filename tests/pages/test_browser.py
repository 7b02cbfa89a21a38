"""The app in a real browser: journeys, links, copying, the keyboard, layout, accessibility, hostile
text, and no network.

Screenshots of every state go to `screenshots/`. Every page of every test must also run without an
error of its scripts, open no dialog and run nothing that a document brings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from kb import KnowledgeBase, Span, build
from kb.rendering import wording_en as wording

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "screenshots"
READY_MS = 90_000  # the first page of a server may wait for the index to be built
SOON_MS = 15_000  # what an open page does, on a busy machine
ANSWERED_SECONDS = 2.0
WIDTHS = (
    1280,
    640,
    375,
    320,
)  # a laptop, the same zoomed to 200 %, a phone, the narrowest that WCAG 2.2 (1.4.10) asks for
PICTURED = (1280, 375)
HEIGHTS = {1280: 900, 640: 450, 375: 812, 320: 568}
BACKGROUNDS = {
    "light": "rgb(255, 255, 255)",
    "dark": "rgb(18, 22, 28)",
}  # of the themes in .streamlit/config.toml

COMPARISON = "How does the education of case managers and social workers differ?"
ONE_SIDED = "What professional bodies do case managers have?"
PARTLY = "How do the education and salary of case managers and social workers differ?"
NOT_COVERED = "Who earns more?"
OVERVIEW = "What is the difference between a social worker and a case manager?"
CASE = "mum has three doctors who never talk to each other, who is supposed to sort that out?"
DISAGREEMENT = "Do the two articles contradict each other?"
STATEMENT = "Case managers must hold a PhD."
NAME = "Social workers and case managers"  # of the corpus, and of the app over it
EXAMPLE = "Who may give therapy?"  # the second that is suggested
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile"
    " Safari/537.36"
)
NOWHERE = f"{'0' * 64}:0-10:before|{'0' * 16}|after"  # the address of a quote that no article holds


class State(NamedTuple):
    """A page as a reader may see it: its address, words that stand on it when it is drawn, and what
    is opened by hand.
    """

    path: str
    words: str
    opened: str = ""


STATES = {
    "ask": State("", wording.EXAMPLES),
    "ask-one-sided": State("?" + urlencode({"q": ONE_SIDED}), wording.FOLLOW_UPS, wording.DETAILS),
    "ask-comparison": State(
        "?" + urlencode({"q": COMPARISON}), wording.FOLLOW_UPS, wording.DETAILS
    ),
    "ask-partly": State("?" + urlencode({"q": PARTLY}), wording.FOLLOW_UPS, "more quotes"),
    "ask-not-covered": State("?" + urlencode({"q": NOT_COVERED}), wording.NEAREST, wording.DETAILS),
    "ask-too-long": State("?" + urlencode({"q": "degree " * 1000}), wording.REFUSED),
    "ask-overview": State("?" + urlencode({"q": OVERVIEW}), wording.FOLLOW_UPS),
    "ask-statement": State("?" + urlencode({"q": STATEMENT}), wording.FOLLOW_UPS),
    "ask-follow-up": State("?" + urlencode({"q": "why", "after": ONE_SIDED}), "Ask it by itself"),
    "ask-case": State("?" + urlencode({"q": CASE}), wording.FOLLOW_UPS),
    "ask-disagreement": State(
        "?" + urlencode({"q": DISAGREEMENT}), wording.FOLLOW_UPS, "more quote"
    ),
    "ask-small-talk": State("?q=hello", wording.EXAMPLES),
    "compare": State("compare", wording.DOWNLOAD, "more quotes"),
    "compare-map": State("compare?view=map", wording.DOWNLOAD),
    "compare-disagreements": State("compare?show=disagreements", "Different voices"),
    "compare-choosing": State("compare", wording.DOWNLOAD, wording.ALL_TOPICS),
    "compare-one": State(
        "compare?subject=case_manager&facet=education&facet=licensure", wording.DOWNLOAD
    ),
    "compare-gaps": State("compare?show=gaps", wording.DOWNLOAD),
    "compare-no-gaps": State("compare?facet=education&show=gaps", wording.NO_GAPS),
    "compare-no-disagreements": State(
        "compare?facet=definition&show=disagreements", wording.NO_DISAGREEMENTS
    ),
    "compare-unknown": State("compare?facet=nowhere&show=gaps", wording.REFUSED),
    "sources": State("sources", "fact-checked by", wording.CONTENTS),
    "sources-cited": State("", wording.STATE["exact"]),  # its address is found when the test runs
    "sources-gone": State("sources?" + urlencode({"cite": NOWHERE}), wording.STATE["gone"]),
    "sources-broken": State("sources?cite=nonsense", wording.REFUSED),
    "sources-found": State("sources?find=licens", "places in this article"),
    "quotes-none": State("quotes", "You keep no quotes yet"),
}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Streamlit's own faults, by axe's name, each with its reason.
NOT_OURS: dict[str, str] = {}

PWN = "<script>window.__pwned=1</script><img src=x onerror=window.__pwned=1>"
MARKS = ":material/home: **bold** `code` [a](javascript:alert) www.example.org"
RTL = "\u202eevil\u2066 text"
LONG = "w" * 10_000
EVIL = f"{PWN} {MARKS} {RTL}"

BOATS = """Working Boats

Tugs

A tug pulls big ships. Every tug has a strong engine of 4,000 horsepower.

Ferries

A ferry carries people across the water. Every ferry has a small engine in its hull.

Barges

A barge is moored most of the time. It carries sand.
"""
LAKE_TOML = """
[[sources]]
file = "lake.txt"
publisher = "Lake Post"
"""
BOATS_TOML = f"""
title = "Boats"
[[sources]]
file = "harbour.txt"
publisher = "Harbour News"
author = "Ann Smith"
published = 2024-05-06
{LAKE_TOML}
[[subjects]]
name = "tug"
[[subjects]]
name = "ferry"
[[facets]]
id = "engine"
cues = ["engine", "horsepower"]
questions = ["How strong is the engine?"]
"""
LAKE = "Boats of the Lake\n\nA rowing boat has no engine at all.\n"
QUOTES = {
    "exact": "A tug pulls big ships.",
    "changed": "Every tug has a strong engine of 4,000 horsepower.",
    "moved": "Every ferry has a small engine in its hull.",
    "gone": "It carries sand.",
    "removed": "A rowing boat has no engine at all.",
}
EDITS = {
    "4,000": "5,000, some of 6,000,",
    "Barges\n\nA barge is moored most of the time. It carries sand.": "Rafts\n\nA raft drifts.",
}


@pytest.fixture(scope="module")
def app(serve: Callable[..., str]) -> Iterator[str]:
    """The address of the app over the repository's own articles."""
    yield from served(serve, ROOT / "corpus")


def served(serve: Callable[..., str], folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_CORPUS", str(folder))
        patch.delenv("KB_INDEX", raising=False)
        yield serve(ROOT / "app.py")


class Boats(NamedTuple):
    """Two articles that were edited after links into them were made."""

    app: str
    links: dict[str, str]
    folder: Path
    base: KnowledgeBase


@pytest.fixture(scope="module")
def boats(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Boats]:
    folder = tmp_path_factory.mktemp("boats")
    (folder / "harbour.txt").write_text(BOATS, encoding="utf-8")
    (folder / "lake.txt").write_text(LAKE, encoding="utf-8")
    (folder / "corpus.toml").write_text(BOATS_TOML, encoding="utf-8")
    links = {
        state: link_to(build(folder, model="hash-256"), words) for state, words in QUOTES.items()
    }
    edited = BOATS
    for old, new in EDITS.items():
        edited = edited.replace(old, new)
    (folder / "harbour.txt").write_text(edited, encoding="utf-8")
    (folder / "lake.txt").unlink()
    (folder / "corpus.toml").write_text(BOATS_TOML.replace(LAKE_TOML, ""), encoding="utf-8")
    base = build(folder, model="hash-256")
    for address in served(serve, folder):
        yield Boats(address, links, folder, base)


def link_to(base: KnowledgeBase, words: str) -> str:
    document = next(document for document in base.corpus.documents if words in document.text)
    start = document.text.index(words)
    return "sources?" + urlencode({"cite": Span(document, start, start + len(words)).address})


@pytest.fixture(scope="module")
def hostile(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over an article and a corpus whose every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "boats.txt").write_text(
        f"Boats {EVIL} {LONG}\n\nTugs {EVIL}\n\nA tug {PWN} pulls ships. {RTL} A tug is strong"
        f" :material/home:.\n\n• A tug: {EVIL} is strong.\n• A ferry: {LONG} is"
        f" strong.\n\n{LONG}\n\nA tug is long and strong: {LONG}.\n",
        encoding="utf-8",
    )
    (folder / "more.md").write_text(
        f"# {EVIL}\n\n## {LONG}\n\nA ferry is not strong. {EVIL}\n", encoding="utf-8"
    )
    (folder / "corpus.toml").write_text(
        f"general_topics = false\ntitle = '''{EVIL} {LONG}'''\n[[sources]]\nfile = 'boats.txt'\npublisher ="
        f" '''{EVIL}'''\nauthor = '''{EVIL} {LONG}'''\nfact_checker = '''{EVIL}'''\nurl ="
        " 'javascript:window.__pwned=1'\n[[sources]]\nfile = 'more.md'\npublisher ="
        f" '''{LONG}'''\n[[subjects]]\nid = 'tug'\nname = '''tug {EVIL}'''\naliases ="
        f" ['tug']\n[[subjects]]\nid = 'ferry'\nname = '''ferry {LONG}'''\naliases ="
        f" ['ferry']\n[[facets]]\nid = '''strength & {MARKS} <img src=x"
        f" onerror=window.__pwned=1>\"'''\nname = '''strength {EVIL}'''\ncues ="
        f" ['strong']\nquestions = ['''How strong is a tug? {EVIL}"
        f" a@example.org''']\n[[facets]]\nid = 'length'\nname = '''length {LONG}'''\ncues ="
        f" ['long']\nquestions = ['''How long is it? {LONG}''']\n[[open_topics]]\nid = 'pay'\nname"
        f" = '''pay {EVIL}'''\ncues = ['price']\nquestions = ['What is the price?']\n",
        encoding="utf-8",
    )
    build(folder, model="hash-256")
    yield from served(serve, folder)


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Every address that any page of this file has asked for."""
    return []


@pytest.fixture(scope="module")
def new_reader(browser: Browser, asked: list[str]) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser profiles of their own, in which copying is allowed, and closes them in the
    end.
    """
    readers: list[BrowserContext] = []

    def watch_sockets(page: Page) -> None:
        page.on("websocket", lambda socket: asked.append(socket.url))

    def opened(**options: Any) -> BrowserContext:
        reader = browser.new_context(**{"viewport": size(1280), "color_scheme": "light"} | options)
        reader.grant_permissions(["clipboard-read", "clipboard-write"])
        reader.set_default_timeout(SOON_MS)
        reader.set_default_navigation_timeout(READY_MS)
        reader.on("request", lambda request: asked.append(request.url))
        reader.on("page", watch_sockets)
        readers.append(reader)
        return reader

    yield opened
    for reader in readers:
        reader.close()


@pytest.fixture(scope="module")
def reader(new_reader: Callable[..., BrowserContext]) -> BrowserContext:
    return new_reader()


@pytest.fixture
def page(reader: BrowserContext) -> Iterator[Page]:
    """A new window; after the test nothing in it may have gone wrong."""
    faults: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    page = reader.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", dismiss)
    yield page
    pwned = page.evaluate("window.__pwned")
    faults += page.get_by_test_id("stException").all_text_contents()
    for each in reader.pages:
        each.close()
    assert pwned is None and faults == []


def size(width: int) -> Any:
    return {"width": width, "height": HEIGHTS[width]}


def go(page: Page, app: str, path: str = "") -> None:
    page.goto(f"{app}/{path}")
    settle(page, READY_MS)


def settle(page: Page, patience: float = SOON_MS) -> None:
    page.locator("h1").first.wait_for(
        timeout=patience
    )  # first: the state is "notRunning" before the script begins, too
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(
        timeout=patience
    )


def until(page: Page, condition: str, arg: object = None) -> None:
    """Waits for a JavaScript condition, and for the page to be drawn."""
    page.wait_for_function(condition, arg=arg)
    settle(page)


def until_title(page: Page, title: str) -> None:
    until(page, "title => document.title === title", title)


def until_heading(page: Page, words: str) -> None:
    page.get_by_role("heading", name=words, exact=True).wait_for()
    settle(page)


def until_box(page: Page, words: str) -> None:
    until(page, "words => document.querySelector('input[type=search]')?.value === words", words)


def until_words(page: Page, words: str) -> None:
    main(page).get_by_text(words).first.wait_for()
    settle(page)


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("Your question")
    box.fill(question)
    box.press("Enter")
    until_title(page, f"{shortened(question)} · Ask · {NAME}")


def shortened(question: str, longest: int = 60) -> str:
    return question if len(question) <= longest else f"{question[: longest - 1]}…"


def main(page: Page) -> Locator:
    return page.get_by_role("main").first


def all_of(page: Page) -> tuple[str, str, str]:
    """Title, address, and all that stands on the page, folded parts included, once none of it
    changes any more.
    """
    seen = None
    for _ in range(50):
        settle(page)
        now = page.title(), page.url, re.sub(r"\s+", " ", main(page).text_content() or "")
        if now == seen:
            return now
        seen = now
        page.wait_for_timeout(150)
    raise AssertionError(f"the page never comes to rest: {seen}")


def scroll_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop"))


def until_mark_shows(page: Page) -> Locator:
    """The marked words, once they have the focus and stand in the window, below what covers its
    top.
    """
    mark = page.locator(".kb-article mark").first
    mark.wait_for()
    until(
        page,
        """() => { const mark = document.querySelector('.kb-article mark'), box = mark.getBoundingClientRect();
           const {left, top} = mark.getClientRects()[0], seen = document.elementFromPoint(left + 4, top + 4);
           return mark === document.activeElement && box.top > 0 && box.bottom < innerHeight && mark.contains(seen); }""",
    )
    return page.locator(".kb-article mark")


def until_in_view(page: Page, element: str) -> None:
    """Waits until the element's first line stands in the window."""
    until(
        page,
        """id => { const {top} = document.getElementById(id).getBoundingClientRect();
           return top > 0 && top < innerHeight - 20; }""",
        element,
    )


def told_place(page: Page) -> tuple[int, int, str]:
    """Where the page says that the quote stands: start, end, and the article's id."""
    told = main(page).get_by_text(re.compile(r"^Characters \d+ to \d+ of \w+$"))
    words = told.filter(visible=True).first.text_content() or ""
    start, end, source = re.fullmatch(r"Characters (\d+) to (\d+) of (\w+)", words).groups()  # type: ignore[union-attr]
    return int(start), int(end), source


# Journeys


def test_a_student_opens_an_article_beside_its_quote_and_closes_it(app: str, page: Page) -> None:
    go(page, app)
    ask(page, COMPARISON)
    table = page.get_by_role("table", name="Side by side, word for word")
    assert table.get_by_role("columnheader").all_text_contents() == [
        "Topic",
        "Case manager",
        "Social worker",
    ]
    quotes = table.get_by_role("listitem").filter(has=page.get_by_role("blockquote"))
    item = quotes.filter(visible=True).last
    words = item.get_by_role("blockquote").text_content()
    link = item.get_by_role("link").first
    link.scroll_into_view_if_needed()
    answer, before = all_of(page), scroll_of(page)
    link.click()
    panel = page.get_by_role("region", name="Article")
    panel.wait_for()
    assert until_mark_shows(page).all_text_contents() == [words]
    start, end, source = told_place(page)
    assert (ROOT / "corpus" / f"{source}.txt").read_text(encoding="utf-8")[start:end] == words
    assert page.title() == answer[0] and "cite=" in page.url  # it can be shared as it stands
    page.get_by_role("link", name="Close the article").click()
    panel.wait_for(state="hidden")
    until(page, "() => document.activeElement.matches('.kb-source')")
    assert abs(scroll_of(page) - before) < 3
    assert all_of(page)[2] == answer[2]
    page.go_back()
    assert until_mark_shows(page).all_text_contents() == [words]
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")


@pytest.mark.parametrize(
    ("width", "question", "is_beside"),
    [(1280, ONE_SIDED, True), (1280, COMPARISON, False), (1700, COMPARISON, True)],
)
def test_an_article_makes_room_for_a_list_and_on_wide_windows_for_a_table(
    app: str, page: Page, width: int, question: str, is_beside: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    go(page, app, "?" + urlencode({"q": question}))
    page.locator(".kb-source").first.click()
    until_mark_shows(page)
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('blockquote')].map(each =>"
        " each.getBoundingClientRect().right))"
    )
    left = page.evaluate("document.querySelector('.kb-panel').getBoundingClientRect().left")
    assert (right <= left) == is_beside


def test_on_a_phone_a_quote_leads_to_its_place_in_the_sources_and_back(
    app: str, page: Page
) -> None:
    page.set_viewport_size(size(375))
    go(page, app, STATES["ask-one-sided"].path)
    source = page.locator(".kb-source").nth(2)
    source.scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    answer, before = all_of(page), scroll_of(page)
    source.click()
    until_words(page, "Quoted word for word")
    until_mark_shows(page)
    assert page.title().endswith(f" · Sources · {NAME}")
    page.go_back()
    until_box(page, ONE_SIDED)
    until(
        page,
        "top => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - top) < 3",
        before,
    )
    assert all_of(page) == answer


def test_every_quote_on_the_pages_leads_to_exactly_its_own_characters(app: str, page: Page) -> None:
    quoted: dict[str, str] = {}  # link by quote
    for path in (
        "?" + urlencode({"q": COMPARISON}),
        "compare?facet=licensure&facet=professional_bodies",
    ):
        go(page, app, path)
        until_words(page, "Topic")
        quoted |= page.evaluate("""() => Object.fromEntries([
                 ...[...document.querySelectorAll('li:has(> blockquote)')].map(item => [item.querySelector('blockquote'), item]),
                 ...[...document.querySelectorAll('q')].map(quote => [quote, quote]),
               ].map(([quote, holder]) => [quote.textContent, holder.querySelector('a[href*="cite="]').href]))
            """)
    assert len(quoted) > 25
    base = KnowledgeBase.open(ROOT / "corpus")
    for words, link in quoted.items():
        (cite,) = parse_qs(urlsplit(link).query)["cite"]
        located = base.locate(cite)
        assert (located.state, located.span and located.span.text) == ("exact", words)
    for words, link in list(quoted.items())[:: len(quoted) // 4]:
        page.goto(link)
        assert until_mark_shows(page).all_text_contents() == [words]


SHARED = {  # an address, and words that stand there because of it
    "an answer": (STATES["ask-comparison"].path, wording.FOLLOW_UPS),
    "a choice on Compare": (
        "compare?subject=social_worker&facet=licensure&facet=definition&show=disagreements",
        "Different voices on the social worker",
    ),
    "a search in an article": (
        "sources?article=careertrend&find=case+manager",
        "places in this article",
    ),
}


@pytest.mark.parametrize(("path", "words"), SHARED.values(), ids=SHARED)
def test_a_link_shows_another_reader_the_same_and_so_does_reloading(
    app: str, page: Page, new_reader: Callable[..., BrowserContext], path: str, words: str
) -> None:
    go(page, app, path)
    until_words(page, words)
    seen = all_of(page)
    assert seen[1] == f"{app}/{path}"
    page.reload()
    other = new_reader().new_page()
    other.goto(seen[1])
    for each in (page, other):
        until_words(each, words)
        assert all_of(each) == seen


def test_a_link_to_a_quote_shows_another_reader_the_place_and_so_does_reloading(
    app: str, page: Page, new_reader: Callable[..., BrowserContext]
) -> None:
    go(page, app, STATES["ask-one-sided"].path)
    page.get_by_role("listitem").get_by_role("link").first.click()
    marked = until_mark_shows(page).all_text_contents()
    other = new_reader().new_page()
    other.goto(page.url)
    for each in (page, other):
        each.reload()
        settle(each)
        assert until_mark_shows(each).all_text_contents() == marked


def test_back_and_forward_lead_through_all_that_was_read(app: str, page: Page) -> None:
    go(page, app)
    seen = [(page.title(), page.url)]

    def note() -> None:
        settle(page)
        seen.append((page.title(), page.url))

    ask(page, ONE_SIDED)
    note()
    ask(page, NOT_COVERED)
    note()
    page.get_by_role("link", name="Compare", exact=True).click()
    until_title(page, f"Compare · {NAME}")
    note()
    for choose in (choose_topic, choose_shown):
        before = page.url
        choose(page)
        until(page, "url => location.href !== url", before)
        note()
    page.get_by_role("link", name="Sources", exact=True).click()
    until(page, "() => document.title.includes('Sources · ')")
    note()
    box = page.get_by_label("Search in this article")
    box.fill("license")
    box.press("Enter")
    until(page, "() => location.search.includes('find=license')")
    until_words(page, "places in this article")
    note()
    assert len({url for _, url in seen}) == len(seen) == 8
    assert [title for title, _ in seen[:4]] == [
        f"Ask · {NAME}",
        f"{ONE_SIDED} · Ask · {NAME}",
        f"{NOT_COVERED} · Ask · {NAME}",
        f"Compare · {NAME}",
    ]
    for title, url in reversed(seen[:-1]):
        page.go_back()
        until(
            page,
            "([title, url]) => document.title === title && location.href === url",
            [title, url],
        )
        shows_its_address(page)
    for title, url in seen[1:]:
        page.go_forward()
        until(
            page,
            "([title, url]) => document.title === title && location.href === url",
            [title, url],
        )
        shows_its_address(page)


def choose_topic(page: Page) -> None:
    page.get_by_role("button", name="Topics: all").click()
    page.get_by_role("button", name="Education", exact=True).click()
    page.keyboard.press("Escape")


def choose_shown(page: Page) -> None:
    main(page).get_by_role("radio", name="Where sources may disagree", exact=True).click()


def shows_its_address(page: Page) -> None:
    """Waits until the widgets and the text show what the address says."""
    path, said = urlsplit(page.url).path, parse_qs(urlsplit(page.url).query)
    if path == "/":
        (question,) = said.get("q", [""])
        until_box(page, question)
        until_words(
            page,
            {"": "Questions you can try", NOT_COVERED: "The sources do not say"}.get(
                question, "What the sources say"
            ),
        )
    elif path == "/compare":
        until_words(page, "Topics: 1 of 15" if "facet" in said else "Topics: all")
        until(
            page,
            """([name, chosen]) => { const all = [...document.querySelectorAll('button[aria-checked]')];
               const one = all.find(each => each.textContent.trim() === name);
               return one && one.getAttribute('aria-checked') === String(chosen); }""",
            ["Where sources may disagree", "show" in said],
        )
    else:
        until_box(page, "".join(said.get("find", "")))


def test_the_navigation_leads_to_each_page_and_says_where_one_is(app: str, page: Page) -> None:
    go(page, app, STATES["ask-not-covered"].path)
    for name, heading in (
        ("Compare", "Side by side"),
        ("Sources", "The sources"),
        ("Ask", "Social workers and case managers"),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", name=heading, level=1).wait_for()
        until(page, "name => document.title.endsWith(name)", f"{name} · {NAME}")
        assert page.get_by_role("heading", level=1).count() == 1
        assert (
            page.get_by_role("link", name=name, exact=True).get_attribute("aria-current") == "page"
        )
    until_box(page, "")


def test_every_page_is_one_tap_away_on_a_phone(
    app: str, new_reader: Callable[..., BrowserContext]
) -> None:
    phone = new_reader(
        viewport=size(320), is_mobile=True, has_touch=True, user_agent=PHONE
    ).new_page()
    go(phone, app)
    links = phone.get_by_role("navigation", name="Pages").get_by_role("link")
    assert links.all_text_contents() == ["Ask", "Compare", "Sources", "My quotes"]
    for link in links.all():
        box = link.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320 and box["height"] >= 24
    links.nth(1).tap()
    until_title(phone, f"Compare · {NAME}")
    until_words(phone, wording.DOWNLOAD)


def test_an_example_and_a_follow_up_are_answered_with_a_click(app: str, page: Page) -> None:
    go(page, app)
    page.get_by_role("button", name=EXAMPLE).click()
    until_title(page, f"{EXAMPLE} · Ask · {NAME}")
    until_heading(page, "What the sources say")
    until_box(page, EXAMPLE)
    page.get_by_role("button", name="What degree do you need?").click()
    until_title(page, f"What degree do you need? · Ask · {NAME}")
    until_heading(page, "What the sources say")
    page.go_back()
    until_box(page, EXAMPLE)


def test_an_emptied_box_leads_back_to_the_examples(app: str, page: Page) -> None:
    go(page, app, STATES["ask-not-covered"].path)
    box = page.get_by_label("Your question")
    box.fill("")
    box.press("Enter")
    until_heading(page, "Questions you can try")
    assert page.url == f"{app}/"


BROKEN = {
    "a cite that is none": ("sources?cite=nonsense", "leads to no quote"),
    "an empty range": (
        "sources?" + urlencode({"cite": NOWHERE.replace("0-10", "10-10")}),
        "leads to no quote",
    ),
    "a quote of no article": (STATES["sources-gone"].path, "gone"),
    "an unknown article": ("sources?article=nowhere", "not here"),
    "an unknown topic": ("compare?facet=nowhere", "choose anew"),
    "an unknown subject": ("compare?subject=nowhere&facet=education", "choose anew"),
    "a question that is too long": (STATES["ask-too-long"].path, "4,000"),
}


@pytest.mark.parametrize(("path", "told"), BROKEN.values(), ids=BROKEN)
def test_a_broken_link_is_told_and_leaves_the_page_usable(
    app: str, page: Page, path: str, told: str
) -> None:
    go(page, app, path)
    alert = main(page).get_by_role("alert")
    alert.wait_for()
    assert told in (alert.text_content() or "")
    shown_text = all_of(page)[2]
    assert "Traceback" not in shown_text and "Error" not in shown_text
    assert page.locator("mark").count() == 0
    page.get_by_role("link", name="Compare", exact=True).click()
    until_title(page, f"Compare · {NAME}")
    until_words(page, "Download as Markdown")


def test_a_choice_that_compare_does_not_know_shows_every_topic(app: str, page: Page) -> None:
    go(page, app, "compare?show=nonsense&facet=education")
    until_words(page, "Download as Markdown")
    assert page.get_by_role("radio", name="Every topic").get_attribute("aria-checked") == "true"


@pytest.mark.parametrize(
    ("state", "role", "told", "marked"),
    [
        ("exact", "status", "Quoted word for word", ["A tug pulls big ships."]),
        (
            "moved",
            "alert",
            "The quoted words have moved",
            ["Every ferry has a small engine in its hull."],
        ),
        (
            "changed",
            "alert",
            "The quoted words have changed",
            ["Every tug has a strong engine of 5,000, some of 6,000, horsepower."],
        ),
        ("gone", "alert", "The quoted words are gone", []),
        ("removed", "alert", "The quoted words are gone", []),
    ],
)
def test_a_link_made_before_an_article_was_edited_says_what_became_of_the_quote(
    boats: Boats, page: Page, state: str, role: Any, told: str, marked: list[str]
) -> None:
    go(page, boats.app, boats.links[state])
    state_told = main(page).get_by_role(role).filter(has_text=told)
    state_told.wait_for()
    assert main(page).get_by_role("alert").count() == (role == "alert")
    assert page.locator("mark").all_text_contents() == marked
    if marked:
        until_mark_shows(page)
    assert page.get_by_role("button", name="Copy").count() == (
        4 if state in ("exact", "moved") else 0
    )
    if state in ("exact", "moved"):
        start, end, source = told_place(page)
        assert (boats.folder / f"{source}.txt").read_text(encoding="utf-8")[start:end] == marked[0]


def test_a_topic_of_the_map_leads_to_its_comparison(app: str, page: Page) -> None:
    go(page, app, "compare?view=map")
    page.get_by_role("region", name="How many quotes").get_by_role(
        "link", name="Work settings"
    ).click()
    until(page, "() => location.search === '?facet=settings'")
    until_in_view(page, "topic-settings")


def test_a_number_in_a_verdict_leads_to_its_quote_and_opens_what_it_is_folded_in(
    app: str, page: Page
) -> None:
    go(page, app, "compare?facet=definition")
    until_words(page, "Download as Markdown")
    number = page.locator(".kb-verdict").get_by_role("link").first
    quote = (number.get_attribute("href") or "#")[1:]
    assert not page.locator(f"#{quote}").is_visible()
    number.click()
    until_in_view(page, quote)


def test_a_follow_up_shows_its_answer_from_the_top_and_takes_the_focus_there(
    app: str, page: Page
) -> None:
    go(page, app, STATES["ask-comparison"].path)
    page.get_by_role("button", name="What is the scope of practice?").click()
    until(page, "() => document.title.startsWith('What is the scope of practice?')")
    until(page, "() => document.activeElement.id === 'status'")
    until(page, "() => document.querySelector('[data-testid=stMain]').scrollTop === 0")


def test_a_place_in_a_page_can_be_shared_and_come_back_from(app: str, page: Page) -> None:
    go(page, app, "compare#topic-advocacy")
    until_in_view(page, "topic-advocacy")
    go(page, app, "compare?view=map")
    until_words(page, "Download as Markdown")
    go(page, app, "compare?show=disagreements")
    link = page.get_by_role("link", name="Sources may disagree").last
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(100)  # where one is, is known once the browser has told of it
    before = scroll_of(page)
    link.click()
    until(page, "() => location.hash.startsWith('#voices-')")
    page.go_back()
    until(
        page,
        "before => document.querySelector('[data-testid=stMain]').scrollTop === before",
        before,
    )


PRINTED = {  # what is printed, and on how many pages at most
    "an answer": (STATES["ask-one-sided"].path, 2),
    "a comparison": (STATES["ask-comparison"].path, 2),
    "an overview": (STATES["ask-overview"].path, 2),
    "disagreements": (STATES["ask-disagreement"].path, 2),
    "five topics": (
        "compare?"
        + "&".join(
            f"facet={each}"
            for each in (
                "education",
                "licensure",
                "scope_of_practice",
                "counseling",
                "settings",
            )
        ),
        5,
    ),
    "all topics": ("compare", 10),
}


@pytest.mark.parametrize(("path", "pages"), PRINTED.values(), ids=PRINTED)
def test_a_page_prints_as_a_document(app: str, page: Page, path: str, pages: int) -> None:
    import pypdfium2

    go(page, app, path)
    page.locator("blockquote").first.wait_for()
    wear(page, "dark")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(document) <= pages
    text = "".join(each.get_textpage().get_text_range() for each in document)
    assert NAME in text and "Whitaker, T." in text and f"1 / {len(document)}" in text
    shown = page.locator("blockquote").filter(visible=True).first.text_content() or ""
    assert " ".join(shown.split())[:40] in " ".join(text.split())
    for control in ("Keep", "Cite or check", "more quote", "Ask next", "Still about", "Download"):
        assert control not in text, control
    edge = document[0].render(scale=0.2).to_pil().convert("L").getpixel((5, 5))
    assert edge > 250  # white paper, whatever the theme
    wear(page, "light")


def test_what_is_chosen_can_be_told_where_colours_are_forced(app: str, page: Page) -> None:
    go(page, app, "compare?facet=education&show=gaps")
    page.get_by_role("button", name="Topics: 1 of 15").click()
    page.get_by_role("button", name="Education", exact=True).wait_for()
    page.emulate_media(forced_colors="active")
    outlined = (
        "all => all.filter(each => getComputedStyle(each).outlineStyle === 'solid').map(each =>"
        " each.textContent)"
    )
    chosen = page.locator('[data-testid="stButtonGroup"] button').evaluate_all(outlined)
    assert sorted(chosen) == sorted(
        ["Case manager", "Social worker", "Education", wording.SHOW_GAPS, wording.VIEW_TABLE]
    )
    page.emulate_media(forced_colors="none")


def test_a_comparison_is_downloaded_as_markdown(app: str, page: Page) -> None:
    go(page, app, "compare?facet=education")
    until_words(page, "Download as Markdown")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download as Markdown").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert started.value.suggested_filename == "comparison.md"
    assert (page.locator("blockquote").first.text_content() or "") in text


# Links and copying


def test_a_link_between_the_pages_does_not_load_the_app_anew(app: str, page: Page) -> None:
    loaded: list[str] = []
    page.on(
        "request",
        lambda request: loaded.append(request.url) if request.resource_type == "document" else None,
    )
    page.set_viewport_size(size(640))  # where a quote leads to the page of the sources
    go(page, app)
    page.evaluate("window.isTheSame = true")
    page.get_by_role("listitem").get_by_role("link").first.click()  # an article
    until(page, "() => document.title.includes('Sources · ')")
    page.get_by_role("link", name="Ask", exact=True).click()
    until_title(page, f"Ask · {NAME}")
    ask(page, COMPARISON)
    page.get_by_role("listitem").get_by_role("link").first.click()  # a quote
    until_mark_shows(page)
    page.go_back()
    until_box(page, COMPARISON)
    page.locator("q").get_by_role("link").first.click()  # a quote of two voices
    until_mark_shows(page)
    page.go_back()
    until_box(page, COMPARISON)
    page.get_by_role("link", name="See everything the sources say on this").click()
    until_title(page, f"Education · Compare · {NAME}")
    until_words(page, "Download as Markdown")
    page.get_by_role("listitem").get_by_role("link").first.click()  # a quote without details
    until_mark_shows(page)
    box = page.get_by_label("Search in this article")
    box.fill("case manager")
    box.press("Enter")
    until_words(page, "Also in")
    page.get_by_text("Also in").get_by_role("link").first.click()
    until(
        page,
        "() => location.search.includes('article=') &&"
        " location.search.includes('find=case+manager')",
    )
    settle(page)
    assert page.evaluate("window.isTheSame") is True
    assert loaded == [f"{app}/"]


def test_a_link_opens_in_a_new_tab_with_ctrl(app: str, page: Page, reader: BrowserContext) -> None:
    go(page, app, STATES["ask-one-sided"].path)
    here = page.url
    with reader.expect_page() as opened:
        page.get_by_role("listitem").get_by_role("link").first.click(modifiers=["Control"])
    opened.value.bring_to_front()
    until_mark_shows(opened.value)
    assert page.url == here and page.title() == f"{ONE_SIDED} · Ask · {NAME}"


@pytest.mark.parametrize("is_refused", [False, True], ids=["clipboard", "selection"])
def test_a_copy_button_copies_exactly_the_quote_with_its_citation_and_says_so(
    boats: Boats, page: Page, is_refused: bool
) -> None:
    question = "Which engine has a tug?"
    citation = boats.base.ask(question).citations[0]
    if is_refused:
        page.add_init_script("navigator.clipboard.write = () => Promise.reject(new Error('no'))")
    go(page, boats.app, "?" + urlencode({"q": question}))
    page.get_by_text("Cite or check").first.click()
    copied = {"APA citation": citation.to_apa(), "plain text": citation.to_plain()}
    for name, text in copied.items():
        button = page.locator("details[open]").get_by_role("button", name=name)
        label = button.text_content()
        button.click()
        spoken(page).wait_for(state="attached")
        page.get_by_role("button", name="Copied").wait_for()
        assert spoken(page).text_content() == "Copied"
        assert page.evaluate("navigator.clipboard.readText()") == text
        page.get_by_role("button", name=label).first.wait_for()  # it comes back


def spoken(page: Page) -> Locator:
    """What a screen reader says of copying."""
    return page.locator("[role=status], [aria-live=polite]").filter(
        has_text=re.compile("^(Copied|Your browser did not)")
    )


def test_a_copy_that_the_browser_forbids_is_told(boats: Boats, page: Page) -> None:
    page.add_init_script(
        "navigator.clipboard.write = () => Promise.reject(new Error('no'));"
        " document.execCommand = () => false"
    )
    go(page, boats.app, boats.links["moved"])
    page.get_by_role("button", name="Copy as plain text").click()
    spoken(page).wait_for(state="attached")
    assert "did not allow it" in (spoken(page).text_content() or "")


# The keyboard

# Numbers all that the Tab key should reach, in the order of the document; a group through which
# arrow keys lead is one stop.
STOPS = """
() => {
  const group = each => each.closest('[role=toolbar], [role=radiogroup]') ?? each;
  const look = element => {
    const styles = [];
    for (let each = element; each && styles.length < 12; each = each.parentElement) {
      const {outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor} = getComputedStyle(each);
      styles.push(outlineStyle === 'none' ? '' : outlineStyle + outlineWidth + outlineColor, boxShadow, borderColor);
    }
    return styles.join(' ');
  };
  const still = '<style>* { transition: none !important; animation: none !important; }</style>';
  document.head.insertAdjacentHTML('beforeend', still);
  const all = [...document.querySelectorAll('a[href], button, summary, input, [tabindex]')].filter(
    each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true}));
  const stops = [...new Set(all.map(group))];
  const before = new Map(all.map(each => [each, look(each)]));
  window.stop_ = () => {
    const here = document.activeElement, box = here.getClientRects()[0];
    if (here === document.body) return null;
    const isSeen = [[Math.min(box.width / 2, 8), Math.min(box.height / 2, 8)], [box.width / 2, box.height / 2]].some(([x, y]) => {
      const top = document.elementFromPoint(box.left + x, box.top + y);
      return top && (here.contains(top) || (top.contains(here) && top !== document.body && top.tagName !== 'MAIN'));
    });
    return {number: stops.indexOf(group(here)), name: here.getAttribute('aria-label') ?? here.id + here.textContent.slice(0, 60),
            isShown: look(here) !== before.get(here), isSeen};
  };
  const edge = document.createElement('span');  // from here the key goes on, wherever it was before
  edge.tabIndex = -1;
  document.body[window.fromEnd ? 'append' : 'prepend'](edge);
  edge.focus();
  edge.remove();
  return stops.length;
}
"""


def tabbed(page: Page, key: str) -> list[dict[str, Any]]:
    """What has the focus after each press of the key: every stop once, in order, and then the page
    is left or begins again.
    """
    page.evaluate(
        "isBack => { window.fromEnd = isBack; document.activeElement.blur(); }", key != "Tab"
    )
    page.wait_for_timeout(100)  # until nothing shows the focus
    expected = list(range(page.evaluate(STOPS)))
    if key != "Tab":
        expected.reverse()
    stops = []
    for _ in expected:
        page.keyboard.press(key)
        stops.append(page.evaluate("window.stop_()") or {"number": None, "name": "nothing"})
    assert [stop["number"] for stop in stops] == expected, stops
    page.keyboard.press(key)
    after = page.evaluate("window.stop_()")
    assert after is None or after["number"] == expected[0]
    return stops


TABBED = [
    "ask",
    "ask-comparison",
    "ask-not-covered",
    "compare-one",
    "sources",
    "sources-found",
    "sources-gone",
]


@pytest.mark.parametrize("state", TABBED)
def test_tab_reaches_everything_in_order_and_shows_where_it_is(
    app: str, page: Page, state: str
) -> None:
    shown(page, app, STATES[state])
    if state == "ask":  # it takes the focus itself; not in the middle of this
        page.locator("input[type=search]:focus").wait_for()
    for key in ("Tab", "Shift+Tab"):
        stops = tabbed(page, key)
        assert [stop["name"] for stop in stops if not stop["isShown"]] == []
        assert [stop["name"] for stop in stops if not stop["isSeen"]] == []


def test_a_question_is_asked_and_checked_with_the_keyboard_alone(app: str, page: Page) -> None:
    go(page, app)
    until(page, "() => document.activeElement === document.querySelector('input[type=search]')")
    page.keyboard.type(ONE_SIDED)
    page.keyboard.press("Enter")
    until_title(page, f"{shortened(ONE_SIDED)} · Ask · {NAME}")
    until_words(page, wording.FOLLOW_UPS)
    assert page.evaluate("document.activeElement === document.querySelector('input[type=search]')")
    details = page.locator(".kb-details").first
    tab_to(page, ".kb-details > summary")
    page.keyboard.press("Enter")
    copy = details.get_by_role("button", name="Copy with APA citation")
    copy.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    spoken(page).wait_for(state="attached")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    copy.wait_for(state="hidden")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # keeps the quote
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # the link to the place
    until_mark_shows(page)
    page.keyboard.press("Tab")  # goes on from the place
    assert page.evaluate("document.activeElement.textContent") == "Copy with APA citation"
    page.keyboard.press("Escape")
    page.get_by_role("region", name="Article").wait_for(state="hidden")
    until(page, "() => document.activeElement.matches('.kb-source')")
    tab_to(page, ".st-key-next input")
    page.keyboard.type("and of social workers?")
    page.keyboard.press("Enter")
    until_title(page, f"and of social workers? · Ask · {NAME}")
    until_words(page, "Ask it by itself")
    until(page, "() => document.activeElement.id === 'status'")


def tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")


def test_topics_are_chosen_with_the_keyboard_alone(app: str, page: Page) -> None:
    go(page, app, "compare")
    until_words(page, "Download as Markdown")
    page.get_by_role("button", name="Topics: all").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Definition", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent").strip() == "Education"
    page.keyboard.press("Space")
    until(page, "() => location.search.includes('facet=education')")
    assert page.evaluate("document.activeElement.textContent").strip() == "Education"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Topics: 1 of 15").wait_for()
    assert page.get_by_role("rowheader").filter(visible=True).count() == 1


# The first screen


def top_of(page: Page, selector: str) -> float:
    """How far down the first of these that is shown begins."""
    page.locator(selector).first.wait_for()
    settle(page)
    return float(
        page.evaluate(
            "selector => Math.min(...[...document.querySelectorAll(selector)].filter(each =>"
            " each.checkVisibility()).map(each => each.getBoundingClientRect().top))",
            selector,
        )
    )


@pytest.mark.parametrize("scheme", BACKGROUNDS)
@pytest.mark.parametrize(("width", "most"), [(1280, 200), (375, 300)])
@pytest.mark.parametrize(
    "state",
    [
        "ask-one-sided",
        "ask-comparison",
        "ask-overview",
        "ask-statement",
        "ask-disagreement",
        "ask-case",
    ],
)
def test_the_first_quote_stands_near_the_top(
    app: str, page: Page, state: str, width: int, most: float, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size(size(width))
    go(page, app, STATES[state].path)
    assert top_of(page, "blockquote, q") <= most


def test_the_whole_overview_stands_on_the_first_screen(app: str, page: Page) -> None:
    go(page, app, STATES["ask-overview"].path)
    page.locator("tbody").first.wait_for()
    settle(page)
    bottom = page.evaluate(
        "Math.max(...[...document.querySelectorAll('tbody')].map(each =>"
        " each.getBoundingClientRect().bottom))"
    )
    assert bottom <= HEIGHTS[1280]


def test_all_topics_are_compared_on_few_screens_the_table_first(app: str, page: Page) -> None:
    go(page, app, "compare")
    until_words(page, wording.DOWNLOAD)
    assert top_of(page, "table") <= 300
    assert page.locator("tbody").count() == 15
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 2500
    page.set_viewport_size(size(375))
    assert top_of(page, "tbody") <= 330


def test_what_is_looked_for_is_shown_at_its_first_place(app: str, page: Page) -> None:
    go(page, app, "sources?find=takeaways")
    until_words(page, "place")
    until_in_view(page, "found-1")
    assert scroll_of(page) > 1000


# What a reader keeps


def test_quotes_are_kept_over_several_questions_and_copied_with_their_references(
    app: str, page: Page, new_reader: Callable[..., BrowserContext]
) -> None:
    reader = new_reader()
    mine = reader.new_page()
    go(mine, app, STATES["ask-one-sided"].path)
    until(mine, "() => Boolean(window.kb)")
    first = mine.locator("blockquote").first.text_content()
    mine.get_by_role("button", name="Keep quote 1").click()
    go(mine, app, STATES["ask-overview"].path)
    until(mine, "() => Boolean(window.kb)")
    kept = mine.locator("tbody blockquote").nth(1).text_content()
    mine.locator("tbody .kb-keep").nth(1).click()
    link = mine.get_by_role("navigation", name="Pages").get_by_role("link", name="My quotes")
    assert link.get_attribute("data-count") == "2"
    link.click()
    until_heading(mine, wording.REFERENCES)
    assert mine.locator("blockquote").all_text_contents() == [first, kept]
    mine.get_by_text("Harvard", exact=True).click()
    mine.locator(".kb-text").filter(has_text="(no date)", visible=True).last.wait_for()
    mine.get_by_role("button", name="Copy the references").click()
    spoken(mine).wait_for(state="attached")
    assert "Whitaker, T. (no date)" in mine.evaluate("navigator.clipboard.readText()")
    rich = "navigator.clipboard.read().then(all => all[0].getType('text/html')).then(b => b.text())"
    assert "<i>" in mine.evaluate(rich)
    for name, begins in (("BibTeX", "@misc{"), ("RIS", "TY  - ELEC"), ("CSL-JSON", "[")):
        with mine.expect_download() as started:
            mine.get_by_role("button", name=name).click()
        assert Path(started.value.path()).read_text(encoding="utf-8").startswith(begins)
    SCREENSHOTS.mkdir(exist_ok=True)
    for scheme in BACKGROUNDS:
        wear(mine, scheme)
        for width in WIDTHS:
            mine.set_viewport_size(size(width))
            assert sticks_out(mine) == []
            if width in PICTURED:
                assert faults(mine) == []
                picture(mine, f"quotes-{width}-{scheme}.png")
    mine.reload()
    until_heading(mine, wording.REFERENCES)
    mine.get_by_role("button", name="Keep quote 1").click()
    until(mine, "() => document.querySelectorAll('blockquote').length === 1")
    go(page, app, "quotes")  # another reader's browser keeps nothing
    until_words(page, "You keep no quotes yet")


def test_a_kept_quote_that_is_gone_is_told_and_can_be_let_go(boats: Boats, page: Page) -> None:
    go(page, boats.app)
    kept = [parse_qs(urlsplit(boats.links[name]).query)["cite"][0] for name in ("moved", "gone")]
    page.evaluate(
        "kept => localStorage.setItem('kb-kept:Boats', JSON.stringify([...kept, 'nonsense']))", kept
    )
    go(page, boats.app, "quotes")
    until_words(page, wording.LOST)
    assert page.locator("blockquote").all_text_contents() == [QUOTES["moved"]]
    lost = page.locator(".kb-lost").get_by_role("button")
    assert lost.count() == 2
    lost.first.click()
    until(page, "() => document.querySelectorAll('.kb-lost button').length === 1")
    page.evaluate("localStorage.clear()")


# Layout and accessibility


def shown(page: Page, app: str, state: State) -> None:
    go(page, app, state.path)
    until_words(page, state.words)
    if state.opened:
        main(page).get_by_text(state.opened).filter(visible=True).first.click()


def sticks_out(page: Page) -> list[str]:
    """What makes the page scroll sideways, or stands beyond the window's edge outside of a region
    that scrolls by itself.
    """
    found: list[str] = page.evaluate("""() => {
          const main = document.querySelector('[data-testid=stMain]');
          const scrolls = [document.documentElement, main].filter(each => each.scrollWidth > each.clientWidth);
          const all = [...main.querySelectorAll('*')];
          const isLet = each => each.closest('[role=region]') || cut.some(other => other !== each && other.contains(each));
          const cut = all.filter(each => {
            const {clipPath, overflowX, textOverflow} = getComputedStyle(each);
            return clipPath !== 'none' || (overflowX === 'hidden' && textOverflow === 'ellipsis');
          });
          const out = all.filter(each => {
            const {width, height, left, right} = each.getBoundingClientRect();
            return width && height && (right > innerWidth + 1 || left < -1) && each.checkVisibility({visibilityProperty: true});
          }).filter(each => !isLet(each));
          return [...scrolls.map(each => `${each.tagName} scrolls`), ...out.map(each => each.outerHTML.slice(0, 120))];
        }""")
    return found


def wear(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    until(
        page,
        "colour => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
        " === colour",
        BACKGROUNDS[scheme],
    )


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_accessible_and_fits(app: str, page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    if name == "sources-cited":
        shown(page, app, STATES["ask-one-sided"])
        page.get_by_role("listitem").get_by_role("link").first.click()
        until_mark_shows(page)
    else:
        shown(page, app, STATES[name])
    for scheme in BACKGROUNDS:
        wear(page, scheme)
        for width in WIDTHS:
            page.set_viewport_size(size(width))
            assert sticks_out(page) == [], (scheme, width)
            if width in PICTURED:
                assert faults(page) == [], (scheme, width)
                picture(page, f"{name}-{width}-{scheme}.png")


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds against WCAG 2.2 A and AA and its best practices: rule and the elements'
    HTML.
    """
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": RULES},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response["violations"]
    return [
        (each["id"], [node["html"][:200] for node in each["nodes"]])
        for each in found
        if each["id"] not in NOT_OURS
    ]


def picture(page: Page, name: str) -> None:
    """The whole page: Streamlit scrolls a part of it, so the window is made as high as that
    part.
    """
    before = page.viewport_size
    assert before
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": height})
    page.screenshot(path=SCREENSHOTS / name)
    page.set_viewport_size(before)


# Hostile text

HOSTILE_PAGES = {
    "ask": "",
    "ask-answer": "?" + urlencode({"q": "How strong and how long is a tug and a ferry?"}),
    "ask-not-covered": "?" + urlencode({"q": "What is the price?"}),
    "ask-question": "?" + urlencode({"q": f"{EVIL} {'w' * 3000}"}),
    "ask-too-long": "?" + urlencode({"q": f"{EVIL} {LONG}"}),
    "compare": "compare",
    "compare-gaps": "compare?show=gaps",
    "compare-unknown": "compare?" + urlencode({"facet": f"{EVIL} {LONG}"}),
    "compare-map": "compare?view=map",
    "compare-disagreements": "compare?show=disagreements",
    "quotes": "quotes",
    "sources": "sources",
    "sources-find": "sources?" + urlencode({"find": EVIL}),
    "sources-find-long": "sources?" + urlencode({"find": "w"}),
    "sources-cite": "sources?" + urlencode({"cite": f"{EVIL} {LONG}"}),
    "sources-gone": (
        "sources?" + urlencode({"cite": f"{'0' * 64}:0-10:{quote(EVIL)}|{'0' * 16}|{quote(LONG)}"})
    ),
}


@pytest.mark.parametrize("path", HOSTILE_PAGES.values(), ids=HOSTILE_PAGES)
def test_hostile_text_runs_nothing_and_does_not_push_the_page_sideways(
    hostile: str, page: Page, path: str
) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(urlsplit(request.url).path))
    go(page, hostile, path)
    page.wait_for_timeout(100)  # an image that fails to load would have run by then
    page.evaluate("document.querySelectorAll('details').forEach(each => (each.open = true))")
    assert main(page).locator("script, img, iframe, form").count() == 0
    assert main(page).locator("button a, button strong, button code").count() == 0
    assert (
        page.evaluate(
            "[...document.links].filter(each => each.origin !== location.origin).map(each =>"
            " each.href)"
        )
        == []
    )
    assert "/x" not in requested and not [path for path in requested if "material" in path]
    for width in WIDTHS:
        page.set_viewport_size(size(width))
        assert sticks_out(page) == [], width


def test_hostile_text_stands_as_it_is_written(hostile: str, page: Page) -> None:
    go(page, hostile)
    assert page.get_by_role("heading", level=1).text_content() == f"{EVIL} {LONG}"
    assert page.locator(".kb-brand").text_content() == f"{EVIL} {LONG}"
    for path in ("", "compare", "sources", HOSTILE_PAGES["ask-answer"]):
        go(page, hostile, path)
        until(
            page,
            "words => document.body.textContent.replaceAll('\\u2060', '').includes(words)",
            EVIL,
        )
    go(page, hostile, HOSTILE_PAGES["ask-answer"])
    for words in (PWN, LONG):
        page.locator("blockquote").filter(has_text=words).first.wait_for(state="attached")
    go(page, hostile, HOSTILE_PAGES["sources-find"])
    assert set(page.locator("mark").all_text_contents()) == {EVIL}
    page.get_by_label("Search in this article").fill("")


def test_a_hostile_question_stays_as_it_was_typed(hostile: str, page: Page) -> None:
    go(page, hostile)
    box = page.get_by_label("Your question")
    box.fill(EVIL)
    box.press("Enter")
    until(page, "() => location.search.includes('q=')")
    until_box(page, EVIL)
    page.wait_for_timeout(300)
    assert parse_qs(urlsplit(page.url).query)["q"] == [EVIL]
    page.reload()
    settle(page)
    until_box(page, EVIL)


def test_topics_with_hostile_ids_are_reached_and_chosen(hostile: str, page: Page) -> None:
    go(page, hostile, "compare?view=map")
    links = page.get_by_role("region", name="How many quotes").get_by_role("link")
    links.first.wait_for()
    assert links.count() == 2
    links.first.click()
    until(page, "() => location.search.includes('facet=')")
    until(page, "() => document.querySelectorAll('tbody').length === 1")
    go(page, hostile, "compare")
    page.get_by_role("button", name="Topics: all").click()
    page.get_by_role("button", name=re.compile("^Strength")).click()
    until(page, "() => location.search.includes('facet=')")
    page.reload()
    until(page, "() => document.querySelectorAll('tbody').length === 1")
    assert main(page).get_by_role("alert").count() == 0


# Speed and the network


def test_an_answer_is_there_within_two_seconds(app: str, page: Page) -> None:
    go(page, app)
    ask(page, NOT_COVERED)  # the warm-up
    box = page.get_by_label("Your question")
    box.fill(ONE_SIDED)
    page.evaluate(
        "addEventListener('keydown', event => (window.pressed = event.timeStamp), {capture: true,"
        " once: true})"
    )
    box.press("Enter")
    page.get_by_role("heading", name="What the sources say", exact=True).wait_for()
    seconds = (page.evaluate("performance.now()") - page.evaluate("window.pressed")) / 1000
    assert seconds < ANSWERED_SECONDS


def test_no_request_leaves_the_machine(app: str, page: Page, asked: list[str]) -> None:
    for name in ("ask", "ask-comparison", "compare", "sources", "sources-found"):
        shown(page, app, STATES[name])
    page.wait_for_load_state("networkidle")
    elsewhere = [
        url
        for url in asked
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1"
    ]
    assert elsewhere == []
    assert any(url.startswith("ws://127.0.0.1") for url in asked) and any(
        "/compare" in url for url in asked
    )

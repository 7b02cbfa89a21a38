"""What the server answers by itself: the way to the first page, and that there is no page."""

from __future__ import annotations

import asyncio
import re

import pytest
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message

from kb.pages.navigation import PAGES
from kb.rendering import wording_en as wording
from kb.serving import answers


@pytest.mark.parametrize("base", ["", "/docs/kb"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/compare",
        "/sources",
        "/sources/",
        "/ask/",
        "/_stcore/health",
        "/_stcore/stream",
        "/static/js/index.js",
        "/media/1.md",
        "/component/a/b.html",
        "/favicon.png",
        "/manifest.json",
    ],
)
def test_pages_and_what_is_streamlits_are_let_through(path: str, base: str) -> None:
    assert answers.own_answer(base + path, "", base) is None


def test_the_first_page_may_come_without_a_slash() -> None:
    assert answers.own_answer("/kb", "", "/kb") is None


@pytest.mark.parametrize("base", ["", "/kb"])
@pytest.mark.parametrize(
    "path",
    ["/nonsense", "/Ask", "/x/compare", "/compare/x", "//ask", "/index.html", "/_stcorex", "/.env"],
)
def test_any_other_path_is_404(path: str, base: str) -> None:
    answer = answers.own_answer(base + path, "", base)
    assert answer is not None and answer.status_code == 404


@pytest.mark.parametrize("path", ["/", "/compare", "/kbx", "/kb2/compare"])
def test_outside_the_apps_own_path_nothing_is_known(path: str) -> None:
    answer = answers.own_answer(path, "", "/kb")
    assert answer is not None and answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "base", "place"),
    [
        ("", "", "/"),
        ("q=Who%20earns%3F&after=a+b", "", "/?q=Who%20earns%3F&after=a+b"),
        ("q=x", "/kb", "/kb/?q=x"),
        ("//evil.example", "", "/?//evil.example"),
        ("a\r\nSet-Cookie: b", "", "/?a%0D%0ASet-Cookie:%20b"),
    ],
)
def test_the_first_page_under_its_name_leads_to_its_place(
    query: str, base: str, place: str
) -> None:
    answer = answers.own_answer(f"{base}/ask", query, base)
    assert answer is not None
    assert (answer.status_code, answer.headers["location"]) == (307, place)


def test_the_page_says_that_there_is_none_and_links_to_those_there_are() -> None:
    answer = answers.own_answer("/kb/<script>alert(1)</script>", "q=<b>", "/kb")
    assert answer is not None
    html = bytes(answer.body).decode()
    assert '<html lang="en">' in html and f"<h1>{wording.UNKNOWN_PAGE}</h1>" in html
    assert (
        f"<title>{wording.UNKNOWN_PAGE} · Ask the sources</title>" in html
        and wording.UNKNOWN_PAGE_TOLD in html
    )
    links = re.findall(r'<a href="(.*?)">(.*?)</a>', html)
    places = ["/kb/", "/kb/compare", "/kb/sources", "/kb/quotes"]
    assert links == list(zip(places, [page.title for page in PAGES], strict=True))
    assert not re.search(r"script|alert|<b>|src=|url\(|https?:", html)


def answered(app: ASGIApp, path: str = "/", method: str = "GET") -> Message:
    """The first message of the answer."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        messages.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}

    async def ask() -> None:
        await app(scope, receive, send)

    asyncio.run(ask())
    return messages[0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/x", 404), ("HEAD", "/x", 404), ("POST", "/x", 200), ("GET", "/compare", 200)],
)
def test_only_what_asks_for_a_page_is_answered(method: str, path: str, status: int) -> None:
    app = answers.OwnAnswers(PlainTextResponse("Streamlit"))
    assert answered(app, path, method)["status"] == status


def test_html_alone_gets_the_headers() -> None:
    page = answered(answers.SafeHeaders(HTMLResponse("<p>")))["headers"]
    text = answered(answers.SafeHeaders(PlainTextResponse("a")))["headers"]
    ours = {(name.encode(), value.encode()) for name, value in answers.HEADERS.items()}
    assert ours <= set(page) and not ours & set(text)

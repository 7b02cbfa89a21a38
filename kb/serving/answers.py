"""What the server answers by itself, where Streamlit would serve its one page for every path; and
the headers that go with HTML.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.pages.navigation import FIRST, PAGES, path_of
from kb.pages.unknown import unknown_page

# The first part of every path that is Streamlit's own.
STREAMLITS = frozenset({"_stcore", "static", "media", "component", "favicon.png", "manifest.json"})

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # a question stands in the address: no article's site gets it
    "content-security-policy": "frame-ancestors 'self'",
}


class OwnAnswers:
    """Answers where `own_answer` has one, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        from streamlit import config

        base = config.get_option("server.baseUrlPath").strip("/")
        self.app = app
        self.base = f"/{base}" if base else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            answer = own_answer(scope["path"], scope["query_string"].decode("latin-1"), self.base)
        await (answer or self.app)(scope, receive, send)


def own_answer(path: str, query: str, base: str) -> Response | None:
    """The way to the first page under its own name, or 404 where there is no page; None for what
    is Streamlit's to answer.
    """
    is_inside = path == base or path.startswith(f"{base}/")
    inside = path[len(base) :] or "/"
    if is_inside and inside == f"/{FIRST}":
        return RedirectResponse(f"{base}/?{query}" if query else f"{base}/")
    if is_inside and (_is_page(inside) or inside.split("/")[1] in STREAMLITS):
        return None
    return HTMLResponse(unknown_page(base), status_code=404)


def _is_page(path: str) -> bool:
    """Whether a page stands there; with a slash at its end, Streamlit leads to the one without."""
    plain = path.rstrip("/") or "/"
    return plain == f"/{FIRST}" or plain in map(path_of, PAGES)


class SafeHeaders:
    """Adds the headers to every answer that is HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers)

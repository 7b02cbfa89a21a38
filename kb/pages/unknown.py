"""The page that stands where there is none: plain HTML that needs no script and fetches nothing."""

from __future__ import annotations

from pathlib import Path

from kb.pages.navigation import PAGES, path_of
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import Markup, joined

_STYLE = Markup((Path(__file__).parent / "unknown.css").read_text("utf-8"))  # noqa: S704 - ours
_PAGE = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{window}</title>
<style>
{style}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{told}</p>
<ul>
{links}
</ul>
</main>
</body>
</html>
""")
_LINK = Markup('<li><a href="{address}">{title}</a> <span>{help}</span></li>')


def unknown_page(base: str) -> Markup:
    """The whole page; `base` is the path under which the app is served, mostly ""."""
    links = [
        _LINK.format(address=f"{base}{path_of(page)}", title=page.title, help=page.help)
        for page in PAGES
    ]
    return _PAGE.format(
        style=_STYLE,
        window=wording.PAGE_TITLE.format(page=wording.UNKNOWN_PAGE, name=wording.TITLE),
        title=wording.UNKNOWN_PAGE,
        told=wording.UNKNOWN_PAGE_TOLD,
        links=joined(links, Markup("\n")),
    )

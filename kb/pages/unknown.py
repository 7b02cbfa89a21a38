"""The page that stands where there is none: plain HTML that needs no script and fetches nothing."""

from __future__ import annotations

from kb.pages.navigation import PAGES, path_of
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import Markup, joined

# The colours are those of style.css.
_PAGE = Markup("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{window}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; max-width: 40rem; padding: 4.5rem 1.5rem;
  font: 1rem/1.55 system-ui, sans-serif;
  color: light-dark(#0f1419, #eceff3); background: light-dark(#ffffff, #12161c); }}
h1 {{ font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; }}
ul {{ list-style: none; padding: 0; margin: 1.5rem 0 0; }}
li {{ margin: 0 0 .75rem; }}
a {{ display: inline-block; min-width: 6rem; padding: .25rem 0;
  color: light-dark(#1a56b8, #8ab9ff); }}
a:focus-visible {{ outline: 2px solid; outline-offset: 2px; }}
span {{ color: light-dark(#4a5563, #b3bcc8); }}
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
        window=wording.PAGE_TITLE.format(page=wording.UNKNOWN_PAGE),
        title=wording.UNKNOWN_PAGE,
        told=wording.UNKNOWN_PAGE_TOLD,
        links=joined(links, Markup("\n")),
    )

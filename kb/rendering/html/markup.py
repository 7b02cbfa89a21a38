"""Text as HTML for `st.html`, and the small parts that every page is made of.

Every text of an article, a corpus or a reader goes through `escaped`, and so shows as it is
written: Markdown never sees it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from kb.rendering import wording_en as wording

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # HTML has no way to write them
_LABEL_MARK = re.compile(r"([^\w\s]|_)")


def escaped(text: str) -> str:
    """The text for HTML, attributes included. Line ends are written as references: `st.html` strips
    lines of blanks.
    """
    safe = html.escape(_CONTROL.sub("\ufffd", text), quote=True)
    return safe.replace("\n", "&#10;").replace("\r", "&#13;")


def inline(text: str) -> str:
    """The text inside a line of ours, where its bidirectional controls cannot turn our words
    around.
    """
    return f"<bdi>{escaped(text)}</bdi>"


def label(text: str) -> str:
    """The text for a label of Streamlit's, which is Markdown: every mark escaped, and cut off from
    its neighbours by an invisible word joiner, for `:material/home:` and addresses are recognised
    even in escaped text."""
    return _LABEL_MARK.sub("\\\\\\1\u2060", " ".join(text.split()))


def capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def count(words: Mapping[int, str], number: int) -> str:
    """The words for a number of things: those for this number, else those under 0."""
    return words.get(number, words[0]).format(count=number)


def link(page: str, **parameters: str | Sequence[str]) -> str:
    """The address of a page of ours, relative to any of them and ready for an attribute."""
    return escaped(f"{page}?{urlencode(parameters, doseq=True)}")


def title(text: str, over: str = "") -> str:
    """The page's first heading; `over` stands small above it."""
    above = f'<p class="kb kb-over">{inline(over)}</p>' if over else ""
    return f'{above}<h1 class="kb">{inline(text)}</h1>'


def intro(text: str) -> str:
    """What the page is for."""
    return f'<p class="kb kb-intro">{escaped(text)}</p>'


def heading(text: str, id: str = "") -> str:
    """With an `id` of ours it can be given the focus."""
    place = f' id="{id}" tabindex="-1"' if id else ""
    return f'<h2 class="kb"{place}>{escaped(text)}</h2>'


def subheading(text: str) -> str:
    return f'<h3 class="kb">{escaped(text)}</h3>'


def refusal(message: str) -> str:
    """What went wrong and what to do."""
    return (
        f'<div class="kb kb-refusal" role="alert"><strong>{escaped(wording.REFUSED)}:</strong>'
        f" {inline(message)}</div>"
    )


def notice(text: str) -> str:
    """What a reader should know before reading on."""
    return f'<p class="kb kb-notice" role="status">{escaped(text)}</p>'

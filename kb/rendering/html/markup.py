"""Text as HTML for `st.html`, and the small parts that every page is made of.

What is HTML has the type `Markup`, and what is text the type `str`: every text of an article, a
corpus or a reader that is put into `Markup` is escaped there, and so shows as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self
from urllib.parse import urlencode

import markupsafe

from kb.rendering import wording_en as wording

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # HTML has no way to write them
_LABEL_MARK = re.compile(r"([!-/:-@\[-`{-~])")  # what a backslash can take its meaning from


class Markup(markupsafe.Markup):
    """HTML: a template, or one that is filled in. `Markup("<b>{}</b>").format(text)` escapes the
    text, and leaves what is Markup itself.

    Only a template of ours may be given to it: ruff (S704) refuses anything but a literal.
    """

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """The text for HTML, attributes included. Control characters become U+FFFD, and line ends
        references: `st.html` strips lines of blanks.
        """
        if isinstance(s, cls):
            return s
        safe = str(super().escape(_CONTROL.sub("\ufffd", str(s))))
        return cls(safe.replace("\n", "&#10;").replace("\r", "&#13;"))


NOTHING = Markup("")


def joined(parts: Iterable[Markup], between: Markup = NOTHING) -> Markup:
    return between.join(parts)


def inline(text: str) -> Markup:
    """The text inside a line of ours, where its bidirectional controls cannot turn our words
    around.
    """
    return Markup("<bdi>{}</bdi>").format(text)


def label(text: str) -> str:
    """The text for a label of Streamlit's, which is Markdown: every mark escaped, and cut off from
    its neighbours by an invisible word joiner, for `:material/home:` and addresses are recognised
    even in escaped text."""
    return _LABEL_MARK.sub("\\\\\\1\u2060", " ".join(text.split()))


def link(page: str, **parameters: str | Sequence[str]) -> str:
    """The address of a page of ours, relative to any of them."""
    return f"{page}?{urlencode(parameters, doseq=True)}"


def bar(name: str, pages: Sequence[tuple[str, str]], here: str) -> Markup:
    """What stands on top of every page: the name of what is asked, and the way to each page, by its
    path and its word. `here` is the word of the page that is open.
    """
    links = joined(_to_page(path, word, word == here) for path, word in pages)
    return Markup(
        '<div class="kb kb-bar">'
        '<a class="kb-brand" href="./"><span class="kb-mark"></span>{name}</a>'
        '<nav aria-label="{pages}">{links}</nav>'
        "</div>"
    ).format(name=inline(name), pages=wording.PAGES, links=links)


def _to_page(path: str, word: str, is_here: bool) -> Markup:
    current = Markup(' aria-current="page"') if is_here else NOTHING
    return Markup('<a href="./{path}"{current}>{word}</a>').format(
        path=path, current=current, word=word
    )


def title(text: str, is_said: bool = True) -> Markup:
    """The page's first heading; where the page says it already, for those who hear or print it."""
    hidden = NOTHING if is_said else Markup(" kb-heard")
    return Markup('<h1 class="kb{}">{}</h1>').format(hidden, inline(text))


def intro(text: str) -> Markup:
    """What the page is for."""
    return Markup('<p class="kb kb-intro">{}</p>').format(text)


def heading(text: str, id: str = "") -> Markup:
    """With an `id` of ours it can be given the focus."""
    place = Markup(' id="{}" tabindex="-1"').format(id) if id else NOTHING
    return Markup('<h2 class="kb"{}>{}</h2>').format(place, text)


def subheading(text: str) -> Markup:
    return Markup('<h3 class="kb">{}</h3>').format(text)


def refusal(message: str) -> Markup:
    """What went wrong and what to do."""
    return Markup(
        '<div class="kb kb-refusal" role="alert"><strong>{refused}:</strong> {message}</div>'
    ).format(refused=wording.REFUSED, message=inline(message))


def notice(text: str) -> Markup:
    """What a reader should know before reading on."""
    return Markup('<p class="kb kb-notice" role="status">{}</p>').format(text)

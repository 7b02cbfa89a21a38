"""What every page begins and ends with: its title, style, knowledge base, and address.

The address is the truth: a widget writes to it when it changes, which adds an entry to the
browser's history, and is set from it whenever it has changed otherwise: by a link, Back, Forward, a
bookmark.
"""

from __future__ import annotations

import datetime
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import streamlit as st

from kb import KBError, KnowledgeBase
from kb.pages import navigation
from kb.rendering import phrases
from kb.rendering import wording_en as wording
from kb.rendering.html import markup, printed

HERE = Path(__file__).parent
_LOG = logging.getLogger(__name__)
CHECKED_SECONDS = 10  # for so long no article is looked at again to see whether it was edited
LONGEST_TITLE = 60  # characters of a question in the window's title

# The pages in the order of the bar: where each stands, and its word.
PATHS = tuple((navigation.path_of(page).lstrip("/"), page.title) for page in navigation.PAGES)


@st.cache_resource(show_spinner=wording.OPENING)
def open_base(corpus: str, index: str | None) -> KnowledgeBase:
    """One for all readers: nothing here may change it."""
    return KnowledgeBase.open(corpus, index=index)


@st.cache_data(ttl=CHECKED_SECONDS, show_spinner=False)
def is_current(corpus: str, index: str | None) -> bool:
    return open_base(corpus, index).is_current()


def begin(page: str) -> KnowledgeBase:
    """The knowledge base, with the page's style and title set and the bar drawn; without one the
    page stops.
    """
    st.session_state.page = page
    st.html(HERE / "style.css")
    where = os.environ.get("KB_CORPUS", "corpus"), os.environ.get("KB_INDEX")
    try:
        base = open_base(*where)
    except KBError as error:
        _draw_bar(wording.TITLE, page)
        name_window(page)
        draw(markup.title(page))
        refuse(error)
    _draw_bar(base.corpus.title or wording.TITLE, page)
    name_window(page)
    if not is_current(*where):
        draw(markup.notice(wording.OUTDATED))
    return base


def _draw_bar(name: str, page: str) -> None:
    st.session_state.name = name
    draw(markup.bar(name, PATHS, page))
    draw(printed.head(name, page, phrases.day(datetime.date.today())))


def draw(part: markup.Markup) -> None:
    """Shows HTML; the pages call nothing else for it, so that plain text is a type error;
    nothing takes no place.
    """
    if part:
        st.html(part)


def name_window(page: str, what: str = "") -> None:
    """The window's title, which history and bookmarks show: what is on the page before its name."""
    short = f"{what[: LONGEST_TITLE - 1]}…" if len(what) > LONGEST_TITLE else what
    told = f"{short} · {page}" if short else page
    name = st.session_state.get("name", wording.TITLE)
    st.set_page_config(page_title=wording.PAGE_TITLE.format(page=told, name=name))


def refuse(error: KBError) -> NoReturn:
    """Tells what went wrong, and stops the page."""
    draw(markup.refusal(str(error)))
    end()
    st.stop()


def fail(error: Exception) -> None:
    """Tells that the page cannot go on, and the log why."""
    _LOG.error("%s", st.session_state.get("page"), exc_info=error)
    tell_fault()


def tell_fault() -> None:
    """Tells that the fault is ours and what to do."""
    st.html(HERE / "style.css")  # nothing of the page may be there yet
    draw(markup.title(wording.FAULT))
    draw(markup.refusal(wording.FAULT_TOLD))


def from_address(**widgets: object) -> None:
    """Puts what the address says into these widgets, if it has changed or they are new here."""
    if st.session_state.get("address") != widgets or not widgets.keys() <= set(st.session_state):
        st.session_state.update(widgets, address=widgets)


def to_address(**parameters: str | Sequence[str]) -> None:
    """Writes the parameters to the address, empty ones left out."""
    st.query_params.from_dict({name: value for name, value in parameters.items() if value})


_BEHAVIOUR = st.components.v2.component(
    "kb_page", js=(HERE / "page.js").read_text(encoding="utf-8"), isolate_styles=False
)


def end(focus: str = "", show: str = "", news: str = "", beside: bool = False) -> None:
    """Lets copy buttons, links between the pages and places in a page work in place. The first
    three are selectors.

    Puts the focus on `focus`, or scrolls to `show`; `news` has changed if the page was here before,
    and is read out and shown from its top unless the reader is typing. `beside` says that the page
    can show an article beside its quotes.
    """
    # tells a rerun from another page, or question
    state = f"{st.session_state.page} {json.dumps(st.query_params.to_dict())}"
    selectors = {"focus": focus, "show": show, "news": news}
    name = st.session_state.name
    _BEHAVIOUR(data={"state": state, "name": name, "beside": beside, **selectors}, key="behaviour")


_KEPT = st.components.v2.component(
    "kb_kept", js=(HERE / "kept.js").read_text(encoding="utf-8"), isolate_styles=False
)


def kept() -> list[str] | None:
    """The addresses of the quotes that the reader keeps in this browser; None until it has told
    them.
    """
    before = st.session_state.get("kept", {}).get("kept")
    data = {"name": st.session_state.name, "told": before}
    told = _KEPT(data=data, key="kept", on_kept_change=lambda: None).kept
    return None if told is None else [each for each in told if isinstance(each, str)]

"""The pages of the app: the one list that the navigation and the server go by."""

from __future__ import annotations

from typing import NamedTuple

from kb.rendering import wording_en as wording


class Listed(NamedTuple):
    """A page in the navigation: the name of its file, which is its path; its title; what it is
    for."""

    name: str
    title: str
    help: str


FIRST = "ask"  # it stands at the app's own address, not at a path of its name

PAGES = (
    Listed("ask", wording.ASK, wording.ASK_HELP),
    Listed("compare", wording.COMPARE, wording.COMPARE_HELP),
    Listed("sources", wording.SOURCES, wording.SOURCES_HELP),
    Listed("quotes", wording.KEPT, wording.KEPT_HELP),
)


def path_of(page: Listed) -> str:
    """The page's path under the app's own address: "/" or "/compare"."""
    return "/" if page.name == FIRST else f"/{page.name}"

"""What a reader keeps: where it stands now, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kb import Citation, KBError, KnowledgeBase
from kb.rendering import wording_en as wording
from kb.rendering.bibliography import STYLES, Style

MOST = 500  # quotes that are shown: a browser may hold anything under our name


def found(base: KnowledgeBase, addresses: Sequence[str]) -> tuple[list[Citation], list[str]]:
    """The quotes that still stand in the articles, numbered in their order; and the addresses of
    those that do not.
    """
    citations: list[Citation] = []
    lost = []
    for address in addresses[:MOST]:
        citation = _citation(base, address)
        if citation is None:
            lost.append(address)
        else:
            citations.append(replace(citation, number=len(citations) + 1))
    return citations, lost


def _citation(base: KnowledgeBase, address: str) -> Citation | None:
    try:
        located = base.locate(address)
        is_there = located.state in ("exact", "moved") and located.span
        return base.cite(located.span) if is_there and located.span else None
    except (KBError, ValueError):  # no address, or of words that are no sentence
        return None


def choose_style() -> Style:
    chosen = st.segmented_control(
        wording.STYLE, STYLES, default=STYLES[0], required=True, label_visibility="collapsed"
    )
    return chosen or STYLES[0]


def download(label: str, text: str, file: str, media_type: str) -> None:
    st.download_button(label, text.encode(), file, media_type, on_click="ignore")

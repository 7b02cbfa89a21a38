"""What can be chosen on Compare: whom and on what, which topics are shown, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from kb import Comparison, Facet, KBError, KnowledgeBase, Subject
from kb.pages import frame
from kb.rendering import phrases
from kb.rendering import wording_en as wording
from kb.rendering.html import markup

SHOW = {
    "": wording.SHOW_ALL,
    "disagreements": wording.SHOW_DISAGREEMENTS,
    "gaps": wording.SHOW_GAPS,
}
VIEW = {"": wording.VIEW_TABLE, "map": wording.VIEW_MAP}


def from_address(base: KnowledgeBase) -> None:
    """Puts what the address says into the widgets; what it names and the corpus does not is
    told.
    """
    corpus, asked = base.corpus, st.query_params
    try:
        subjects = [corpus.subject(name).id for name in asked.get_all("subject")]
        facets = [corpus.facet(name).id for name in asked.get_all("facet")]
    except KBError:
        frame.draw(markup.refusal(wording.UNKNOWN_CHOICE))
        subjects = facets = []
    frame.from_address(
        subjects=subjects or [subject.id for subject in corpus.subjects],
        facets=facets,
        show=_known(asked.get("show", ""), SHOW),
        view=_known(asked.get("view", ""), VIEW),
    )


def choose(base: KnowledgeBase) -> tuple[list[str], list[str], str, str]:
    """All choices in one line: the ids of subjects and facets, which topics, and how they are
    shown.
    """
    corpus = base.corpus
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="choices"):
        with st.popover(_topics_chosen(len(st.session_state.facets), len(corpus.facets))):
            facets = _pills(wording.TOPICS, corpus.facets, "facets")
            subjects = _pills(wording.SUBJECTS, corpus.subjects, "subjects")
        show = _one(wording.SHOW, SHOW, "show")
        view = _one(wording.VIEW, VIEW, "view")
    return subjects, facets, show, view


def kept(comparison: Comparison, show: str, sources: int) -> list[str]:
    """The ids of the facets with a disagreement, or with a cell of fewer sources than these."""
    if show == "disagreements":
        return [row.facet.id for row in comparison.rows if row.may_disagree]
    return list(dict.fromkeys(facet for _, facet in comparison.gaps(sources)))


def _write_address() -> None:
    state = st.session_state
    frame.to_address(subject=state.subjects, facet=state.facets, show=state.show, view=state.view)


def _known(given: str, words: Mapping[str, str]) -> str:
    return given if given in words else ""


def _pills(label: str, things: Sequence[Subject] | Sequence[Facet], key: str) -> list[str]:
    """A pill for each of the things; the ids of those that are chosen."""
    names = {thing.id: markup.label(phrases.capital(thing.name)) for thing in things}
    return st.pills(
        label,
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key=key,
        on_change=_write_address,
    )


def _one(label: str, words: Mapping[str, str], key: str) -> str:
    chosen = st.segmented_control(
        label,
        list(words),
        format_func=words.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_write_address,
    )
    return chosen or ""


def _topics_chosen(number: int, of: int) -> str:
    """What is chosen of the topics, as the button that opens them says it."""
    if not number:
        return wording.ALL_TOPICS
    return phrases.count(wording.TOPICS_CHOSEN, number, of=of)

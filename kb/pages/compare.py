"""Compare: all the evidence on each facet side by side, the gaps, where sources may disagree."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb import Facet, KBError, Subject
from kb.pages import frame
from kb.rendering import wording_en as wording
from kb.rendering.html import markup, table
from kb.rendering.html.quotes import brief_quotes

SHOW = {
    "": wording.SHOW_ALL,
    "disagreements": wording.SHOW_DISAGREEMENTS,
    "gaps": wording.SHOW_GAPS,
}
EMPTY = {"disagreements": wording.NO_DISAGREEMENTS, "gaps": wording.NO_GAPS}


def write_address() -> None:
    state = st.session_state
    frame.to_address(subject=state.subjects, facet=state.facets, show=state.show)


def choose(label: str, things: Sequence[Subject] | Sequence[Facet], key: str) -> list[str]:
    """A pill for each of the things; the ids of those that are chosen."""
    names = {thing.id: markup.label(markup.capital(thing.name)) for thing in things}
    return st.pills(
        label,
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key=key,
        on_change=write_address,
    )


base = frame.begin(wording.COMPARE)
corpus = base.corpus
st.html(markup.title(wording.COMPARE_TITLE, over=corpus.title))
st.html(markup.intro(wording.COMPARE_INTRO))
if not corpus.subjects or not corpus.facets:
    st.html(markup.notice(wording.NO_FACETS))
    frame.end()
    st.stop()

asked = st.query_params
try:
    chosen = (
        [corpus.subject(name).id for name in asked.get_all("subject")],
        [corpus.facet(name).id for name in asked.get_all("facet")],
    )
except KBError as error:
    st.html(markup.refusal(str(error)))
    chosen = [], []
frame.from_address(
    subjects=chosen[0] or [subject.id for subject in corpus.subjects],
    facets=chosen[1],
    show=asked.get("show", "") if asked.get("show") in SHOW else "",
)
subjects = choose(wording.SUBJECTS, corpus.subjects, "subjects")
facets = choose(wording.TOPICS, corpus.facets, "facets")
show = st.segmented_control(
    wording.SHOW,
    list(SHOW),
    format_func=SHOW.__getitem__,
    key="show",
    required=True,
    on_change=write_address,
)
topics = ", ".join(markup.capital(corpus.facet(id).name) for id in facets)
frame.name_window(wording.COMPARE, topics or (SHOW[show] if show else ""))

comparison = base.compare(*subjects, facet=facets, k=base.size)
if show == "gaps" and (open_topics := base.unanswered()):
    st.html(table.unanswered(open_topics))
if show:
    disputed = [each.facet for each in comparison.disagreements()]
    silent = [facet for _, facet in comparison.gaps(sources=min(2, len(corpus.documents)))]
    kept = list(dict.fromkeys(disputed if show == "disagreements" else silent))
    if not kept:
        st.html(markup.notice(EMPTY[show]))
        frame.end()
        st.stop()
    comparison = base.compare(*subjects, facet=kept, k=base.size)
st.html(table.coverage_map(comparison, corpus.documents))
st.html(table.table(comparison, brief_quotes, counted=True))
shown = [facet.id for facet in comparison.facets]
st.download_button(
    wording.DOWNLOAD,
    lambda: base.compare(*subjects, facet=shown).to_markdown(),  # made when it is asked for
    wording.FILE,
    "text/markdown",
    on_click="ignore",
)
frame.end()

"""Compare: all the evidence on each facet side by side, the gaps, where sources may disagree."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb import Comparison, Facet, KBError, Subject
from kb.pages import frame
from kb.rendering import wording_en as wording
from kb.rendering.html import markup, quotes, table
from kb.rendering.phrases import capital

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
    names = {thing.id: markup.label(capital(thing.name)) for thing in things}
    return st.pills(
        label,
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key=key,
        on_change=write_address,
    )


def kept(comparison: Comparison, show: str, sources: int) -> list[str]:
    """The ids of the facets with a disagreement, or with a cell of fewer sources than these."""
    if show == "disagreements":
        return [row.facet.id for row in comparison.rows if row.may_disagree]
    return list(dict.fromkeys(facet for _, facet in comparison.gaps(sources)))


base = frame.begin(wording.COMPARE)
corpus = base.corpus
frame.draw(markup.title(wording.COMPARE_TITLE, over=corpus.title))
frame.draw(markup.intro(wording.COMPARE_INTRO))
if not corpus.subjects or not corpus.facets:
    frame.draw(markup.notice(wording.NO_FACETS))
    frame.end()
    st.stop()

asked = st.query_params
try:
    subjects = [corpus.subject(name).id for name in asked.get_all("subject")]
    facets = [corpus.facet(name).id for name in asked.get_all("facet")]
except KBError as error:
    frame.draw(markup.refusal(str(error)))
    subjects = facets = []
everybody = [subject.id for subject in corpus.subjects]
show: str | None = asked.get("show", "")
frame.from_address(subjects=subjects or everybody, facets=facets, show=show if show in SHOW else "")
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
topics = ", ".join(capital(corpus.facet(id).name) for id in facets)
frame.name_window(wording.COMPARE, topics or (SHOW[show] if show else ""))

comparison = base.compare(*subjects, facet=facets, k=base.size)
if show == "gaps" and (open_topics := base.unanswered()):
    frame.draw(table.unanswered(open_topics))
if show:
    facets = kept(comparison, show, sources=min(2, len(corpus.documents)))
    if not facets:
        frame.draw(markup.notice(EMPTY[show]))
        frame.end()
        st.stop()
    comparison = base.compare(*subjects, facet=facets, k=base.size)
frame.draw(table.coverage_map(comparison, corpus.documents))
frame.draw(table.table(comparison, quotes.brief_quotes, counted=True))
st.download_button(
    wording.DOWNLOAD,
    lambda: base.compare(*subjects, facet=facets).to_markdown(),  # made when it is asked for
    wording.FILE,
    "text/markdown",
    on_click="ignore",
)
frame.end()

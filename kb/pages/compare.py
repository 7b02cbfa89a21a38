"""Compare: all the evidence on each facet side by side, the gaps, where sources may disagree."""

from __future__ import annotations

import streamlit as st

from kb.pages import choices, frame, quoted
from kb.rendering import phrases
from kb.rendering import wording_en as wording
from kb.rendering.html import coverage, markup, printed, table

EMPTY = {"disagreements": wording.NO_DISAGREEMENTS, "gaps": wording.NO_GAPS}

base = frame.begin(wording.COMPARE)
corpus = base.corpus
frame.draw(markup.title(wording.COMPARE_TITLE))
if not corpus.subjects or not corpus.facets:
    frame.draw(markup.notice(wording.NO_FACETS))
    frame.end()
    st.stop()

choices.from_address(base)
subjects, facets, show, view = choices.choose(base)
topics = ", ".join(phrases.capital(corpus.facet(id).name) for id in facets)
frame.name_window(wording.COMPARE, topics or (choices.SHOW[show] if show else ""))

comparison = base.compare(*subjects, facet=facets, k=base.size)
if show:
    facets = choices.kept(comparison, show, sources=min(2, len(corpus.documents)))
    comparison = base.compare(*subjects, facet=facets, k=base.size)
is_empty = bool(show) and not facets
if is_empty:
    frame.draw(markup.notice(EMPTY[show]))
elif view:
    frame.draw(coverage.coverage_map(comparison, corpus.documents))
else:
    frame.draw(table.brief_table(comparison, "open" if show == "disagreements" else "folded"))
missing = base.unanswered()  # behind the table: the first time it takes a second
if show != "disagreements":
    frame.draw(coverage.missing(missing, is_open=show == "gaps"))
if not is_empty:
    frame.draw(printed.sources(corpus.documents))
    st.download_button(
        wording.DOWNLOAD,
        lambda: base.compare(*subjects, facet=facets).to_markdown(missing),  # made when asked for
        wording.FILE,
        "text/markdown",
        on_click="ignore",
    )
frame.end(show=quoted.beside(base), beside=True)

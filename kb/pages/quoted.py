"""An article opened at a quote: on the page of the sources, and beside what quotes it."""

from __future__ import annotations

import streamlit as st

from kb import KBError, KnowledgeBase, Located
from kb.pages import frame
from kb.rendering import wording_en as wording
from kb.rendering.html import article, markup


def note(base: KnowledgeBase, located: Located) -> markup.Markup:
    """What stands under the marked words: what became of the quote, whom it is about and on what,
    and how to cite it.
    """
    told = article.warning(located) if located.state != "exact" else markup.NOTHING
    span = located.span
    sentences = base.sentences_in(span) if span else ()
    if span is None or located.state not in ("exact", "moved") or not sentences:
        return told
    names = {subject.id: subject.name for subject in base.corpus.subjects}
    facets = [(sentence, base.facets_of(sentence)) for sentence in sentences]
    return told + article.note(base.cite(span), facets, names)


def beside(base: KnowledgeBase) -> str:
    """Opens the article of the quote that the address names beside the page; the selector of the
    marked words, "" if there are none.
    """
    parameters = {name: st.query_params.get_all(name) for name in st.query_params}
    cite = "".join(parameters.pop("cite", []))
    if not cite:
        return ""
    try:
        located = base.locate(cite)
    except KBError:
        frame.draw(markup.refusal(wording.BROKEN_LINK))
        return ""
    close = markup.link("", **parameters)
    frame.draw(article.panel(located, cite, note(base, located), close))
    return f"#{article.QUOTED}-1" if located.span else ""

"""My quotes: what a reader has kept, to be copied and downloaded with its references."""

from __future__ import annotations

import datetime

import streamlit as st

from kb.pages import frame, keeping
from kb.rendering import markdown
from kb.rendering import wording_en as wording
from kb.rendering.exports import FORMATS
from kb.rendering.html import kept, markup, references

base = frame.begin(wording.KEPT)
frame.draw(markup.title(wording.KEPT))
addresses = frame.kept()
if addresses is None:
    frame.draw(markup.notice(wording.LOOKING))
    frame.end()
    st.stop()
if not addresses:
    frame.draw(markup.intro(wording.NONE_KEPT))
    frame.end()
    st.stop()

citations, lost = keeping.found(base, addresses)
frame.draw(markup.intro(wording.KEPT_TOLD))
frame.draw(kept.kept(citations) + kept.lost(lost))
if citations:
    documents = list(dict.fromkeys(citation.span.document for citation in citations))
    frame.draw(markup.heading(wording.REFERENCES))
    style = keeping.choose_style()
    frame.draw(references.references(documents, style, datetime.date.today()))
    with st.container(horizontal=True, gap="xsmall"):
        quotes = markdown.quotes_to_markdown(citations, style)
        keeping.download(wording.DOWNLOAD_QUOTES, quotes, wording.QUOTES_FILE, "text/markdown")
        for name, each in FORMATS.items():
            file = wording.SOURCES_FILE.format(ending=each.ending)
            keeping.download(name, each.write(documents), file, each.media_type)
frame.end()

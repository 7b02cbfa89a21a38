"""Sources: an article as it was published; a citation's link opens it at the quoted characters, or
says what became of them.
"""

from __future__ import annotations

import streamlit as st

from kb import Document, KBError, Located
from kb.pages import frame, quoted
from kb.rendering import wording_en as wording
from kb.rendering.html import answers, article, markup, printed


def write_address() -> None:
    frame.to_address(article=st.session_state.article, find=st.session_state.find.strip())


def opened(cite: str, name: str) -> tuple[Located | None, Document | None]:
    """What the link leads to: a quote's place and its article; without a quote the article named,
    or the first.
    """
    located = base.locate(cite) if cite else None
    if located:
        return located, located.document
    return None, base.corpus.document(name) if name else base.corpus.documents[0]


base = frame.begin(wording.SOURCES)
documents = {document.id: document for document in base.corpus.documents}
address = st.query_params
frame.draw(markup.title(wording.SOURCES_TITLE))
try:
    located, document = opened(address.get("cite", ""), address.get("article", ""))
except KBError:
    located = document = None
    broken = wording.BROKEN_LINK if "cite" in address else wording.UNKNOWN_ARTICLE
    frame.draw(markup.refusal(broken))
if located:
    frame.draw(article.state(located))
if not document:
    frame.draw(answers.sources(base.corpus.documents))
    frame.end()
    st.stop()

frame.name_window(wording.SOURCES, document.title or document.id)
frame.from_address(article=document.id, find=address.get("find", ""))
choose, search = st.columns(2)
choose.selectbox(
    wording.ARTICLE,
    list(documents),
    format_func=lambda id: documents[id].title or id,
    key="article",
    label_visibility="collapsed",
    on_change=write_address,
)
words = search.text_input(
    wording.FIND,
    key="find",
    type="search",
    placeholder=wording.FIND_PLACEHOLDER,
    label_visibility="collapsed",
    on_change=write_address,
)
frame.draw(article.about(document))
marked = ""
if located and located.span:
    places = [(located.span.start, located.span.end)]
    note = quoted.note(base, located)
    frame.draw(article.article(document, places, article.QUOTED, note))
    marked = f"#{article.QUOTED}-1"
elif words and words.strip():
    found = {id: article.places_of(words, each) for id, each in documents.items()}
    here = found.pop(document.id)
    elsewhere = [(documents[id], len(there)) for id, there in found.items() if there]
    frame.draw(article.search_result(here, elsewhere, words))
    frame.draw(article.article(document, here))
    marked = f"#{article.FOUND}-1" if here else ""
else:
    frame.draw(article.article(document))
frame.draw(printed.sources([document]))
frame.end(show=marked)

"""Sources: an article as it was published; a citation's link opens it at the quoted characters, or
says what became of them.
"""

from __future__ import annotations

import streamlit as st

from kb import Document, KBError, Located
from kb.pages import frame
from kb.rendering import wording_en as wording
from kb.rendering.html import answers, article, markup


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
st.html(markup.title(wording.SOURCES_TITLE, over=base.corpus.title))
try:
    located, document = opened(st.query_params.get("cite", ""), st.query_params.get("article", ""))
except KBError as error:
    located = document = None
    st.html(markup.refusal(wording.BROKEN_LINK if "cite" in st.query_params else str(error)))
if located:
    st.html(article.state(located))
if not document:
    st.html(answers.sources(base.corpus.documents))
    frame.end()
    st.stop()

frame.name_window(wording.SOURCES, document.title or document.id)
frame.from_address(article=document.id, find=st.query_params.get("find", ""))
choose, search = st.columns(2)
choose.selectbox(
    wording.ARTICLE,
    list(documents),
    format_func=lambda id: documents[id].title or id,
    key="article",
    on_change=write_address,
)
words = search.text_input(
    wording.FIND,
    key="find",
    type="search",
    placeholder=wording.FIND_PLACEHOLDER,
    on_change=write_address,
)
st.html(article.about(document))
if located and located.span:
    sentences = base.sentences_in(located.span)
    note = "" if located.state == "exact" else article.warning(located)
    if located.state in ("exact", "moved") and sentences:
        names = {subject.id: subject.name for subject in base.corpus.subjects}
        note += article.note(
            base.cite(located.span), [(each, base.facets_of(each)) for each in sentences], names
        )
    st.html(
        article.article(document, [(located.span.start, located.span.end)], article.QUOTED, note)
    )
    frame.end(show=f"#{article.QUOTED}-1")
elif words and words.strip():
    places = {id: article.places_of(words, each) for id, each in documents.items()}
    elsewhere = [
        (documents[id], len(found)) for id, found in places.items() if found and id != document.id
    ]
    st.html(article.found(document, places[document.id], elsewhere, words))
    st.html(article.article(document, places[document.id]))
    frame.end()
else:
    st.html(article.article(document))
    frame.end()

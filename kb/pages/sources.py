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
address = st.query_params
frame.draw(markup.title(wording.SOURCES_TITLE, over=base.corpus.title))
try:
    located, document = opened(address.get("cite", ""), address.get("article", ""))
except KBError as error:
    located = document = None
    frame.draw(markup.refusal(wording.BROKEN_LINK if "cite" in address else str(error)))
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
    on_change=write_address,
)
words = search.text_input(
    wording.FIND,
    key="find",
    type="search",
    placeholder=wording.FIND_PLACEHOLDER,
    on_change=write_address,
)
frame.draw(article.about(document))
if located and located.span:
    span = located.span
    sentences = base.sentences_in(span)
    note = article.warning(located) if located.state != "exact" else markup.NOTHING
    if located.state in ("exact", "moved") and sentences:
        names = {subject.id: subject.name for subject in base.corpus.subjects}
        facets = [(sentence, base.facets_of(sentence)) for sentence in sentences]
        note += article.note(base.cite(span), facets, names)
    frame.draw(article.article(document, [(span.start, span.end)], article.QUOTED, note))
    frame.end(show=f"#{article.QUOTED}-1")
elif words and words.strip():
    places = {id: article.places_of(words, each) for id, each in documents.items()}
    here = places.pop(document.id)
    elsewhere = [(documents[id], len(there)) for id, there in places.items() if there]
    frame.draw(article.search_result(here, elsewhere, words))
    frame.draw(article.article(document, here))
    frame.end()
else:
    frame.draw(article.article(document))
    frame.end()

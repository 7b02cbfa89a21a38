"""Ask: a question box, and the answer as numbered verbatim quotes with the passage around each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import streamlit as st

from kb import KBError, KnowledgeBase
from kb.pages import markup, wording

EXAMPLES = 6  # questions to try: two rows on a wide screen


@st.cache_resource(show_spinner=wording.OPENING)
def open_base(corpus: str, index: str | None) -> KnowledgeBase:
    """One for all readers: nothing here may change it."""
    return KnowledgeBase.open(corpus, index=index)


def refuse(error: KBError) -> NoReturn:
    st.html(markup.refusal(str(error)))
    st.stop()


def follow_address() -> None:
    """Puts the address's question into the box when the address has changed: a link, Back, Forward."""
    asked = st.query_params.get("q", "")
    if st.session_state.get("address") != asked:
        st.session_state.address = st.session_state.question = asked


def ask(question: str) -> None:
    """Puts the question into the address, where Back, Forward and Reload find it."""
    if question.strip():
        st.query_params["q"] = question
    else:
        st.query_params.clear()


def show_examples(title: str, questions: Sequence[str]) -> None:
    if not questions:
        return
    st.html(markup.heading(title))
    with st.container(horizontal=True, gap="xsmall"):
        for number, question in enumerate(questions, start=1):
            st.button(markup.label(question), key=f"example-{number}", on_click=ask, args=(question,))


st.html(Path(__file__).with_name("style.css"))
try:
    base = open_base(os.environ.get("KB_CORPUS", "corpus"), os.environ.get("KB_INDEX"))
except KBError as error:
    st.html(markup.title(""))
    refuse(error)

st.html(markup.title(base.corpus.title))
follow_address()
st.text_input(
    wording.QUESTION,
    key="question",
    type="search",
    on_change=lambda: ask(st.session_state.question),
)

examples = [facet.questions[0] for facet in base.corpus.facets if facet.questions][:EXAMPLES]
question = st.session_state.question
if not question.strip():
    st.html(markup.intro())
    show_examples(wording.EXAMPLES, examples)
    st.html(markup.sources(base.corpus.documents))
    st.stop()

try:
    answer = base.ask(question)
except KBError as error:
    refuse(error)
st.html(markup.answer(answer))
show_examples(wording.MORE_EXAMPLES, [example for example in examples if example != question])

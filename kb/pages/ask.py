"""Ask: a question box, and the answer as numbered verbatim quotes, side by side for a
comparison.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb import KBError
from kb.pages import frame
from kb.rendering import wording_en as wording
from kb.rendering.html import answers, markup
from kb.rendering.phrases import capital

EXAMPLES = 8  # questions to try: two rows on a wide screen


def ask(question: str, after: str = "") -> None:
    is_asked = bool(question.strip())
    frame.to_address(q=question if is_asked else "", after=after if is_asked else "")


def suggest(title: str, questions: Sequence[tuple[str, str]]) -> None:
    """Buttons that ask: pairs of what stands on one and what it asks."""
    if not questions:
        return
    frame.draw(markup.heading(title))
    with st.container(horizontal=True, gap="xsmall"):
        for number, (label, question) in enumerate(questions, start=1):
            st.button(
                markup.label(label), key=f"suggestion-{number}", on_click=ask, args=(question,)
            )


base = frame.begin(wording.ASK)
frame.draw(markup.title(base.corpus.title or wording.TITLE))
frame.from_address(question=st.query_params.get("q", ""))
question = st.text_input(
    wording.QUESTION,
    key="question",
    type="search",
    placeholder=wording.PLACEHOLDER,
    on_change=lambda: ask(st.session_state.question, st.session_state.get("read_as", "")),
)
if not question or not question.strip():
    st.session_state.read_as = ""
    frame.draw(markup.intro(wording.INTRO))
    suggest(wording.EXAMPLES, [(example, example) for example in base.examples(EXAMPLES)])
    frame.draw(answers.sources(base.corpus.documents))
    frame.end(focus="input[type=search]")
    st.stop()

frame.name_window(wording.ASK, question)
try:
    answer = base.ask(question, after=st.query_params.get("after"))
except KBError as error:
    frame.refuse(error)
follow_ups = [(capital(each.facet.name), each.question) for each in base.follow_ups(answer)]
st.session_state.read_as = answer.read_as
frame.draw(answers.status(answer) + answers.carried(answer))
if answer.is_refused:
    suggest(wording.INSTEAD, follow_ups)
if answer.shown:
    frame.draw(answers.evidence(answer))
if not answer.is_refused:
    suggest(wording.FOLLOW_UPS, follow_ups)
frame.end(news="#status")

"""Ask: a question box, and the answer as numbered verbatim quotes, side by side for a
comparison; under it a box to ask on.
"""

from __future__ import annotations

import streamlit as st

from kb import KBError
from kb.pages import asking, frame, quoted
from kb.rendering import wording_en as wording
from kb.rendering.html import answers, markup, printed

base = frame.begin(wording.ASK)
asked = st.query_params.get("q", "")
is_asked = bool(asked.strip())
frame.draw(markup.title(asked if is_asked else base.corpus.title or wording.TITLE, not is_asked))
frame.from_address(question=asked)
question = asking.box()
if not question.strip():
    st.session_state.read_as = ""
    frame.draw(markup.intro(wording.INTRO))
    asking.suggest(wording.EXAMPLES, base.examples(asking.SUGGESTIONS))
    frame.draw(answers.sources(base.corpus.documents))
    frame.end(focus="input[type=search]")
    st.stop()

frame.name_window(wording.ASK, question)
try:
    answer = base.ask(question, after=st.query_params.get("after"))
except KBError as error:
    frame.refuse(error)
st.session_state.read_as = answer.read_as
frame.draw(answers.status(answer) + answers.carried(answer))
if not answer.shown:
    asking.suggest(wording.EXAMPLES, base.examples(asking.SUGGESTIONS))
    frame.end(news="#status")
    st.stop()
if answer.is_refused:
    asking.suggest_next(wording.INSTEAD, base, answer)
frame.draw(answers.evidence(answer))
asking.ask_on_box(base, answer)
if not answer.is_refused:
    asking.suggest_next(wording.FOLLOW_UPS, base, answer)
frame.draw(printed.sources(answers.quoted(answer)))
frame.end(show=quoted.beside(base), news="#status", beside=True)

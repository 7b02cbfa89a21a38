"""The ways to ask: the box, questions to choose from, and a box to ask on under an answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kb import Answer, KnowledgeBase
from kb.pages import frame
from kb.rendering import wording_en as wording
from kb.rendering.html import markup

SUGGESTIONS = 6  # questions to try: more are not read
TOPICS = 2  # that are named as what the next question is still about


def ask(question: str, after: str = "") -> None:
    is_asked = bool(question.strip())
    frame.to_address(q=question if is_asked else "", after=after if is_asked else "")


def box() -> str:
    """The box for a question, as the page begins."""
    question = st.text_input(
        wording.QUESTION,
        key="question",
        type="search",
        placeholder=wording.PLACEHOLDER,
        label_visibility="collapsed",
        on_change=lambda: ask(st.session_state.question, _before()),
    )
    return question or ""


def suggest(title: str, questions: Sequence[str]) -> None:
    """Buttons that ask."""
    if not questions:
        return
    with st.container(key="suggestions", gap="small"):
        frame.draw(markup.heading(title))
        with st.container(horizontal=True, gap="xsmall"):
            for number, question in enumerate(questions, start=1):
                label, key = markup.label(question), f"suggestion-{number}"
                st.button(label, key=key, on_click=ask, args=(question,))


def suggest_next(title: str, base: KnowledgeBase, answer: Answer) -> None:
    """Buttons that ask what the sources say on other topics."""
    suggest(title, [each.question for each in base.follow_ups(answer, SUGGESTIONS)])


def ask_on_box(base: KnowledgeBase, answer: Answer) -> None:
    """A box for the next question, and what is carried into it."""
    st.session_state.setdefault("carries", True)
    topics = _still_about(base, answer)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="ask-on"):
        if topics:
            words = wording.STILL_ABOUT if st.session_state.carries else wording.ANEW
            st.button(markup.label(words.format(topics=topics)), key="carry", on_click=_carry)
        st.text_input(
            wording.NEXT,
            key="next",
            type="search",
            placeholder=wording.NEXT_PLACEHOLDER,
            label_visibility="collapsed",
            on_change=_ask_on,
        )


def _ask_on() -> None:
    """Asks what is in the box under the answer, after the question that it answers."""
    state = st.session_state
    if state.next.strip():
        ask(state.next, _before())
    state.next = ""


def _before() -> str:
    """The question that the next one goes on from, "" for none; after it, questions go on again."""
    state = st.session_state
    before = state.get("read_as", "") if state.get("carries", True) else ""
    state.carries = True
    return before


def _carry() -> None:
    """Takes the next question as one that goes on, or as a new one."""
    st.session_state.carries = not st.session_state.carries


def _still_about(base: KnowledgeBase, answer: Answer) -> str:
    """Of whom and of what the next question is, unless it says otherwise."""
    asked = base.understand(answer.read_as)
    of = [subject.name for subject in asked.subjects if asked.is_named]
    on = [facet.name for facet in asked.rows[:TOPICS] if not answer.overview]
    return ", ".join([*of, *on])

"""Every word of ours that the pages show: what to translate. Articles, questions and reasons come from elsewhere.

Those that Streamlit reads as Markdown (labels and the spinner) hold no mark; the others are escaped where they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.types import AttributedBy, Status, VerdictKind

ASK = "Ask"
TITLE = "Ask the sources"  # of a corpus without a title of its own
INTRO = (
    "Ask a question and you get what the sources say about it, word for word, with who says it and where. "
    "If they do not say, you are told so."
)
OPENING = "Opening the sources"
QUESTION = "Your question"

EXAMPLES = "Questions you can try"
MORE_EXAMPLES = "Other questions you can ask"
SOURCES = "The sources"
BY = "by {author}"
UNDATED = "undated"

STATUS: dict[Status, str] = {
    "answered": "What the sources say",
    "partly covered": "The sources answer a part of this",
    "not covered": "The sources do not say",
}
VERDICT: dict[VerdictKind, str] = {
    "same": "Much the same",
    "different": "Different",
    "one-sided": "Only one side is covered",
    "sources may disagree": "The sources may disagree",
    "not covered": "Not covered",
}
DISAGREEMENT = "Two voices"
POSSIBLE_DISAGREEMENT = "A possible disagreement"
NEAREST = "The nearest passages, which are no answer"
QUOTES = "The quotes and where they stand"
TABLE = "Side by side, word for word"
FACET = "Topic"  # heads the column of what the subjects are compared on
GAP = "no passage about this here"
QUOTE = "quote [{number}]"  # spoken for a number that links to a quote; it must hold what is seen, [1]
UNDER = "under “{heading}”"
PASSAGE = "show passage {number}"
OFFSETS = "Characters {start} to {end} of {source}"
WHY = "Why it is here"
WHY_WORDS = "it shares the words {words}"
WHY_NEAR = "its meaning comes near to your question ({similarity:.2f} of 1)"
WHY_ABOUT: dict[AttributedBy, str] = {
    "named": "it names whom it is about",
    "term": "a term in it tells whom it is about",
    "carried": "the sentence before tells whom it is about",
    "heading": "its heading tells whom it is about",
    "": "it is about nobody in particular",
}
REFUSED = "That did not work"

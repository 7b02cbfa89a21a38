"""Every word of ours that a reader sees: what to translate. Articles and questions come from
elsewhere; errors are worded where they are raised.

Those that Streamlit reads as Markdown (labels and the spinner) hold no mark; the others are escaped
where they are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.results import ClaimState, QuoteState, ReasonKind, Status, VerdictKind, VerdictRule
    from kb.types import AttributedBy, Overview, Verification

# Every page
ASK = "Ask"
COMPARE = "Compare"
SOURCES = "Sources"
KEPT = "My quotes"
PAGES = "Pages"
ASK_HELP = "Ask a question and read what the sources say, word for word"
COMPARE_HELP = "See everything the sources say on each topic, side by side"
SOURCES_HELP = "Read the articles, and search in them"
KEPT_HELP = "The quotes that you keep, with their references"
PAGE_TITLE = "{page} · {name}"
TITLE = "Ask the sources"  # of a corpus without a title of its own
OPENING = "Opening the sources"
REFUSED = "That did not work"
DAY = "{day} {month} {year}"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
OUTDATED = (
    "The articles have changed since they were opened here. Start the app again to read them anew."
)
FAULT = "A fault of ours"
FAULT_TOLD = (
    "Load the page again. If it comes back, tell whoever started the app: what happened stands"
    " where it was started."
)
APP_ABOUT = (
    "This app answers questions from a folder of articles, in their own words, with who says it and"
    " where. It words nothing itself, and sends nothing to any other service."
)

# Ask
INTRO = (
    "Ask a question and you get what the sources say about it, word for word, with who says it and"
    " where. If they do not say, you are told so."
)
QUESTION = "Your question"
PLACEHOLDER = "Type a question and press Enter"
NEXT = "Your next question"
NEXT_PLACEHOLDER = "Ask on, for example: why?"
STILL_ABOUT = "Still about: {topics} ×"  # a button: pressed, the next question is read by itself
ANEW = "A new question, not about {topics}: take it up again"
EXAMPLES = "Questions you can try"
FOLLOW_UPS = "Ask next"
INSTEAD = "What the sources do speak of"
ARTICLES = "The articles"
BY = "by {author}"
UNDATED = "undated"
STATUS: dict[Status, str] = {
    "answered": "What the sources say",
    "partly covered": "The sources answer a part of this",
    "said otherwise": "The sources say otherwise",
    "near, but not stated": "The sources come near to this, but do not state it",
    "not covered": "The sources do not say",
}
CLAIM: dict[ClaimState, str] = {
    "stated": "The sources state this",
    "said otherwise": "The sources say otherwise",
    "not stated": "The sources do not state this in so many words",
    "cannot tell": "Whether the sources state this cannot be told",
}
NO_QUESTION = "Ask about the articles"
CONTESTED = "The sources may disagree on this"
CONTESTED_STATED = "Stated, but the sources may disagree"
CLAIM_BRIEF: dict[ClaimState, str] = {
    "stated": "Stated",
    "said otherwise": "Said otherwise",
    "not stated": "Not stated",
    "cannot tell": "Cannot tell",
}
STATUS_BRIEF: dict[Status, str] = {
    "answered": "Answered",
    "partly covered": "Partly covered",
    "said otherwise": "Said otherwise",
    "near, but not stated": "Near, but not stated",
    "not covered": "Not covered",
}
CARRIED = "Read with the question before, as “{question}”"
ALONE = "Ask it by itself"
NEAREST = "The nearest passages, which are no answer"
ALSO = "Also found"
ALL_ON_THIS = "See everything the sources say on this"

# Why not, or not in full
REASON: dict[ReasonKind, str] = {
    "nothing asked": "You asked nothing: type a question.",
    "no words": "I could not read a question in this: it has no words.",
    "small talk": "I quote what they say on a question, and can do nothing else.",
    "another language": "I can read questions in {voice} only: ask in that language.",
    "no content word": (
        "I could not read a question in this: it has no word that the sources could speak of."
    ),
    "article without a date": "{voice} does not say when its article was published.",
    "article without an author": "{voice} does not say who wrote its article.",
    "premise": (
        "The question takes something for granted that the sources do not say: see what they do"
        " say."
    ),
    "open topic": "The sources do not speak of {topic}.",
    "near topic": "The sources speak of {near}, but not of {topic}.",
    "no name given": "The sources come near to this, but they give no name.",
    "no reason given": "The sources come near to this, but they give no reason for it.",
    "no date given": "The sources come near to this, but they give no date for it.",
    "no duration given": "The sources come near to this, but they do not say how long it takes.",
    "no frequency given": "The sources come near to this, but they do not say how often.",
    "no cost given": "The sources come near to this, but they give no sum of money.",
    "no number given": "The sources come near to this, but they give no number for it.",
    "no place given": "The sources come near to this, but they name no place for it.",
    "words never said": "The sources never mention {words}.",
    "nothing near": "Nothing in the sources comes close enough to this question.",
    "said of others": (
        "The sources say this of the {said_of}, not of the {subjects}: see [{citation}]."
    ),
    "silent on a subject": "The sources say nothing on this about the {any_subject}.",
    "claim not in these words": (
        "The sources do not say this in so many words: {words} stand nowhere in them."
    ),
    "denied": "The sources say the opposite: see [{citation}].",
    "another number": "The sources give another number: see [{citation}].",
    "another named": "The sources name another: see [{citation}].",
    "another extent": "The sources do not go so far: see [{citation}].",
    "not only": "The sources do not say that it is only so: see [{citation}].",
    "turned round": "In the sources it is the other way round: see [{citation}].",
    "not stated": "What comes nearest says nothing of {words}.",
    "cannot tell": (
        "The sources speak of this, but whether they state it cannot be told by rule: read what"
        " they"
        " say."
    ),
    "no claim": "This makes no claim that could be checked.",
    "no disagreement": (
        "No two quotes are known to contradict each other: neither a person nor a rule has found"
        " any."
    ),
    "no such case": (
        "The sources speak of no such case. This comes nearest, and below it stands what sets them"
        " apart."
    ),
    "open topic beside": ("The sources do not speak of {topic}; this is what they say beside it."),
}
NOT_STATED = "Nothing in the sources comes near enough to state it."
CLAIM_WORD = "The sources do not say this in so many words: {words} stands nowhere in them."
COMPARED = {1: "On 1 topic they speak of each", 0: "On {count} topics they speak of each"}
AMONG_THEM = ", among them "
QUOTED_WORD = "“{word}”"
NOR = " or the "

# Quotes
UNDER = " under “{heading}”"  # follows who says it
KEEP = "Keep"
NOT_KEPT = "Your browser keeps nothing for this page: copy the quote instead"
MORE_QUOTES = {1: "1 more quote", 0: "{count} more quotes"}
DETAILS = "Cite or check"
OF_QUOTE = " quote {number}"  # spoken after what can be done with it
COPY_STYLE = "Copy with {style} citation"
COPY_REFERENCES = "Copy the references"
COPY_PLAIN = "Copy as plain text"
COPIED = "Copied"
NOT_COPIED = "Your browser did not allow it: select the text and copy it by hand"
OFFSETS = "Characters {start} to {end} of {source}"
WHY = "Why it is here"
WHY_WORDS = "it shares the words {words}"
WHY_NEAR = "its meaning comes near to your question ({similarity:.2f} of 1)"
WHY_RELEVANCE = "its relevance is {relevance:.2f} of 1"
ABOUT: dict[AttributedBy, str] = {
    "named": "it names whom it is about",
    "term": "a term in it tells whom it is about",
    "carried": "the sentence before tells whom it is about",
    "heading": "its heading tells whom it is about",
    "": "it is about nobody in particular",
}

# Tables
TABLE = "Side by side, word for word"
FACET = "Topic"  # heads the column of what the subjects are compared on
SAID_OF_ALL = "Said of {subjects} together"
SETS_APART = "Sets {subjects} apart"
LOOSE = {1: "1 loosely related quote", 0: "{count} loosely related quotes"}
OVERVIEW: dict[Overview, str] = {
    "difference": "What sets them apart",
    "common": "What they have in common",
    "one_subject": "What the sources say",
    "disagreement": "Where the sources may disagree",
}
AND = " and "
ONLY_TOGETHER = "only what is said of them together"
VERDICT_HEAD = "Verdict"  # heads the column of how each row stands
GAP = "no passage about this here"
VERDICT: dict[VerdictKind, str] = {
    "same": "Much the same",
    "different": "Different",
    "both covered": "Both are covered",
    "one-sided": "Only one side is covered",
    "not covered": "Not covered",
}
VERDICT_BRIEF: dict[VerdictKind, str] = {
    "same": "same",
    "different": "different",
    "both covered": "both covered",
    "one-sided": "one-sided",
    "not covered": "not covered",
}
RULE: dict[VerdictRule, str] = {
    "no passage": "no passage on this",
    "one subject asked about": "only the {subject} was asked about",
    "a subject without a passage": "no passage on this about: {silent}",
    "a subject without an outright passage": "only one side speaks of this outright",
    "sets apart": "{citation} sets them apart",
    "says of both": "{citation} says it of both",
    "listed as a difference": "{citation} stands in a source's own list of differences",
    "another value under one label": "each side gives its own “{detail}”, see {citation}",
    "same under one label": "both sides give the same “{detail}”, see {citation}",
    "each by itself": "no sentence sets them side by side",
}
CONTRADICTED = {"required": "required", "allowed": "allowed"}  # what one says and the other denies
CONTRADICTION = "one says that something is {detail}, the other that it is not"
MAY_DISAGREE = "The sources may disagree: {basis}."
MAY_DISAGREE_HEAD = "Sources may disagree"
MAY_DISAGREE_BRIEF = "the sources may disagree"
REVIEWED = "noted by a person who read them"
FOUND_BY_RULE = "found by a rule, which may be wrong"
DISAGREEMENT_BRIEF = "Disagreement"
POSSIBLE_BRIEF = "Possible disagreement"
DISAGREEMENT = "Different voices on the {subject}"
POSSIBLE_DISAGREEMENT = "A possible disagreement on the {subject}"

# Compare
COMPARE_TITLE = "Side by side"
SUBJECTS = "Whom to compare (choose none to see all)"
TOPICS = "Topics (choose none to see all)"
TOPICS_CHOSEN = {1: "Topics: 1 of {of}", 0: "Topics: {count} of {of}"}
ALL_TOPICS = "Topics: all"
SHOW = "Show"
SHOW_ALL = "Every topic"
SHOW_DISAGREEMENTS = "Where sources may disagree"
SHOW_GAPS = "Where sources are silent"
VIEW = "View"
VIEW_TABLE = "Table"
VIEW_MAP = "Map of sources"
NO_DISAGREEMENTS = (
    "We found no disagreement on these topics. We look for a few patterns only: read both sides"
    " yourself."
)
NO_GAPS = "Each side is covered on these topics, and by more than one source if there are several."
UNANSWERED = {
    1: "1 topic that people ask about and these sources lack",
    0: "{count} topics that people ask about and these sources lack",
}
NO_FACETS = (
    "There is nothing to put side by side: corpus.toml names no subjects or no facets to compare"
    " them on."
)
MAP = "How many quotes each source has"
MAP_CAPTION = (
    "Quotes for each topic, by whom they are about and where they stand; a quote about several"
    " counts for each"
)
DOWNLOAD = "Download as Markdown"
FILE = "comparison.md"

# Sources
SOURCES_TITLE = "The sources"
UNKNOWN_CHOICE = (
    "This link names somebody or a topic that these sources are not sorted by. You see all that"
    " there is: choose anew."
)
UNKNOWN_ARTICLE = "This link leads to an article that is not here. These are:"
BROKEN_LINK = (
    "This link leads to no quote: a part of it is missing. Copy the whole link, or ask your"
    " question again."
)
ARTICLE = "Article"
CLOSE = "Close the article"
CROSS = "×"
FIND = "Search in this article"
FIND_PLACEHOLDER = "Words to look for"
CONTENTS = "Contents"
FOUND = {1: "1 place in this article", 0: "{count} places in this article"}
FOUND_FIRST = "More than {count} places in this article; the first {count} are marked"
FOUND_ELSEWHERE = "Also in"
PLACE = "place {number}"
FACT_CHECKED = "fact-checked by {name}"
ORIGINAL = "The original"
GREY = "Grey text is advertising or page furniture. It is never quoted."
STATE: dict[Verification, str] = {
    "exact": "Quoted word for word",
    "moved": "The quoted words have moved",
    "changed": "The quoted words have changed",
    "gone": "The quoted words are gone",
}
STATE_TOLD: dict[Verification, str] = {
    "exact": "They stand in the article where the link says.",
    "moved": (
        "The article, or the link, has been edited. The same words are marked where they stand now."
    ),
    "changed": (
        "The article has been edited. What stands in their place now is marked: it is not what was"
        " quoted."
    ),
    "gone": "None of the articles holds them any more. Do not rely on the quote.",
}
STATE_BRIEF: dict[Verification, str] = {
    "exact": "Exact",
    "moved": "Moved",
    "changed": "Changed",
    "gone": "Gone",
}
NOW_READS = " now reads"
NOT_THERE = {
    "changed": "Nothing stands in its place",
    "gone": "No article here holds these words",
}
NOTHING_LEFT = "The article has been edited. Nothing stands in their place now."
IS_ABOUT = "About"
NOBODY = "nobody in particular"
ON_TOPICS = "Topics"
NO_TOPIC = "none"

# My quotes
LOOKING = "Looking for your quotes"
NONE_KEPT = (
    "You keep no quotes yet. Press Keep beside a quote of an answer: it is remembered in this"
    " browser, and nowhere else."
)
KEPT_TOLD = "They are remembered in this browser, and nowhere else."
LOST = "Quotes that are gone"
LOST_TOLD = (
    "The articles have been edited, and the words of these quotes stand in them no more, or not as"
    " they were."
)
LOST_QUOTE = "Quote {number}"
REFERENCES = "References"
STYLE = "Style"
DOWNLOAD_QUOTES = "Quotes as Markdown"
QUOTES_FILE = "quotes.md"
SOURCES_FILE = "sources.{ending}"

# Checked texts
SENTENCES = {1: "1 sentence", 0: "{count} sentences"}
EXACT_QUOTES = "{exact} of {quotes} quotes stand in the sources word for word."
QUOTE_STATE: dict[QuoteState, str] = {
    "exact": "Quoted word for word",
    "moved": "Stands in another source",
    "changed": "Not quoted word for word",
    "not found": "Stands in no source",
}
READS = " (it reads “{text}”)"

# The terminal
ON_FACET = "On {facet}: {verdict} ({rule})."
NOTHING_FOUND = "Nothing found."
RELEVANCE = "relevance {relevance:.2f}"

# The server
UNKNOWN_PAGE = "There is no such page here"
UNKNOWN_PAGE_TOLD = (
    "The address may be mistyped, or a part of the link is missing. These are the pages:"
)
FOREIGN_NAME = (
    "This app answers only under the name or the address of the machine that it runs on. If it is"
    " meant to have this name too, start it with the name in {setting}."
)
SERVED_AT = "The app is at {address}"
SHARED_AT = "Everybody in your network can read it at {address} without a password"
TRY = "Ask it: {question}"
HOW_TO_STOP = "Press Ctrl+C here to stop it"

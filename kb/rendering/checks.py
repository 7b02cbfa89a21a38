"""A checked text as plain text and as Markdown: each sentence with its state and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb.rendering import wording_en as wording
from kb.rendering.markdown import escape
from kb.rendering.phrases import count
from kb.rendering.reasons import reason
from kb.rendering.text import place, wrapped

if TYPE_CHECKING:
    from kb.results import CheckedQuote, CheckedSentence, CheckedText


def checked_to_text(checked: CheckedText) -> str:
    """Each sentence under its state, what decides under it, and how many there are of each."""
    lines: list[str] = []
    for sentence in checked.sentences:
        lines += [*wrapped(sentence.text, f"{wording.CLAIM_BRIEF[sentence.state]}: ")]
        lines += [line for part in _parts(sentence) for line in wrapped(part, "    ")]
        lines.append("")
    return "\n".join([*lines, summary(checked)]) + "\n"


def checked_to_markdown(checked: CheckedText) -> str:
    """The same as a list."""
    lines: list[str] = []
    for sentence in checked.sentences:
        lines.append(f"- **{wording.CLAIM_BRIEF[sentence.state]}**: {escape(sentence.text)}")
        lines += [f"  - {escape(part)}" for part in _parts(sentence)]
    return "\n".join([*lines, "", escape(summary(checked))]).lstrip() + "\n"


def summary(checked: CheckedText) -> str:
    """How many sentences have each state, and how many quotes."""
    states = wording.CLAIM_BRIEF.items()
    counted = [f"{checked.counts.get(state, 0)} {words.lower()}" for state, words in states]
    told = f"{count(wording.SENTENCES, len(checked.sentences))}: {', '.join(counted)}."
    quotes = list(checked.quotes)
    exact = sum(quote.state == "exact" for quote in quotes)
    if not quotes:
        return told
    return f"{told} {wording.EXACT_QUOTES.format(exact=exact, quotes=len(quotes))}"


def _parts(sentence: CheckedSentence) -> list[str]:
    """What stands under a sentence: why it is not stated, the quote that decides, its quotes."""
    parts = [reason(sentence.reason)] if sentence.reason else []
    if sentence.citations:
        first = sentence.citations[0]
        parts.append(f"[{first.number}] “{first.text}” — {place(first)}")
    return [*parts, *map(_quote, sentence.quotes)]


def _quote(quote: CheckedQuote) -> str:
    told = f"{wording.QUOTE_STATE[quote.state]}: “{quote.text}”"
    if quote.span is None:
        return told
    if quote.state == "changed":
        told += wording.READS.format(text=quote.span.text)
    return f"{told} — {quote.span.document.voice}"

"""Quotes as HTML: the words, who says them with a link to the place, how to cite them, and why they
are there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb import Citation, Passage
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import count, escaped, inline, link

FIRST = 4  # quotes shown before the rest is folded: about what a screen holds


def quotes(citations: Sequence[Citation], first: int = FIRST) -> str:
    """A numbered list, each with what a reader needs to cite and to check it; all after the `first`
    are folded.
    """
    return _listed(citations, first, _details)


def brief_quotes(citations: Sequence[Citation], first: int = 1) -> str:
    """The same with nothing but the words and the link to their place."""
    return _listed(citations, first, lambda citation: "")


def _listed(citations: Sequence[Citation], first: int, details: Callable[[Citation], str]) -> str:
    shown, folded = citations[:first], citations[first:]
    if len(folded) == 1:  # a line that says "1 more quote" is as long as the quote
        shown, folded = citations, ()
    more = (
        '<details class="kb'
        f' kb-rest"><summary>{escaped(count(wording.MORE_QUOTES, len(folded)))}</summary>'
        f"{_list(folded, details)}</details>"
    )
    return _list(shown, details) + (more if folded else "")


def _list(citations: Sequence[Citation], details: Callable[[Citation], str]) -> str:
    items = "".join(f'<li value="{c.number}">{_words(c)}{details(c)}</li>' for c in citations)
    return f'<ol class="kb kb-quotes">{items}</ol>'


def _words(citation: Citation) -> str:
    voice, headings = citation.span.document.voice, citation.headings
    where = wording.SEE.format(voice=voice, heading=headings[-1]) if headings else voice
    return (
        '<blockquote dir="auto"'
        f' id="quote-{citation.number}">{escaped(citation.text)}</blockquote><p class="kb-said"><a'
        f' href="{link("sources", cite=citation.address)}">{inline(where)}</a></p>'
    )


def _details(citation: Citation) -> str:
    """Folded: the quote with its citation to copy, its passage, its place, and what brought it."""
    offsets = wording.OFFSETS.format(start=citation.start, end=citation.end, source=citation.source)
    passage = citation.passage
    number = (
        "<span"
        f' class="kb-hidden">{escaped(wording.DETAILS_OF.format(number=citation.number))}</span>'
    )
    around = f'<p class="kb-passage" dir="auto">{marked(passage, citation.start, citation.end)}</p>'
    return (
        f'<details class="kb-details"><summary>{escaped(wording.DETAILS)}{number}</summary>'
        f"{copies(citation)}{around}"
        f'<p class="kb-offsets">{inline(offsets)}</p>'
        f'<p class="kb-why">{inline(_why(citation))}</p></details>'
    )


def copies(citation: Citation) -> str:
    """The quote with its citation, in two styles, each with a button that copies it."""
    styles = (wording.COPY_APA, citation.to_apa()), (wording.COPY_PLAIN, citation.to_plain())
    return "".join(
        f'<div class="kb-copy"><p dir="auto">{escaped(text)}</p><button type="button"'
        f' data-copied="{escaped(wording.COPIED)}"'
        f' data-not-copied="{escaped(wording.NOT_COPIED)}">{escaped(label)}</button></div>'
        for label, text in styles
    )


def marked(passage: Passage, start: int, end: int) -> str:
    """The passage with the characters from `start` to `end` of its document highlighted."""
    text, first, last = passage.text, start - passage.start, end - passage.start
    return f"{escaped(text[:first])}<mark>{escaped(text[first:last])}</mark>{escaped(text[last:])}"


def _why(citation: Citation) -> str:
    """What brought the quote: words, nearness, how it is known whom it is about, its relevance."""
    evidence = citation.evidence
    parts = [wording.ABOUT[evidence.sentence.attributed_by]]
    if citation.relevance is not None:
        parts.append(wording.WHY_RELEVANCE.format(relevance=citation.relevance))
    if evidence.why and evidence.why.similarity:
        parts.insert(0, wording.WHY_NEAR.format(similarity=evidence.why.similarity))
    if evidence.why and evidence.why.matched:
        parts.insert(0, wording.WHY_WORDS.format(words=", ".join(evidence.why.matched)))
    return f"{wording.WHY}: {'; '.join(parts)}."

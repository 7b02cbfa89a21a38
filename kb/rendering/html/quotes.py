"""Quotes as HTML: the words, who says them with a link to the place, how to cite them, and why they
are there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from kb import Citation, Passage
from kb.rendering import bibliography
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.phrases import count

FIRST = 4  # quotes shown before the rest is folded: about what a screen holds

Details: TypeAlias = Callable[[Citation], Markup]  # what stands under the words of a quote


def quotes(
    citations: Sequence[Citation], above: Collection[int] = (), first: int = FIRST
) -> Markup:
    """A numbered list, each with what a reader needs to cite and to check it; all after the `first`
    are folded.

    A quote has an id that links lead to, unless `above` holds its number: then one that stands
    higher on the page has it.
    """
    return _listed(citations, above, first, _details)


def brief_quotes(
    citations: Sequence[Citation], above: Collection[int] = (), first: int = 1
) -> Markup:
    """The same with nothing but the words and the link to their place."""
    return _listed(citations, above, first, lambda citation: NOTHING)


def said_by(
    citations: Sequence[Citation], above: Collection[int] = (), first: int = FIRST
) -> Markup:
    """The same, and of the place only who says it: for many quotes on one screen."""
    return _listed(citations, above, first, lambda citation: NOTHING, _voice)


def _listed(
    citations: Sequence[Citation],
    above: Collection[int],
    first: int,
    details: Details,
    where: Callable[[Citation], str] | None = None,
) -> Markup:
    told = where or _where
    items = [_item(each, each.number not in above, details, told) for each in citations]
    if len(items) <= first + 1:  # a line that says "1 more quote" is as long as the quote
        return _list(items)
    return Markup(
        '{shown}<details class="kb kb-rest"><summary>{summary}</summary>{folded}</details>'
    ).format(
        shown=_list(items[:first]),
        summary=count(wording.MORE_QUOTES, len(items) - first),
        folded=_list(items[first:]),
    )


def _list(items: Sequence[Markup]) -> Markup:
    return Markup('<ol class="kb kb-quotes">{}</ol>').format(joined(items))


def _item(
    citation: Citation, has_id: bool, details: Details, where: Callable[[Citation], str]
) -> Markup:
    id = Markup(' id="quote-{}"').format(citation.number) if has_id else NOTHING
    return Markup(
        '<li value="{number}">'
        '<blockquote dir="auto"{id}>{text}</blockquote>'
        '<p class="kb-said"><a href="{address}">{where}</a></p>'
        "{details}"
        "</li>"
    ).format(
        number=citation.number,
        id=id,
        text=citation.text,
        address=link("sources", cite=citation.address),
        where=inline(where(citation)),
        details=details(citation),
    )


def _voice(citation: Citation) -> str:
    return citation.span.document.voice


def _where(citation: Citation) -> str:
    """The source, and the heading under which the quote stands there."""
    voice, headings = citation.span.document.voice, citation.headings
    return wording.SEE.format(voice=voice, heading=headings[-1]) if headings else voice


def _details(citation: Citation) -> Markup:
    """Folded: the quote with its citation to copy, its passage, its place, and what brought it."""
    return Markup(
        '<details class="kb-details">'
        '<summary>{summary}<span class="kb-hidden">{of_which}</span></summary>'
        "{copies}"
        '<p class="kb-passage" dir="auto">{passage}</p>'
        "{offsets}"
        '<p class="kb-why">{why}</p>'
        "</details>"
    ).format(
        summary=wording.DETAILS,
        of_which=wording.DETAILS_OF.format(number=citation.number),
        copies=copies(citation),
        passage=marked(citation.passage, citation.start, citation.end),
        offsets=offsets(citation),
        why=inline(_why(citation)),
    )


def copies(citation: Citation) -> Markup:
    """The quote with its citation, in two styles, each with a button that copies it."""
    apa = _copy(wording.COPY_APA, bibliography.apa(citation))
    return apa + _copy(wording.COPY_PLAIN, bibliography.plain(citation))


def _copy(label: str, text: str) -> Markup:
    return Markup(
        '<div class="kb-copy">'
        '<p dir="auto">{text}</p>'
        '<button type="button" data-copied="{copied}" data-not-copied="{not_copied}">'
        "{label}"
        "</button>"
        "</div>"
    ).format(text=text, copied=wording.COPIED, not_copied=wording.NOT_COPIED, label=label)


def marked(passage: Passage, start: int, end: int) -> Markup:
    """The passage with the characters from `start` to `end` of its document highlighted."""
    text, first, last = passage.text, start - passage.start, end - passage.start
    return Markup("{}<mark>{}</mark>{}").format(text[:first], text[first:last], text[last:])


def offsets(citation: Citation) -> Markup:
    """Which characters of its source the quote is."""
    told = wording.OFFSETS.format(start=citation.start, end=citation.end, source=citation.source)
    return Markup('<p class="kb-offsets">{}</p>').format(inline(told))


def _why(citation: Citation) -> str:
    """What brought the quote: words, nearness, how it is known whom it is about, its relevance."""
    why = citation.evidence.why
    reasons = []
    if why and why.matched:
        reasons.append(wording.WHY_WORDS.format(words=", ".join(why.matched)))
    if why and why.similarity:
        reasons.append(wording.WHY_NEAR.format(similarity=why.similarity))
    reasons.append(wording.ABOUT[citation.evidence.sentence.attributed_by])
    if citation.relevance is not None:
        reasons.append(wording.WHY_RELEVANCE.format(relevance=citation.relevance))
    return f"{wording.WHY}: {'; '.join(reasons)}."

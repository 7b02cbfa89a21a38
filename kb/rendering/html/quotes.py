"""Quotes as HTML: the words, who says them with a link to the place, how to cite them, and why they
are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from kb import Citation, Passage
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.html.references import copies
from kb.rendering.phrases import count

FIRST = 5  # quotes shown before the rest is folded: about what a screen holds

Details: TypeAlias = Callable[[Citation], Markup]  # what stands under the words of a quote


def quotes(
    citations: Sequence[Citation], above: Collection[int] = (), first: int = FIRST
) -> Markup:
    """A numbered list, each with what a reader needs to cite and to check it; all after the `first`
    are folded.

    A quote has an id that links lead to, unless `above` holds its number: then one that stands
    higher on the page has it.
    """
    return _listed(citations, above, first, "", _details)


def brief_quotes(
    citations: Sequence[Citation], above: Collection[int] = (), first: int = 1
) -> Markup:
    """The same with nothing but the words and who says them: for many quotes on one screen."""
    return _listed(citations, above, first, " kb-brief", lambda citation: NOTHING)


def _listed(
    citations: Sequence[Citation], above: Collection[int], first: int, kind: str, details: Details
) -> Markup:
    items = [_item(each, each.number not in above, details) for each in citations]
    # Beside one quote a line that says "1 more quote" is shorter than the quote, else as long.
    if len(items) <= first + (first > 1):
        return _list(items, kind)
    summary = count(wording.MORE_QUOTES, len(items) - first)
    return _list(items[:first], kind) + folded(summary, _list(items[first:], kind))


def folded(summary: str, content: Markup) -> Markup:
    return Markup(
        '<details class="kb kb-rest"><summary>{summary}</summary>{content}</details>'
    ).format(summary=inline(summary), content=content)


def _list(items: Sequence[Markup], kind: str) -> Markup:
    return Markup('<ol class="kb kb-quotes{}">{}</ol>').format(kind, joined(items))


def _item(citation: Citation, has_id: bool, details: Details) -> Markup:
    id = Markup(' id="quote-{}"').format(citation.number) if has_id else NOTHING
    return Markup(
        '<li value="{number}">'
        '<blockquote dir="auto"{id}>{words}</blockquote>'
        '<div class="kb-foot">{source}{keep}{details}</div>'
        "</li>"
    ).format(
        number=citation.number,
        id=id,
        words=_words(citation),
        source=_source(citation),
        keep=keep_button(citation.address, wording.OF_QUOTE.format(number=citation.number)),
        details=details(citation),
    )


def _words(citation: Citation) -> Markup:
    """The quote, what the question has too in bold."""
    why = citation.evidence.why
    if why is None or not why.matched:
        return Markup.escape(citation.text)
    matched = "|".join(map(re.escape, why.matched))
    parts = re.split(rf"(?<!\w)({matched})(?!\w)", citation.text, flags=re.IGNORECASE)
    return joined(
        Markup("<b>{}</b>").format(part) if at % 2 else Markup.escape(part)
        for at, part in enumerate(parts)
    )


def _source(citation: Citation) -> Markup:
    """Who says it, leading to the place; under which heading is shown to whom points there."""
    headings = citation.headings
    under = wording.UNDER.format(heading=headings[-1]) if headings else ""
    return Markup(
        '<a class="kb-source" href="{address}">{voice}<span class="kb-where">{under}</span></a>'
    ).format(
        address=link("sources", cite=citation.address),
        voice=inline(citation.span.document.voice),
        under=inline(under) if under else NOTHING,
    )


def keep_button(address: str, of_which: str) -> Markup:
    """A button that keeps the quote with this address among the reader's own, or no longer;
    `of_which` is spoken behind its word.
    """
    return Markup(
        '<button type="button" class="kb-keep" data-keep="{address}" aria-pressed="false"'
        ' data-not-kept="{not_kept}">'
        '<span class="kb-word">{keep}</span><span class="kb-hidden">{of_which}</span>'
        "</button>"
    ).format(address=address, keep=wording.KEEP, of_which=of_which, not_kept=wording.NOT_KEPT)


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
        of_which=wording.OF_QUOTE.format(number=citation.number),
        copies=copies(citation),
        passage=marked(citation.passage, citation.start, citation.end),
        offsets=offsets(citation),
        why=inline(_why(citation)),
    )


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

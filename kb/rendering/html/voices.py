"""What sources disagree on, as HTML: each source's quotes under its name."""

from __future__ import annotations

from collections.abc import Sequence

from kb import Citation, Disagreement, Facet, Span, Subject
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.html.quotes import folded
from kb.rendering.phrases import count
from kb.rendering.reasons import disagreement_note


def disagreeing(
    disagreements: Sequence[Disagreement],
    subjects: Sequence[Subject],
    below: Sequence[Citation] = (),
) -> Markup:
    """What sources disagree on, over the quotes; nothing if there is nothing. Of each voice the
    first quote is shown, the others are folded; what stands open `below` is told by its number.
    """
    told = joined(
        Markup('<div class="kb kb-voices kb-apart">{}</div>').format(_voices(subjects, each, below))
        for each in disagreements
    )
    return _with_places(disagreements, told) if disagreements else NOTHING


def in_row(
    disagreements: Sequence[Disagreement], subjects: Sequence[Subject], facet: Facet | None
) -> Markup:
    """The same inside a table, with a place to lead to unless the facet has one over the table:
    then none is given.
    """
    told = joined(_voices(subjects, each) for each in disagreements)
    place = Markup(' id="voices-{}"').format(facet.id) if facet else NOTHING
    return Markup('<div class="kb-voices"{}>{}</div>').format(place, told)


def _with_places(disagreements: Sequence[Disagreement], told: Markup) -> Markup:
    """With places for the table's rows to lead to."""
    facets = dict.fromkeys(each.facet for each in disagreements)
    places = joined(Markup('<span id="voices-{}"></span>').format(facet) for facet in facets)
    return places + told


def _voices(
    subjects: Sequence[Subject], disagreement: Disagreement, below: Sequence[Citation] = ()
) -> Markup:
    """What may contradict each other: each source's quotes under its name."""
    names = {subject.id: subject.name for subject in subjects}
    words = wording.DISAGREEMENT if disagreement.is_reviewed else wording.POSSIBLE_DISAGREEMENT
    spans_by_voice: dict[str, list[Span]] = {}
    for span in disagreement.spans:
        spans_by_voice.setdefault(span.document.voice, []).append(span)
    return Markup("<p><strong>{label}</strong>: {note}</p><ul>{voices}</ul>").format(
        label=inline(words.format(subject=names.get(disagreement.subject, disagreement.subject))),
        note=inline(disagreement_note(disagreement)),
        voices=joined(_voice(voice, spans, below) for voice, spans in spans_by_voice.items()),
    )


def _voice(name: str, spans: Sequence[Span], below: Sequence[Citation]) -> Markup:
    numbers = dict.fromkeys(c.number for c in below for span in spans if _holds(c.span, span))
    if numbers:
        led = joined(map(_led_to, sorted(numbers)), Markup(" "))
        return Markup('<li class="kb-led"><strong>{}</strong> {}</li>').format(inline(name), led)
    first, *others = spans
    rest = NOTHING
    if others:
        rest = folded(count(wording.MORE_QUOTES, len(others)), joined(map(_said, others)))
    voice = Markup("<li><strong>{}</strong> {}{}</li>")
    return voice.format(inline(name), _said(first), rest)


def _holds(quoted: Span, span: Span) -> bool:
    """Whether the quote has what the span says."""
    is_there = quoted.document == span.document
    return is_there and quoted.start < span.end and span.start < quoted.end


def _led_to(number: int) -> Markup:
    return Markup('<a href="#quote-{number}">[{number}]</a>').format(number=number)


def _said(span: Span) -> Markup:
    address = link("sources", cite=span.address)
    return Markup('<p><q dir="auto"><a href="{}">{}</a></q></p>').format(address, span.text)

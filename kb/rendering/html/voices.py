"""What sources disagree on, as HTML: each source's quotes under its name."""

from __future__ import annotations

from collections.abc import Sequence

from kb import Citation, Disagreement, Facet, Span, Subject
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.html.quotes import folded, quotes
from kb.rendering.phrases import count
from kb.rendering.reasons import disagreement_note


def disagreeing(
    disagreements: Sequence[Disagreement],
    subjects: Sequence[Subject],
    cited: Sequence[Citation] = (),
) -> Markup:
    """What sources disagree on, over the quotes; nothing if there is nothing. Of each voice the
    first quote is shown, the others are folded. Those that are `cited` stand here as quotes of the
    answer, each once.
    """
    told = []
    left = list(cited)
    for each in disagreements:
        told.append(
            Markup('<div class="kb kb-voices kb-apart">{}</div>').format(
                _voices(subjects, each, left)
            )
        )
        left = [c for c in left if not each.quotes(c.span)]
    return _with_places(disagreements, joined(told)) if disagreements else NOTHING


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
    subjects: Sequence[Subject], disagreement: Disagreement, cited: Sequence[Citation] = ()
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
        voices=joined(_voice(voice, spans, cited) for voice, spans in spans_by_voice.items()),
    )


def _voice(name: str, spans: Sequence[Span], cited: Sequence[Citation]) -> Markup:
    own = [c for c in cited if any(map(c.span.overlaps, spans))]
    others = [span for span in spans if not any(map(span.overlaps, (c.span for c in own)))]
    if own:  # a quote of the answer says who says it
        told, first = NOTHING, quotes(own, first=1)
    else:
        told, first = Markup("<strong>{}</strong> ").format(inline(name)), _said(others.pop(0))
    rest = NOTHING
    if others:
        rest = folded(count(wording.MORE_QUOTES, len(others)), joined(map(_said, others)))
    return Markup("<li>{}{}{}</li>").format(told, first, rest)


def _said(span: Span) -> Markup:
    address = link("sources", cite=span.address)
    return Markup('<p><q dir="auto"><a href="{}">{}</a></q></p>').format(address, span.text)

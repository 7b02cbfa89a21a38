"""A comparison as HTML: a table with a verdict a row, gaps and disagreements; and a map of how much
stands where.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kb import Citation, Comparison, Disagreement, Document, Facet, Row, Span, Subject
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.phrases import capital, count
from kb.rendering.reasons import (
    disagreement_basis,
    disagreement_note,
    rule_words,
)

# Writes the quotes of a cell; those whose numbers are given stand higher on the page already.
Quotes: TypeAlias = Callable[[Sequence[Citation], Collection[int]], Markup]

SHADES = 4  # of the map, beside the one for nothing


@dataclass(frozen=True, slots=True)
class Laid:
    """A row as it is laid out, no quote twice in a column.

    `own` are the quotes of each subject alone, in the order of the subjects; `shared` are of all at
    once, () where there is but one subject. `above` are the numbers of the quotes in the rows
    above.
    """

    row: Row
    subjects: tuple[Subject, ...]
    own: tuple[tuple[Citation, ...], ...]
    loose: tuple[tuple[Citation, ...], ...]
    shared: tuple[Citation, ...]
    is_shared_best: bool
    above: frozenset[int]

    @property
    def facet(self) -> Facet:
        return self.row.facet


# The roles say again what the elements are: browsers forget it where the style lays a table out as
# blocks.
def table(
    comparison: Comparison, quotes: Quotes, counted: bool = False, voices: bool = True
) -> Markup:
    """A row a facet, a column a subject; `counted` puts over each cell how many quotes there are.
    Without `voices` a row on which sources may disagree leads to them on another page.
    """
    heads = [wording.FACET, *(capital(subject.name) for subject in comparison.subjects)]
    rows = (_written(comparison, laid, quotes, counted, voices) for laid in _laid_out(comparison))
    return Markup(
        '<table class="kb kb-table" role="table">'
        "<caption>{caption}</caption>"
        '<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        "{rows}"
        "</table>"
    ).format(caption=wording.TABLE, heads=joined(map(_head, heads)), rows=joined(rows))


def _head(text: str) -> Markup:
    return Markup('<th scope="col" role="columnheader">{}</th>').format(inline(text))


def _laid_out(comparison: Comparison) -> list[Laid]:
    rows = []
    above: frozenset[int] = frozenset()
    for row in comparison.rows:
        rows.append(_laid(comparison.subjects, row, above))
        above = above.union(*map(_numbers, row.cells))
    return rows


def _laid(subjects: tuple[Subject, ...], row: Row, above: frozenset[int]) -> Laid:
    first, *others = row.cells
    in_all = (each for each in first if all(each in cell for cell in others))
    shared = tuple(in_all) if others else ()
    own = tuple(_without(shared, cell) for cell in row.cells)
    loose = tuple(_without(shared, cell) for cell in row.loose) or tuple(() for _ in own)
    is_best = bool(shared) and all(cell[0] == shared[0] for cell in row.cells)
    return Laid(row, subjects, own, loose, shared, is_best, above)


def _without(shared: Sequence[Citation], cell: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(each for each in cell if each not in shared)


def _numbers(citations: Sequence[Citation]) -> frozenset[int]:
    return frozenset(each.number for each in citations)


def _written(
    comparison: Comparison, laid: Laid, quotes: Quotes, counted: bool, has_voices: bool
) -> Markup:
    """How it stands, what is said of each, what of all at once, and the voices that disagree: a
    table row each.
    """
    own, shared = _own(laid, quotes, counted), _shared(laid, quotes, counted)
    said = (*shared, own) if laid.is_shared_best else (own, *shared)
    verdict = _stands(comparison, laid, has_voices)
    voices = _disagreeing(laid) if has_voices else NOTHING
    lines = [line for line in (verdict, *said, voices) if line]
    head = Markup(
        '<th scope="rowgroup" role="rowheader" rowspan="{rows}" id="topic-{id}">'
        '<div class="kb-stays">{name}</div>'
        "</th>"
    ).format(rows=len(lines), id=laid.facet.id, name=inline(capital(laid.facet.name)))
    table_rows = map(Markup('<tr role="row">{}</tr>').format, (head + lines[0], *lines[1:]))
    return Markup('<tbody role="rowgroup">{}</tbody>').format(joined(table_rows))


def _wide(laid: Laid, kind: str, content: Markup) -> Markup:
    """A cell across all columns."""
    return Markup('<td role="cell" class="kb-{kind}" colspan="{columns}">{content}</td>').format(
        kind=kind, columns=len(laid.subjects), content=content
    )


def _stands(comparison: Comparison, laid: Laid, has_voices: bool) -> Markup:
    """The verdict, and whether the sources may disagree; nothing where there is but one subject,
    with nothing to set it against.
    """
    if len(laid.subjects) == 1:
        return NOTHING
    kind = laid.row.verdict.kind.replace(" ", "-")
    disagrees = " kb-may-disagree" if laid.row.may_disagree else ""
    content = _verdict(comparison, laid.row) + _may_disagree(comparison, laid.row, has_voices)
    return _wide(laid, f"verdict kb-{kind}{disagrees}", content)


def _own(laid: Laid, quotes: Quotes, counted: bool) -> Markup:
    """A cell a subject; nothing if all that is said is said of all."""
    if laid.shared and not any(laid.own) and not any(laid.loose):
        return NOTHING
    cells = []
    above = laid.above
    for subject, citations, loose in zip(laid.subjects, laid.own, laid.loose, strict=True):
        said = quotes(citations, above) if citations else _gap(laid)
        said += _loose(loose, quotes, above | _numbers(citations))
        over = _over(citations, laid.shared) if counted and citations else NOTHING
        cells.append(
            Markup('<td role="cell" data-subject="{subject}">{over}{said}</td>').format(
                subject=capital(subject.name), over=over, said=said
            )
        )
        above |= _numbers((*citations, *loose))
    return joined(cells)


def _loose(citations: Sequence[Citation], quotes: Quotes, above: Collection[int]) -> Markup:
    """Folded: what is only loosely related to the facet."""
    if not citations:
        return NOTHING
    return Markup(
        '<details class="kb kb-rest"><summary>{summary}</summary>{quotes}</details>'
    ).format(summary=count(wording.LOOSE, len(citations)), quotes=quotes(citations, above))


def _gap(laid: Laid) -> Markup:
    told = wording.ONLY_TOGETHER if laid.shared else wording.GAP
    return Markup('<p class="kb-gap">{}</p>').format(told)


def _over(citations: Sequence[Citation], shared: Sequence[Citation]) -> Markup:
    """How many quotes there are of a subject."""
    told = covered_by(citations)
    if shared:
        told = wording.ALSO_TOGETHER.format(covered=told, shared=len(shared))
    return Markup('<p class="kb-count">{}</p>').format(told)


def _shared(laid: Laid, quotes: Quotes, counted: bool) -> tuple[Markup, ...]:
    """What is said of all subjects at once: what sets them apart, and what does not."""
    contrasts = tuple(c for c in laid.shared if c.number in laid.row.contrasts)
    together = _without(contrasts, laid.shared)
    cells = [
        _said_at_once(laid, wording.SETS_APART, contrasts, quotes, counted),
        _said_at_once(laid, wording.SAID_OF_ALL, together, quotes, counted),
    ]
    is_contrast_best = bool(laid.shared) and laid.shared[0] in contrasts
    return tuple(cells if is_contrast_best else reversed(cells))


def _said_at_once(
    laid: Laid, words: str, citations: Sequence[Citation], quotes: Quotes, counted: bool
) -> Markup:
    if not citations:
        return NOTHING
    of_all = words.format(subjects=wording.AND.join(subject.name for subject in laid.subjects))
    told = f"{of_all}: {covered_by(citations)}" if counted else of_all
    over = Markup('<p class="kb-count">{}</p>').format(inline(told))
    return _wide(laid, "shared", over + quotes(citations, laid.above))


def covered_by(citations: Sequence[Citation]) -> str:
    """How many quotes there are, and from how many sources."""
    sources = count(wording.SOURCE_COUNT, len({citation.source for citation in citations}))
    return wording.COVERED.format(quotes=count(wording.QUOTES, len(citations)), sources=sources)


def _verdict(comparison: Comparison, row: Row) -> Markup:
    """How the row stands, and the rule that says so; a quote's number leads to it."""
    verdict = row.verdict
    before, number, after = wording.RULE[verdict.rule].partition("{citation}")
    words = rule_words(comparison, row)
    to_quote = NOTHING
    if number:
        to_quote = Markup('<a href="#quote-{0}">[{0}]</a>').format(verdict.citation)
    return Markup("<p><strong>{kind}</strong>: {before}{to_quote}{after}</p>").format(
        kind=wording.VERDICT[verdict.kind],
        before=inline(before.format(**words)) if before else NOTHING,
        to_quote=to_quote,
        after=inline(after.format(**words)) if after else NOTHING,
    )


def _may_disagree(comparison: Comparison, row: Row, has_voices: bool) -> Markup:
    """That the sources may disagree on the row, who says so, and where their voices are."""
    if not row.may_disagree:
        return NOTHING
    here = f"#voices-{row.facet.id}"
    subjects = [subject.id for subject in comparison.subjects]
    return Markup(
        '<p><strong>{label}</strong>: {basis}: <a href="{address}">{voices}</a></p>'
    ).format(
        label=wording.MAY_DISAGREE_HEAD,
        basis=disagreement_basis(row.disagreements),
        address=here if has_voices else link("compare", facet=row.facet.id, subject=subjects),
        voices=wording.VOICES,
    )


def _disagreeing(laid: Laid) -> Markup:
    disagreements = laid.row.disagreements
    if not disagreements:
        return NOTHING
    voices = joined(_voices(laid.subjects, each) for each in disagreements)
    content = Markup('<div id="voices-{}">{}</div>').format(laid.facet.id, voices)
    return _wide(laid, "voices", content)


def disagreeing(disagreements: Sequence[Disagreement], subjects: Sequence[Subject]) -> Markup:
    """What sources disagree on, apart from a table; nothing if there is nothing."""
    if not disagreements:
        return NOTHING
    told = joined(_voices(subjects, each) for each in disagreements)
    return Markup('<div class="kb kb-voices kb-apart">{}</div>').format(told)


def _voices(subjects: Sequence[Subject], disagreement: Disagreement) -> Markup:
    """What may contradict each other: each source's quotes under its name."""
    names = {subject.id: subject.name for subject in subjects}
    words = wording.DISAGREEMENT if disagreement.is_reviewed else wording.POSSIBLE_DISAGREEMENT
    spans_by_voice: dict[str, list[Span]] = {}
    for span in disagreement.spans:
        spans_by_voice.setdefault(span.document.voice, []).append(span)
    return Markup("<p><strong>{label}</strong>: {note}</p><ul>{voices}</ul>").format(
        label=inline(words.format(subject=names.get(disagreement.subject, disagreement.subject))),
        note=inline(disagreement_note(disagreement)),
        voices=joined(_voice(voice, spans) for voice, spans in spans_by_voice.items()),
    )


def _voice(name: str, spans: Sequence[Span]) -> Markup:
    said = joined(map(_said, spans))
    return Markup("<li><strong>{}</strong>{}</li>").format(inline(name), said)


def _said(span: Span) -> Markup:
    address = link("sources", cite=span.address)
    return Markup('<p><q dir="auto"><a href="{}">{}</a></q></p>').format(address, span.text)


def coverage_map(comparison: Comparison, documents: Sequence[Document]) -> Markup:
    """Facet by subject by source: how many quotes there are, the more the darker; a facet leads to
    its row of the table.
    """
    group = Markup('<th scope="colgroup" colspan="{}">{}</th>')
    groups = (
        group.format(len(documents), inline(capital(subject.name)))
        for subject in comparison.subjects
    )
    voice = Markup('<th scope="col">{}</th>')
    voices = joined(voice.format(inline(document.voice)) for document in documents)
    return Markup(
        '<div class="kb kb-scroll" tabindex="0" role="region" aria-label="{label}">'
        '<table class="kb-map">'
        "<caption>{caption}</caption>"
        "<thead>"
        '<tr><th rowspan="2" scope="col">{facet}</th>{groups}</tr>'
        "<tr>{voices}</tr>"
        "</thead>"
        "<tbody>{rows}</tbody>"
        "</table>"
        "</div>"
    ).format(
        label=wording.MAP,
        caption=wording.MAP_CAPTION,
        facet=wording.FACET,
        groups=joined(groups),
        voices=voices * len(comparison.subjects),
        rows=_map_rows(comparison, documents),
    )


def _map_rows(comparison: Comparison, documents: Sequence[Document]) -> Markup:
    counts = comparison.by_source()
    most = max(counts.values(), default=1)
    columns = [(subject.id, each.id) for subject in comparison.subjects for each in documents]
    rows = []
    for facet in comparison.facets:
        numbers = (counts.get((subject, facet.id, source), 0) for subject, source in columns)
        cells = joined(_shaded(number, most) for number in numbers)
        rows.append(
            Markup('<tr><th scope="row"><a href="#topic-{id}">{name}</a></th>{cells}</tr>').format(
                id=facet.id, name=inline(capital(facet.name)), cells=cells
            )
        )
    return joined(rows)


def _shaded(number: int, most: int) -> Markup:
    shade = -(-SHADES * number // most)  # rounded up: only nothing has shade 0
    return Markup('<td class="kb-shade-{}">{}</td>').format(shade, number)


def unanswered(topics: Sequence[Facet]) -> Markup:
    """What people ask about and the sources do not speak of."""
    names = joined((inline(topic.name) for topic in topics), between=Markup(", "))
    return Markup('<p class="kb kb-intro"><strong>{}</strong>: {}.</p>').format(
        wording.UNANSWERED, names
    )

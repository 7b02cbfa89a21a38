"""A comparison as HTML: a table with a verdict a row, gaps and disagreements; and a map of how much
stands where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kb import Citation, Comparison, Disagreement, Document, Facet, Span, Subject
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, capital, count, inline, joined, link

# Writes the quotes of a cell; those whose numbers are given stand higher on the page already.
Quotes: TypeAlias = Callable[[Sequence[Citation], Collection[int]], Markup]

SHADES = 4  # of the map, beside the one for nothing

_NUMBER = re.compile(r"\[(\d+)\]")  # at the beginning of a rule


@dataclass(frozen=True, slots=True)
class Row:
    """The quotes on a facet, none of them twice in a column.

    `own` are those of each subject alone, in the order of the subjects; `shared` are of all at
    once, () where there is but one subject. `above` are the numbers of the quotes in the rows
    above.
    """

    facet: Facet
    subjects: tuple[Subject, ...]
    own: tuple[tuple[Citation, ...], ...]
    shared: tuple[Citation, ...]
    is_shared_best: bool
    above: frozenset[int]


# The roles say again what the elements are: browsers forget it where the style lays a table out as
# blocks.
def table(comparison: Comparison, quotes: Quotes, counted: bool = False) -> Markup:
    """A row a facet, a column a subject; `counted` puts over each cell how many quotes there
    are.
    """
    heads = [wording.FACET, *(capital(subject.name) for subject in comparison.subjects)]
    rows = (_written(comparison, row, quotes, counted) for row in _rows(comparison))
    return Markup(
        '<table class="kb kb-table" role="table">'
        "<caption>{caption}</caption>"
        '<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        "{rows}"
        "</table>"
    ).format(caption=wording.TABLE, heads=joined(map(_head, heads)), rows=joined(rows))


def _head(text: str) -> Markup:
    return Markup('<th scope="col" role="columnheader">{}</th>').format(inline(text))


def _rows(comparison: Comparison) -> list[Row]:
    rows = []
    above: frozenset[int] = frozenset()
    for facet in comparison.facets:
        rows.append(_row(comparison, facet, above))
        for subject in comparison.subjects:
            above |= _numbers(comparison.cell(subject.id, facet.id))
    return rows


def _row(comparison: Comparison, facet: Facet, above: frozenset[int]) -> Row:
    subjects = comparison.subjects
    first, *others = (comparison.cell(subject.id, facet.id) for subject in subjects)
    in_all = (each for each in first if all(each in cell for cell in others))
    shared = tuple(in_all) if others else ()
    own = tuple(_without(shared, cell) for cell in (first, *others))
    is_best = bool(shared) and all(cell[0] == shared[0] for cell in (first, *others))
    return Row(facet, subjects, own, shared, is_best, above)


def _without(shared: Sequence[Citation], cell: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple(each for each in cell if each not in shared)


def _numbers(citations: Sequence[Citation]) -> frozenset[int]:
    return frozenset(each.number for each in citations)


def _written(comparison: Comparison, row: Row, quotes: Quotes, counted: bool) -> Markup:
    """How it stands, what is said of each, what of all at once, and the voices that disagree: a
    table row each.
    """
    own, shared = _own(row, quotes, counted), _shared(row, quotes, counted)
    said = (shared, own) if row.is_shared_best else (own, shared)
    verdict, voices = _stands(comparison, row), _disagreeing(comparison, row)
    lines = [line for line in (verdict, *said, voices) if line]
    head = Markup(
        '<th scope="rowgroup" role="rowheader" rowspan="{rows}" id="topic-{id}">'
        '<div class="kb-stays">{name}</div>'
        "</th>"
    ).format(rows=len(lines), id=row.facet.id, name=inline(capital(row.facet.name)))
    table_rows = map(Markup('<tr role="row">{}</tr>').format, (head + lines[0], *lines[1:]))
    return Markup('<tbody role="rowgroup">{}</tbody>').format(joined(table_rows))


def _wide(row: Row, kind: str, content: Markup) -> Markup:
    """A cell across all columns."""
    return Markup('<td role="cell" class="kb-{kind}" colspan="{columns}">{content}</td>').format(
        kind=kind, columns=len(row.subjects), content=content
    )


def _stands(comparison: Comparison, row: Row) -> Markup:
    """The verdict; nothing where there is but one subject, with nothing to set it against."""
    if len(row.subjects) == 1:
        return NOTHING
    kind = comparison.verdict(row.facet.id).kind.replace(" ", "-")
    return _wide(row, f"verdict kb-{kind}", _verdict(comparison, row.facet))


def _own(row: Row, quotes: Quotes, counted: bool) -> Markup:
    """A cell a subject; nothing if all that is said is said of all."""
    if row.shared and not any(row.own):
        return NOTHING
    cells = []
    above = row.above
    for subject, citations in zip(row.subjects, row.own, strict=True):
        said = quotes(citations, above) if citations else _gap(row)
        over = _over(citations, row.shared) if counted and citations else NOTHING
        cells.append(
            Markup('<td role="cell" data-subject="{subject}">{over}{said}</td>').format(
                subject=capital(subject.name), over=over, said=said
            )
        )
        above |= _numbers(citations)
    return joined(cells)


def _gap(row: Row) -> Markup:
    told = wording.ONLY_TOGETHER if row.shared else wording.GAP
    return Markup('<p class="kb-gap">{}</p>').format(told)


def _over(citations: Sequence[Citation], shared: Sequence[Citation]) -> Markup:
    """How many quotes there are of a subject."""
    told = covered_by(citations)
    if shared:
        told = wording.ALSO_TOGETHER.format(covered=told, shared=len(shared))
    return Markup('<p class="kb-count">{}</p>').format(told)


def _shared(row: Row, quotes: Quotes, counted: bool) -> Markup:
    """What is said of all subjects at once."""
    if not row.shared:
        return NOTHING
    subjects = wording.AND.join(subject.name for subject in row.subjects)
    of_all = wording.SAID_OF_ALL.format(subjects=subjects)
    told = f"{of_all}: {covered_by(row.shared)}" if counted else of_all
    over = Markup('<p class="kb-count">{}</p>').format(inline(told))
    return _wide(row, "shared", over + quotes(row.shared, row.above))


def covered_by(citations: Sequence[Citation]) -> str:
    """How many quotes there are, and from how many sources."""
    sources = count(wording.SOURCE_COUNT, len({citation.source for citation in citations}))
    return wording.COVERED.format(quotes=count(wording.QUOTES, len(citations)), sources=sources)


def _verdict(comparison: Comparison, facet: Facet) -> Markup:
    """How the row stands, and the rule that says so; a quote's number leads to it."""
    verdict = comparison.verdict(facet.id)
    number = _NUMBER.match(verdict.rule)
    to_quote, rule = NOTHING, verdict.rule
    if number:
        to_quote = Markup('<a href="#quote-{}">{}</a>').format(number[1], number[0])
        rule = verdict.rule[number.end() :]
    to_voices = NOTHING
    if comparison.disagreements(facet.id):
        to_voices = Markup(': <a href="#voices-{}">{}</a>').format(facet.id, wording.VOICES)
    return Markup("<p><strong>{kind}</strong>: {to_quote}{rule}{to_voices}</p>").format(
        kind=wording.VERDICT[verdict.kind],
        to_quote=to_quote,
        rule=inline(rule),
        to_voices=to_voices,
    )


def _disagreeing(comparison: Comparison, row: Row) -> Markup:
    disagreements = comparison.disagreements(row.facet.id)
    if not disagreements:
        return NOTHING
    voices = joined(_voices(comparison, each) for each in disagreements)
    content = Markup('<div id="voices-{}">{}</div>').format(row.facet.id, voices)
    return _wide(row, "voices", content)


def _voices(comparison: Comparison, disagreement: Disagreement) -> Markup:
    """What may contradict each other: each source's quotes under its name."""
    names = {subject.id: subject.name for subject in comparison.subjects}
    words = wording.DISAGREEMENT if disagreement.is_reviewed else wording.POSSIBLE_DISAGREEMENT
    spans_by_voice: dict[str, list[Span]] = {}
    for span in disagreement.spans:
        spans_by_voice.setdefault(span.document.voice, []).append(span)
    return Markup("<p><strong>{label}</strong>: {note}</p><ul>{voices}</ul>").format(
        label=inline(words.format(subject=names[disagreement.subject])),
        note=inline(disagreement.note),
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

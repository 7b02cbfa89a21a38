"""How much stands where, as a map; and what no source says."""

from __future__ import annotations

from collections.abc import Sequence

from kb import Comparison, Document, Facet
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.phrases import capital, count

SHADES = 4  # of the map, beside the one for nothing


def coverage_map(comparison: Comparison, documents: Sequence[Document]) -> Markup:
    """Facet by subject by source: how many quotes there are, the more the darker; a facet leads to
    its comparison.
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
            Markup('<tr><th scope="row"><a href="{address}">{name}</a></th>{cells}</tr>').format(
                address=link("compare", facet=facet.id),
                name=inline(capital(facet.name)),
                cells=cells,
            )
        )
    return joined(rows)


def _shaded(number: int, most: int) -> Markup:
    shade = -(-SHADES * number // most)  # rounded up: only nothing has shade 0
    return Markup('<td class="kb-shade-{}">{}</td>').format(shade, number)


def missing(topics: Sequence[Facet], is_open: bool = False) -> Markup:
    """What people ask about and the sources do not speak of, folded unless it `is_open`; nothing if
    there is nothing.
    """
    if not topics:
        return NOTHING
    item = Markup("<li>{}</li>")
    items = joined(item.format(inline(topic.name)) for topic in topics)
    return Markup(
        '<details class="kb kb-missing"{open}><summary>{told}</summary><ul>{items}</ul></details>'
    ).format(
        open=Markup(" open") if is_open else NOTHING,
        told=count(wording.UNANSWERED, len(topics)),
        items=items,
    )

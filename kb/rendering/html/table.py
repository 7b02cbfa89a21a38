"""A comparison as HTML: a table with a verdict a row, gaps and disagreements; and a map of how much
stands where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from kb import Citation, Comparison, Disagreement, Document, Facet, Span, Subject
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import capital, count, escaped, inline, link
from kb.rendering.reasons import disagreement_basis, disagreement_note, rule_template, rule_words
from kb.results import Row

Quotes: TypeAlias = Callable[[Sequence[Citation]], str]  # writes the quotes of a cell

SHADES = 4  # of the map, beside the one for nothing

_QUOTE_ID = re.compile(r' id="quote-\d+"')  # no text can hold it: its quotation marks are escaped


# The roles say again what the elements are: browsers forget it where the style lays a table out as
# blocks.
def table(comparison: Comparison, quotes: Quotes, counted: bool = False) -> str:
    """A row a facet, a column a subject; `counted` puts over each cell how many quotes there
    are.
    """
    subjects = "".join(_head("col", capital(subject.name)) for subject in comparison.subjects)
    rows = "".join(_row(comparison, facet, quotes, counted) for facet in comparison.facets)
    return (
        f'<table class="kb kb-table" role="table"><caption>{escaped(wording.TABLE)}</caption><thead'
        ' role="rowgroup"><tr'
        f' role="row">{_head("col", wording.FACET)}{subjects}</tr></thead>{_once(rows)}</table>'
    )


def _once(rows: str) -> str:
    """The rows with each id kept at its first place only: one quote may stand in several cells."""
    seen: set[str] = set()

    def keep(found: re.Match[str]) -> str:
        is_first = found[0] not in seen
        seen.add(found[0])
        return found[0] if is_first else ""

    return _QUOTE_ID.sub(keep, rows)


def _row(comparison: Comparison, facet: Facet, quotes: Quotes, counted: bool) -> str:
    """How it stands, what is said of each, what of all at once, and the voices that disagree: a
    table row each.
    """
    subjects = comparison.subjects
    cells = [comparison.cell(subject.id, facet.id) for subject in subjects]
    shared = [c for c in cells[0] if len(subjects) > 1 and all(c in cell for cell in cells)]
    own = [[c for c in cell if c not in shared] for cell in cells]
    rows = []
    if any(own) or not shared:
        gap = wording.ONLY_TOGETHER if shared else wording.GAP
        together = len(shared) if counted else 0
        rows.append(
            "".join(
                _cell(s, mine, quotes, gap, counted, together)
                for s, mine in zip(subjects, own, strict=True)
            )
        )
    if shared:
        is_best = all(cell[0] == shared[0] for cell in cells)
        rows.insert(
            0 if is_best else 1,
            _wide(comparison, _together(comparison, shared, quotes, counted), "shared"),
        )
    if len(subjects) > 1:
        row = comparison.row(facet.id)
        flag = " kb-may-disagree" if row.may_disagree else ""
        kind = row.verdict.kind.replace(" ", "-")
        rows.insert(0, _wide(comparison, _verdict(comparison, row), f"verdict kb-{kind}{flag}"))
    voices = "".join(_voices(comparison, each) for each in comparison.disagreements(facet.id))
    if voices:
        rows.append(
            _wide(comparison, f'<div id="voices-{escaped(facet.id)}">{voices}</div>', "voices")
        )
    head = (
        f'<th scope="rowgroup" role="rowheader" rowspan="{len(rows)}"'
        f' id="topic-{escaped(facet.id)}"><div'
        f' class="kb-stays">{inline(capital(facet.name))}</div></th>'
    )
    lines = "".join(
        f'<tr role="row">{head if not number else ""}{row}</tr>' for number, row in enumerate(rows)
    )
    return f'<tbody role="rowgroup">{lines}</tbody>'


def _head(scope: str, text: str) -> str:
    return f'<th scope="{scope}" role="columnheader">{inline(text)}</th>'


def _wide(comparison: Comparison, content: str, kind: str) -> str:
    return f'<td role="cell" class="kb-{kind}" colspan="{len(comparison.subjects)}">{content}</td>'


def _cell(
    subject: Subject,
    citations: Sequence[Citation],
    quotes: Quotes,
    gap: str,
    counted: bool,
    together: int,
) -> str:
    told = covered_by(citations)
    if together:
        told = wording.ALSO_TOGETHER.format(covered=told, shared=together)
    covered = f'<p class="kb-count">{escaped(told)}</p>' if counted and citations else ""
    said = quotes(citations) if citations else f'<p class="kb-gap">{escaped(gap)}</p>'
    return f'<td role="cell" data-subject="{escaped(capital(subject.name))}">{covered}{said}</td>'


def _together(
    comparison: Comparison, citations: Sequence[Citation], quotes: Quotes, counted: bool
) -> str:
    """What is said of all subjects at once."""
    subjects = wording.AND.join(subject.name for subject in comparison.subjects)
    of_all = wording.SAID_OF_ALL.format(subjects=subjects)
    told = f"{of_all}: {covered_by(citations)}" if counted else of_all
    return f'<p class="kb-count">{inline(told)}</p>{quotes(citations)}'


def covered_by(citations: Sequence[Citation]) -> str:
    """How many quotes there are, and from how many sources."""
    sources = count(wording.SOURCE_COUNT, len({citation.source for citation in citations}))
    return wording.COVERED.format(quotes=count(wording.QUOTES, len(citations)), sources=sources)


def _verdict(comparison: Comparison, row: Row) -> str:
    """How the row stands, and the rule that says so; a quote's number leads to it. Under it,
    whether the sources may disagree.
    """
    verdict = row.verdict
    before, mark, after = rule_template(verdict).partition("{citation}")
    words = rule_words(comparison, row)
    number = f'<a href="#quote-{verdict.citation}">[{verdict.citation}]</a>' if mark else ""
    rule = f"{_words(before, words)}{number}{_words(after, words)}"
    told = f"<p><strong>{escaped(wording.VERDICT[verdict.kind])}</strong>: {rule}</p>"
    return told + (_may_disagree(row) if row.may_disagree else "")


def _words(template: str, words: Mapping[str, str]) -> str:
    return inline(template.format(**words)) if template else ""


def _may_disagree(row: Row) -> str:
    voices = f'<a href="#voices-{escaped(row.facet.id)}">{escaped(wording.VOICES)}</a>'
    basis = inline(disagreement_basis(row))
    label = f"<strong>{escaped(wording.MAY_DISAGREE_HEAD)}</strong>"
    return f"<p>{label}: {basis}: {voices}</p>"


def _voices(comparison: Comparison, disagreement: Disagreement) -> str:
    """What may contradict each other: each source's quotes under its name."""
    names = {subject.id: subject.name for subject in comparison.subjects}
    words = wording.DISAGREEMENT if disagreement.is_reviewed else wording.POSSIBLE_DISAGREEMENT
    voices: dict[str, list[Span]] = {}
    for span in disagreement.spans:
        voices.setdefault(span.document.voice, []).append(span)
    said = "".join(
        f"<li><strong>{inline(voice)}</strong>{''.join(map(_said, spans))}</li>"
        for voice, spans in voices.items()
    )
    label = inline(words.format(subject=names[disagreement.subject]))
    return (
        f"<p><strong>{label}</strong>: {inline(disagreement_note(disagreement))}</p><ul>{said}</ul>"
    )


def _said(span: Span) -> str:
    return (
        '<p><q dir="auto"><a'
        f' href="{link("sources", cite=span.address)}">{escaped(span.text)}</a></q></p>'
    )


def coverage_map(comparison: Comparison, documents: Sequence[Document]) -> str:
    """Facet by subject by source: how many quotes there are, the more the darker; a facet leads to
    its row of the table.
    """
    counts = comparison.by_source()
    most = max(counts.values(), default=1)
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(documents)}">{inline(capital(subject.name))}</th>'
        for subject in comparison.subjects
    )
    voices = "".join(
        f'<th scope="col">{inline(document.voice)}</th>' for document in documents
    ) * len(comparison.subjects)
    rows = []
    for facet in comparison.facets:
        numbers = [
            counts.get((s.id, facet.id, d.id), 0) for s in comparison.subjects for d in documents
        ]
        cells = "".join(
            f'<td class="kb-shade-{-(-SHADES * number // most)}">{number}</td>'
            for number in numbers
        )
        rows.append(
            '<tr><th scope="row"><a'
            f' href="#topic-{escaped(facet.id)}">{inline(capital(facet.name))}</a></th>{cells}</tr>'
        )
    return (
        '<div class="kb kb-scroll" tabindex="0" role="region"'
        f' aria-label="{escaped(wording.MAP)}"><table class="kb-map">'
        f"<caption>{escaped(wording.MAP_CAPTION)}</caption>"
        '<thead><tr><th rowspan="2"'
        f' scope="col">{escaped(wording.FACET)}</th>{groups}</tr><tr>{voices}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def unanswered(topics: Sequence[Facet]) -> str:
    """What people ask about and the sources do not speak of."""
    names = ", ".join(inline(topic.name) for topic in topics)
    return f'<p class="kb kb-intro"><strong>{escaped(wording.UNANSWERED)}</strong>: {names}.</p>'

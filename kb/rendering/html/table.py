"""A comparison as an HTML table: a row a facet with its verdict, a column a subject, gaps and
disagreements. `table` shows a few facets in full, `brief_table` many of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kb import Citation, Comparison, Disagreement, Row, Subject
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.html.quotes import brief_quotes, folded
from kb.rendering.html.voices import in_row
from kb.rendering.phrases import capital, count
from kb.rendering.reasons import disagreement_basis, rule_words

# Writes the quotes of a cell; those whose numbers are given stand higher on the page already.
Quotes: TypeAlias = Callable[[Sequence[Citation], Collection[int]], Markup]

# Where the voices of a row that disagree stand: in the row, open or folded; over the table, but for
# those that only a rule found, which are folded in the row; or on the page that compares.
Voices: TypeAlias = Literal["open", "folded", "above", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Table:
    """How a comparison is written: its quotes by `quotes`, and where the voices stand."""

    comparison: Comparison
    quotes: Quotes
    voices: Voices

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return self.comparison.subjects


Body: TypeAlias = Callable[[Table, Row, frozenset[int]], Markup]


def table(
    comparison: Comparison,
    quotes: Quotes,
    voices: Voices = "folded",
    above: Sequence[Citation] = (),
) -> Markup:
    """A row a facet, a column a subject, with all that is said; `above` are quotes that stand
    higher on the page already.
    """
    return _written(Table(comparison, quotes, voices), _body, _numbers(above))


def brief_table(comparison: Comparison, voices: Voices = "folded") -> Markup:
    """The same with one quote a side, all else folded under it: for many facets. The quotes are
    numbered as they stand there.
    """
    numbers = comparison.reading_numbers(is_best_first=True)
    written = Table(comparison.renumbered(numbers), brief_quotes, voices)
    return _written(written, _brief_body, frozenset())


# The roles say again what the elements are: browsers forget it where the style lays a table out as
# blocks.
def _written(written: Table, body: Body, above: frozenset[int]) -> Markup:
    heads = [wording.FACET, *(capital(subject.name) for subject in written.subjects)]
    bodies = []
    for row in written.comparison.rows:
        bodies.append(body(written, row, above))
        above = above.union(*map(_numbers, (*row.cells, *row.loose)))
    return Markup(
        '<table class="kb kb-table" role="table">'
        '<caption><span class="kb-heard">{caption}</span></caption>'
        '<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        "{rows}"
        "</table>"
    ).format(caption=wording.TABLE, heads=joined(map(_head, heads)), rows=joined(bodies))


def _head(text: str) -> Markup:
    return Markup('<th scope="col" role="columnheader">{}</th>').format(inline(text))


def _numbers(citations: Sequence[Citation]) -> frozenset[int]:
    return frozenset(each.number for each in citations)


def _body(table: Table, row: Row, above: frozenset[int]) -> Markup:
    """What is said of each, what of all at once, and the voices that disagree: a table row each."""
    shared = _shared(table, row, above)
    own = _own(table, row, above)
    said = (*shared, own) if row.is_shared_best else (own, *shared)
    return _headed(table, row, [*said, _voices(table, row)])


def _headed(table: Table, row: Row, cells: Sequence[Markup]) -> Markup:
    """The rows of one facet, those without cells left out, under its head."""
    lines = [line for line in cells if line]
    head = Markup(
        '<th scope="rowgroup" role="rowheader" rowspan="{rows}" id="topic-{id}">'
        '<div class="kb-stays"><span class="kb-topic">{name}</span>{verdict}{disagree}</div>'
        "</th>"
    ).format(
        rows=len(lines),
        id=row.facet.id,
        name=inline(capital(row.facet.name)),
        verdict=_verdict(table.comparison, row),
        disagree=_may_disagree(table, row),
    )
    table_rows = map(Markup('<tr role="row">{}</tr>').format, (head + lines[0], *lines[1:]))
    return Markup('<tbody role="rowgroup">{}</tbody>').format(joined(table_rows))


def _brief_body(table: Table, row: Row, above: frozenset[int]) -> Markup:
    """The best of each side, or what is said of all at once if that is best; the rest folded."""
    if row.is_shared_best:
        best = _said_at_once(table, row.at_once[0][0], row.best, above)
    else:
        said = []
        for cell in row.own:
            said.append(_quoted(table, row, cell[:1], above))
            above |= _numbers(cell[:1])
        best = _cells(table, said)
    rest = _rest(table, row, above | _numbers(row.best))
    return _headed(table, row, [best, rest, _voices(table, row)])


def _rest(table: Table, row: Row, above: frozenset[int]) -> Markup:
    """Folded: what a brief row does not show, in the order of the row."""
    own = row.own if row.is_shared_best else tuple(cell[1:] for cell in row.own)
    at_once = [(of, tuple(c for c in part if c not in row.best)) for of, part in row.at_once]
    number = sum(map(len, (*own, *row.own_loose, *(part for _, part in at_once))))
    if not number:
        return NOTHING
    of_all = joined(_under(_of_all(table, of), part, above) for of, part in at_once)
    if row.is_shared_best:
        above = above.union(*(_numbers(part) for _, part in at_once))
    sides = _sides(table, own, row.own_loose, above)
    rest = of_all + sides if row.is_shared_best else sides + of_all
    return _wide(table, "more-quotes", folded(count(wording.MORE_QUOTES, number), rest))


def _sides(
    table: Table,
    own: Sequence[Sequence[Citation]],
    loose: Sequence[Sequence[Citation]],
    above: frozenset[int],
) -> Markup:
    """More of each side under its name, and what is only loosely related."""
    columns = []
    for subject, more, loosely in zip(table.subjects, own, loose, strict=True):
        said = _all(more, above)
        above |= _numbers(more)
        said += _under(count(wording.LOOSE, len(loosely)), loosely, above)
        above |= _numbers(loosely)
        if said:
            name = inline(capital(subject.name))
            columns.append(Markup("<div><p><strong>{}</strong></p>{}</div>").format(name, said))
    return Markup('<div class="kb-sides">{}</div>').format(joined(columns))


def _under(words: str, citations: Sequence[Citation], above: frozenset[int]) -> Markup:
    """Quotes under what they are; nothing for none."""
    if not citations:
        return NOTHING
    return Markup('<p class="kb-of-all">{}</p>{}').format(inline(words), _all(citations, above))


def _all(citations: Sequence[Citation], above: frozenset[int]) -> Markup:
    """The quotes, none folded again; nothing for none."""
    return brief_quotes(citations, above, len(citations)) if citations else NOTHING


def _wide(table: Table, kind: str, content: Markup) -> Markup:
    """A cell across all columns."""
    return Markup('<td role="cell" class="kb-{kind}" colspan="{columns}">{content}</td>').format(
        kind=kind, columns=len(table.subjects), content=content
    )


def _own(table: Table, row: Row, above: frozenset[int]) -> Markup:
    """A cell a subject; nothing if all that is said is said of all."""
    if row.shared and not any(row.own) and not any(row.own_loose):
        return NOTHING
    said = []
    for citations, loose in zip(row.own, row.own_loose, strict=True):
        quoted = _quoted(table, row, citations, above)
        above |= _numbers(citations)
        said.append(quoted + _loose(loose, table.quotes, above))
        above |= _numbers(loose)
    return _cells(table, said)


def _quoted(
    table: Table, row: Row, citations: Sequence[Citation], above: Collection[int]
) -> Markup:
    return table.quotes(citations, above) if citations else _gap(row)


def _cells(table: Table, said: Sequence[Markup]) -> Markup:
    """A cell for each of the subjects, with what is said of it."""
    cell = Markup('<td role="cell" data-subject="{}">{}</td>')
    columns = zip(table.subjects, said, strict=True)
    return joined(cell.format(capital(subject.name), content) for subject, content in columns)


def _loose(citations: Sequence[Citation], quotes: Quotes, above: Collection[int]) -> Markup:
    """Folded: what is only loosely related to the facet."""
    if not citations:
        return NOTHING
    return folded(count(wording.LOOSE, len(citations)), quotes(citations, above))


def _gap(row: Row) -> Markup:
    told = wording.ONLY_TOGETHER if row.shared else wording.GAP
    return Markup('<p class="kb-gap">{}</p>').format(told)


def _shared(table: Table, row: Row, above: frozenset[int]) -> list[Markup]:
    """What is said of all subjects at once: what sets them apart, and what does not."""
    return [_said_at_once(table, sets_apart, part, above) for sets_apart, part in row.at_once]


def _said_at_once(
    table: Table, sets_apart: bool, citations: Sequence[Citation], above: Collection[int]
) -> Markup:
    over = Markup('<p class="kb-of-all">{}</p>').format(inline(_of_all(table, sets_apart)))
    return _wide(table, "shared", over + table.quotes(citations, above))


def _of_all(table: Table, sets_apart: bool) -> str:
    words = wording.SETS_APART if sets_apart else wording.SAID_OF_ALL
    return words.format(subjects=wording.AND.join(subject.name for subject in table.subjects))


def _verdict(comparison: Comparison, row: Row) -> Markup:
    """How the row stands, and the rule that says so; a quote's number leads to it. Nothing where
    there is but one subject, with nothing to set it against.
    """
    if len(comparison.subjects) == 1:
        return NOTHING
    verdict = row.verdict
    before, number, after = wording.RULE[verdict.rule].partition("{citation}")
    words = rule_words(comparison, row)
    to_quote = NOTHING
    if number:
        to_quote = Markup('<a href="#quote-{0}">[{0}]</a>').format(verdict.citation)
    return Markup(
        '<p class="kb-verdict kb-{kind}"><strong>{words}</strong>: {before}{to_quote}{after}</p>'
    ).format(
        kind=verdict.kind.replace(" ", "-"),
        words=wording.VERDICT[verdict.kind],
        before=inline(before.format(**words)) if before else NOTHING,
        to_quote=to_quote,
        after=inline(after.format(**words)) if after else NOTHING,
    )


def _may_disagree(table: Table, row: Row) -> Markup:
    """That the sources may disagree on the row; leads to their voices."""
    if not row.may_disagree:
        return NOTHING
    subjects = [subject.id for subject in table.subjects]
    address = f"#voices-{row.facet.id}"
    if table.voices == "elsewhere":
        address = link("compare", facet=row.facet.id, subject=subjects, show="disagreements")
    return Markup('<p class="kb-may-disagree"><a href="{address}">{label}</a></p>').format(
        address=address, label=wording.MAY_DISAGREE_HEAD
    )


def _voices(table: Table, row: Row) -> Markup:
    """The voices that stand in the row itself."""
    here = [each for each in row.disagreements if _stands_in_row(table, each)]
    if not here:
        return NOTHING
    has_place_above = table.voices == "above" and len(here) < len(row.disagreements)
    told = in_row(here, table.subjects, None if has_place_above else row.facet)
    if table.voices == "open":
        return _wide(table, "voices-open", told)
    label = f"{wording.MAY_DISAGREE_HEAD}: {disagreement_basis(here)}"
    return _wide(table, "voices-folded", folded(label, told))


def _stands_in_row(table: Table, disagreement: Disagreement) -> bool:
    if table.voices == "above":
        return not disagreement.is_reviewed
    return table.voices != "elsewhere"

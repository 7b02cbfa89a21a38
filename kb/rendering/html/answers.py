"""An answer as HTML, whatever its status."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kb import Answer, Comparison, Document
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import escaped, heading, inline, link, subheading
from kb.rendering.html.quotes import quotes
from kb.rendering.html.table import table

FIRST_IN_CELL = (
    3  # quotes shown a cell before the rest is folded: narrow, they stand higher than in a list
)
NEAREST = 3  # passages shown, labelled as no answer, when nothing is covered


def status(found: Answer) -> str:
    """Whether the sources answer, and if not, or only in part, why."""
    reason = f"<p>{inline(str(found.reason))}</p>" if found.reason else ""
    kind = found.status.replace(" ", "-")
    return (
        '<div class="kb kb-status'
        f' kb-{kind}">{heading(wording.STATUS[found.status], "status")}{reason}</div>'
    )


def evidence(found: Answer) -> str:
    """The comparison as a table and what stands in no cell of it, or the numbered quotes; "" if
    there are none.

    What is no answer is called so.
    """
    if found.nearest:
        return heading(wording.NEAREST) + quotes(found.nearest[:NEAREST])
    if not found.comparison:
        return quotes(found.citations)
    in_table = {citation.number for cell in found.comparison.cells.values() for citation in cell}
    beside = [citation for citation in found.citations if citation.number not in in_table]
    also = subheading(wording.ALSO) + quotes(beside) if beside else ""
    return (
        table(found.comparison, partial(quotes, first=FIRST_IN_CELL))
        + also
        + _all_on_this(found.comparison)
    )


def _all_on_this(comparison: Comparison) -> str:
    """Leads to everything that the sources say on the same."""
    address = link(
        "compare",
        subject=[s.id for s in comparison.subjects],
        facet=[f.id for f in comparison.facets],
    )
    return f'<p class="kb kb-more"><a href="{address}">{escaped(wording.ALL_ON_THIS)}</a></p>'


def sources(documents: Sequence[Document]) -> str:
    """The articles with who wrote and published them, and when; each leads to its text."""
    return (
        f'{heading(wording.ARTICLES)}<ul class="kb'
        f' kb-sources">{"".join(map(_source, documents))}</ul>'
    )


def _source(document: Document) -> str:
    address = link("sources", article=document.id)
    name = f'<a href="{address}">{inline(document.title or document.id)}</a>'
    return f"<li><cite>{name}</cite><br>{made_by(document)}</li>"


def made_by(document: Document) -> str:
    """Who published and wrote the article, and when."""
    by = wording.BY.format(author=document.author) if document.author else ""
    known = [document.publisher, by, document.published or wording.UNDATED]
    return ", ".join(inline(part) for part in known if part)

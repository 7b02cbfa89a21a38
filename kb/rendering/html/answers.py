"""An answer as HTML, whatever its status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from kb import Answer, Citation, Comparison, Document
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import (
    NOTHING,
    Markup,
    heading,
    inline,
    joined,
    link,
    subheading,
)
from kb.rendering.html.quotes import quotes, said_by
from kb.rendering.html.table import disagreeing, table
from kb.rendering.reasons import carried_words, status_words, subjects_of
from kb.rendering.reasons import reason as reason_in_words

# Quotes shown in a cell before the rest is folded: narrow, they stand higher than in a list.
FIRST_IN_CELL = 3
NEAREST = 3  # passages shown, labelled as no answer, when nothing is covered


def status(answer: Answer) -> Markup:
    """Whether the sources answer, and if not, or only in part, why."""
    reason = (
        Markup("<p>{}</p>").format(inline(reason_in_words(answer.reason)))
        if answer.reason
        else NOTHING
    )
    return Markup('<div class="kb kb-status kb-{kind}">{heading}{reason}</div>').format(
        kind="-".join(re.findall(r"\w+", answer.status)),
        heading=heading(status_words(answer), "status"),
        reason=reason,
    )


def carried(answer: Answer) -> Markup:
    """As what a question was read that leans on the one before, and how to ask it by itself;
    nothing for one that stands alone.
    """
    if answer.carried is None:
        return NOTHING
    return Markup('<p class="kb kb-carried">{words}. <a href="{address}">{alone}</a></p>').format(
        words=inline(carried_words(answer.carried)),
        address=link("", q=answer.question),
        alone=wording.ALONE,
    )


def evidence(answer: Answer) -> Markup:
    """The comparison as a table and what stands in no cell of it, or the numbered quotes; nothing
    if there are none.

    What is no answer is called so.
    """
    if answer.is_refused:
        return _nearest(answer.nearest[:NEAREST])
    if answer.overview and answer.comparison:
        return _overview(answer, answer.comparison)
    if not answer.comparison:
        voices = disagreeing(answer.disagreements, subjects_of(answer))
        return voices + quotes(answer.citations)
    side_by_side = table(answer.comparison, partial(quotes, first=FIRST_IN_CELL))
    beside = _beside(answer.citations, answer.comparison)
    return side_by_side + beside + _all_on_this(answer.comparison)


def _overview(answer: Answer, comparison: Comparison) -> Markup:
    """The quotes on the whole over a table of the facets that matter most."""
    side_by_side = table(comparison, said_by, voices=False) if comparison.rows else NOTHING
    outright = said_by(comparison.outright) if comparison.outright else NOTHING
    return outright + side_by_side + _all_on_this(comparison)


def _nearest(citations: Sequence[Citation]) -> Markup:
    return heading(wording.NEAREST) + quotes(citations) if citations else NOTHING


def _beside(citations: Sequence[Citation], comparison: Comparison) -> Markup:
    """Those of the citations that stand in no cell of the comparison."""
    in_table = {citation.number for citation in comparison.citations}
    beside = [citation for citation in citations if citation.number not in in_table]
    return subheading(wording.ALSO) + quotes(beside) if beside else NOTHING


def _all_on_this(comparison: Comparison) -> Markup:
    """Leads to everything that the sources say on the same."""
    subjects = [subject.id for subject in comparison.subjects]
    facets = [facet.id for facet in comparison.facets]
    return Markup('<p class="kb kb-more"><a href="{address}">{words}</a></p>').format(
        address=link("compare", subject=subjects, facet=facets), words=wording.ALL_ON_THIS
    )


def sources(documents: Sequence[Document]) -> Markup:
    """The articles with who wrote and published them, and when; each leads to its text."""
    items = joined(map(_source, documents))
    return heading(wording.ARTICLES) + Markup('<ul class="kb kb-sources">{}</ul>').format(items)


def _source(document: Document) -> Markup:
    return Markup('<li><cite><a href="{address}">{name}</a></cite><br>{made_by}</li>').format(
        address=link("sources", article=document.id),
        name=inline(document.title or document.id),
        made_by=made_by(document),
    )


def made_by(document: Document) -> Markup:
    """Who published and wrote the article, and when."""
    author = wording.BY.format(author=document.author) if document.author else ""
    known = (document.publisher, author, document.published or wording.UNDATED)
    return joined((inline(each) for each in known if each), between=Markup(", "))

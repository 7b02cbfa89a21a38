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
from kb.rendering.html.quotes import brief_quotes, quotes
from kb.rendering.html.table import table
from kb.rendering.html.voices import disagreeing
from kb.rendering.reasons import carried_words, status_reason, status_words, subjects_of
from kb.rendering.reasons import reason as reason_in_words

# Quotes shown in a cell before the rest is folded: narrow, they stand higher than in a list.
FIRST_IN_CELL = 3
NEAREST = 3  # passages shown, labelled as no answer, when nothing is covered


def status(answer: Answer) -> Markup:
    """Whether the sources answer, and if not, or only in part, why: in one line."""
    told = status_reason(answer)
    reason = Markup("<p>{}</p>").format(inline(reason_in_words(told))) if told else NOTHING
    return Markup('<div class="kb kb-status kb-{kind}">{heading}{reason}</div>').format(
        kind="-".join(re.findall(r"\w+", answer.claim or answer.status)),
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
    """The comparison as a table and what stands in no cell of it, or the numbered quotes; over them
    what sources disagree on, as a person has noted it. Nothing if there are no quotes.

    What is no answer is called so.
    """
    if answer.is_refused:
        return _nearest(answer.nearest[:NEAREST])
    subjects = subjects_of(answer)
    if answer.overview and answer.comparison:
        return _overview(answer.comparison, is_of_common=answer.overview == "common")
    if not answer.comparison:
        left = [c for c in answer.in_reading_order if c not in answer.deciding]
        disputed = [c for c in left if answer.is_disputed(c)]
        others = [c for c in left if not answer.is_disputed(c)]
        first = quotes(answer.deciding) if answer.deciding and disputed else NOTHING
        if not disputed:
            others = [*answer.deciding, *others]
        voices = disagreeing(answer.disagreements, subjects, disputed)
        return first + voices + (quotes(others) if others else NOTHING)
    noted = [each for each in answer.comparison.disagreements() if each.is_reviewed]
    write = partial(quotes, first=FIRST_IN_CELL)
    side_by_side = table(answer.comparison, write, voices="above")
    beside = _beside(answer.citations, answer.comparison)
    return disagreeing(noted, subjects) + side_by_side + beside + _all_on_this(answer.comparison)


def _overview(comparison: Comparison, *, is_of_common: bool) -> Markup:
    """The quotes on the whole over a table of the facets that matter most; what joins the subjects
    stands in few rows, with nothing folded.
    """
    side_by_side = NOTHING
    if comparison.rows:
        above = comparison.outright
        write = partial(brief_quotes, first=FIRST_IN_CELL) if is_of_common else brief_quotes
        side_by_side = table(comparison, write, voices="elsewhere", above=above)
    outright = NOTHING
    if comparison.outright:
        outright = brief_quotes(comparison.outright, first=len(comparison.outright))
    return outright + side_by_side + _all_on_this(comparison)


def quoted(answer: Answer) -> list[Document]:
    """The articles that the answer quotes."""
    return list(dict.fromkeys(citation.span.document for citation in answer.shown))


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

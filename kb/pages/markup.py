"""Answers and sources as HTML for `st.html`.

Every text of an article, a corpus or a reader goes through `escaped`, and so shows as it is written: Markdown never sees it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from kb.pages import wording
from kb.types import Answer, Citation, Comparison, Disagreement, Document, Facet, Passage, Subject

NEAREST = 3  # passages shown, labelled as no answer, when nothing is covered

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # HTML has no way to write them
_LABEL_MARK = re.compile(r"([^\w\s])")


def escaped(text: str) -> str:
    """The text for HTML, attributes included. Line ends are written as references: `st.html` strips lines of blanks."""
    safe = html.escape(_CONTROL.sub("\ufffd", text), quote=True)
    return safe.replace("\n", "&#10;").replace("\r", "&#13;")


def inline(text: str) -> str:
    """The text inside a line of ours, where its bidirectional controls cannot turn our words around."""
    return f"<bdi>{escaped(text)}</bdi>"


def label(text: str) -> str:
    """The text for a label of Streamlit's, which is Markdown: every mark escaped, and cut off from its neighbours by an
    invisible word joiner, for `:material/home:` and addresses are recognised even in escaped text."""
    return _LABEL_MARK.sub("\\\\\\1\u2060", " ".join(text.split()))


def title(text: str) -> str:
    """The page's first heading: the corpus's title, or ours if it has none."""
    return f'<h1 class="kb">{inline(text or wording.TITLE)}</h1>'


def intro() -> str:
    """What the page is for."""
    return f'<p class="kb kb-intro">{escaped(wording.INTRO)}</p>'


def heading(text: str) -> str:
    return f'<h2 class="kb">{escaped(text)}</h2>'


def refusal(message: str) -> str:
    """What went wrong and what to do."""
    return f'<div class="kb kb-refusal" role="alert"><strong>{escaped(wording.REFUSED)}:</strong> {inline(message)}</div>'


def sources(documents: Sequence[Document]) -> str:
    """The articles with who wrote and published them, and when."""
    return f'{heading(wording.SOURCES)}<ul class="kb kb-sources">{"".join(map(_source, documents))}</ul>'


def answer(found: Answer) -> str:
    """The status and its reason, the comparison as a table if there is one, then the numbered quotes."""
    reason = f"<p>{inline(found.reason)}</p>" if found.reason else ""
    status = found.status.replace(" ", "-")
    parts = [f'<div class="kb kb-status kb-{status}">{heading(wording.STATUS[found.status])}{reason}</div>']
    if found.status == "not covered":
        parts += [_subheading(wording.NEAREST), _quotes(found.citations[:NEAREST])] if found.citations else []
    elif found.comparison:
        parts += [_table(found.comparison), _subheading(wording.QUOTES), _quotes(found.citations)]
    else:
        parts.append(_quotes(found.citations))
    return "".join(parts)


def marked(passage: Passage, start: int, end: int) -> str:
    """The passage with the characters from `start` to `end` of its document highlighted."""
    text, first, last = passage.text, start - passage.start, end - passage.start
    return f"{escaped(text[:first])}<mark>{escaped(text[first:last])}</mark>{escaped(text[last:])}"


def _source(document: Document) -> str:
    by = wording.BY.format(author=document.author) if document.author else ""
    known = [document.publisher, by, document.published or wording.UNDATED]
    return f"<li><cite>{inline(document.title or document.id)}</cite><br>{', '.join(inline(part) for part in known if part)}</li>"


def _subheading(text: str) -> str:
    return f'<h3 class="kb">{escaped(text)}</h3>'


def _quotes(citations: Sequence[Citation]) -> str:
    return f'<ol class="kb kb-quotes">{"".join(map(_quote, citations))}</ol>'


def _quote(citation: Citation) -> str:
    number, document = citation.number, citation.span.document
    under = wording.UNDER.format(heading=citation.headings[-1]) if citation.headings else ""
    said = f"{', '.join(inline(part) for part in (document.voice, under) if part)} ({inline(document.id)})"
    offsets = wording.OFFSETS.format(start=citation.start, end=citation.end, source=document.id)
    return (
        f'<li id="cite-{number}" value="{number}"><blockquote dir="auto">{escaped(citation.text)}</blockquote>'
        f'<details><summary>{said} · <span class="kb-more">{escaped(wording.PASSAGE.format(number=number))}</span></summary>'
        f'<p class="kb-passage" dir="auto">{marked(citation.passage, citation.start, citation.end)}</p>'
        f'<p class="kb-offsets">{inline(offsets)}</p><p class="kb-why">{inline(_why(citation))}</p></details></li>'
    )


def _why(citation: Citation) -> str:
    """What brought the quote: words, nearness, and how it is known whom it is about."""
    evidence = citation.evidence
    words = wording.WHY_WORDS.format(words=", ".join(evidence.matched)) if evidence.matched else ""
    near = wording.WHY_NEAR.format(similarity=evidence.similarity) if evidence.similarity else ""
    about = wording.WHY_ABOUT[evidence.sentence.attributed_by]
    return f"{wording.WHY}: {'; '.join(part for part in (words, near, about) if part)}."


# The roles say again what the elements are: browsers forget it where the style lays a table out as blocks.
def _table(comparison: Comparison) -> str:
    subjects = "".join(
        f'<th scope="col" role="columnheader">{inline(_capital(subject.name))}</th>' for subject in comparison.subjects
    )
    rows = []
    for facet in comparison.facets:
        cells = "".join(_cell(subject, comparison.cell(subject.id, facet.id)) for subject in comparison.subjects)
        head = f'<th scope="row" role="rowheader" rowspan="2">{inline(_capital(facet.name))}</th>'
        rows.append(f'<tr role="row">{head}{cells}</tr>{_verdict(comparison, facet)}')
    return (
        f'<table class="kb kb-table" role="table"><caption>{escaped(wording.TABLE)}</caption>'
        f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{escaped(wording.FACET)}</th>{subjects}</tr>'
        f'</thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def _verdict(comparison: Comparison, facet: Facet) -> str:
    """How the row stands and why, and where the sources disagree: each in its own voice."""
    verdict = comparison.verdict(facet.id)
    said = f"<strong>{escaped(wording.VERDICT[verdict.kind])}</strong>: {inline(verdict.rule)}"
    voices = "".join(map(_disagreement, comparison.disagreements(facet.id)))
    return (
        f'<tr role="row" class="kb-verdict kb-{verdict.kind.replace(" ", "-")}">'
        f'<td role="cell" colspan="{len(comparison.subjects)}"><p>{said}</p>{voices}</td></tr>'
    )


def _disagreement(disagreement: Disagreement) -> str:
    label = wording.DISAGREEMENT if disagreement.is_reviewed else wording.POSSIBLE_DISAGREEMENT
    said = "".join(
        f'<li>{inline(span.document.voice)}: <q dir="auto">{escaped(span.text)}</q></li>' for span in disagreement.spans
    )
    return f'<p class="kb-voices">{escaped(label)}: {inline(disagreement.note)}</p><ul>{said}</ul>'


def _cell(subject: Subject, citations: Sequence[Citation]) -> str:
    said = "".join(map(_said, citations)) or f'<p class="kb-gap">{escaped(wording.GAP)}</p>'
    return f'<td role="cell" data-subject="{escaped(_capital(subject.name))}">{said}</td>'


def _said(citation: Citation) -> str:
    number = citation.number
    link = f'<a href="#cite-{number}" aria-label="{escaped(wording.QUOTE.format(number=number))}">[{number}]</a>'
    return (
        f'<p><span class="kb-said" dir="auto">{escaped(citation.text)}</span> '
        f"<cite>{inline(citation.span.document.voice)} {link}</cite></p>"
    )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]

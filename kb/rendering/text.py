"""Values as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.rendering import wording_en as wording
from kb.rendering.phrases import capital
from kb.rendering.reasons import (
    carried_words,
    disagreement_basis,
    disagreement_note,
    reason,
    status_brief,
    status_reason,
    status_words,
    subjects_of,
    verdict_rule,
)

if TYPE_CHECKING:
    from kb.results import Answer, Citation, Comparison, Hit, Row
    from kb.types import Document, Located, Passage

WIDTH = 100  # columns of a terminal
NEAREST = 3  # passages shown, labelled as no answer, when nothing is covered


def answer_to_text(answer: Answer) -> str:
    """The state, how each row of a comparison stands, then the quotes with who says them."""
    if answer.overview and answer.comparison:
        return "\n".join(_overview(answer, answer.comparison)) + "\n"
    status = f"{status_brief(answer)}."
    why = status_reason(answer)
    lines = [f"{status} {reason(why)}" if why else status]
    if answer.carried:
        lines += wrapped(f"{carried_words(answer.carried)}.", "")
    if answer.comparison:
        lines += [_row(answer.comparison, row) for row in answer.comparison.rows]
    lines += _voices(answer)
    if answer.nearest:
        lines += ["", f"{wording.NEAREST}:"]
    for citation in answer.in_reading_order or answer.nearest[:NEAREST]:
        quote = wrapped(citation.text, f"[{citation.number}] ")
        lines += ["", *quote, f"    — {place(citation)}"]
    return "\n".join(lines) + "\n"


def _overview(answer: Answer, comparison: Comparison) -> list[str]:
    """The quotes on the whole, then each row with its verdict and its quotes."""
    told = f"{status_words(answer)}."
    lines = wrapped(f"{told} {reason(answer.reason)}", "") if answer.reason else [told]
    if answer.carried:
        lines += wrapped(f"{carried_words(answer.carried)}.", "")
    for citation in comparison.outright:
        lines += _brief(citation)
    for row in comparison.rows:
        told = f"{capital(row.facet.name)}."
        lines += ["", told if len(comparison.subjects) == 1 else _row(comparison, row)]
        for citation in dict.fromkeys(c for cell in row.cells for c in cell):
            lines += _brief(citation)
    return [*lines, *_voices(answer)]


def _brief(citation: Citation) -> list[str]:
    """The quote and who says it."""
    voice = citation.span.document.voice
    return wrapped(f"“{citation.text}” — {voice}", f"  [{citation.number}] ")


def _voices(answer: Answer) -> list[str]:
    """What sources disagree on, each in its own voice."""
    names = {subject.id: subject.name for subject in subjects_of(answer)}
    lines: list[str] = []
    for each in answer.disagreements:
        words = wording.DISAGREEMENT if each.is_reviewed else wording.POSSIBLE_DISAGREEMENT
        about = words.format(subject=names.get(each.subject, each.subject))
        lines += ["", *wrapped(disagreement_note(each), f"{about}: ")]
        for span in each.spans:
            lines += wrapped(f"“{span.text}”", f"  {span.document.voice}: ")
    return lines


def _row(comparison: Comparison, row: Row) -> str:
    """How the row stands, and whether sources may disagree on it."""
    told = wording.ON_FACET.format(
        facet=row.facet.name,
        verdict=wording.VERDICT_BRIEF[row.verdict.kind],
        rule=verdict_rule(comparison, row),
    )
    if not row.may_disagree:
        return told
    return f"{told} {wording.MAY_DISAGREE.format(basis=disagreement_basis(row.disagreements))}"


def place(citation: Citation) -> str:
    """Where a quote stands: who says it, under which heading, at which characters."""
    return _place(citation.passage, citation.start, citation.end)


def _place(passage: Passage, start: int, end: int) -> str:
    document = passage.document
    heading = f", “{passage.headings[-1]}”" if passage.headings else ""
    return f"{document.voice}{heading} ({document.id} {start}–{end})"


def hits_to_text(hits: Sequence[Hit]) -> str:
    """The passages, best first."""
    lines = []
    for hit in hits:
        passage = hit.passage
        where = _place(passage, passage.start, passage.end)
        relevance = wording.RELEVANCE.format(relevance=hit.relevance)
        lines += [*wrapped(passage.text, f"{hit.rank}. "), f"    — {where}, {relevance}", ""]
    return "\n".join(lines[:-1]) + "\n" if lines else f"{wording.NOTHING_FOUND}\n"


def located_to_text(located: Located) -> str:
    """What became of the quote, and what stands there now."""
    state, span = wording.STATE_BRIEF[located.state], located.span
    if span:
        now = wording.NOW_READS if located.state == "changed" else ""
        where = f"{span.document.voice} ({span.document.id} {span.start}–{span.end})"
        return f"{state}. {where}{now}: “{span.text}”\n"
    return f"{state}. {wording.NOT_THERE[located.state]}.\n"


def documents_to_text(documents: Sequence[Document]) -> str:
    """A source a line."""
    return "".join(map(_document, documents))


def _document(document: Document) -> str:
    by = wording.BY.format(author=document.author) if document.author else ""
    known = [document.publisher, by, document.published or wording.UNDATED]
    return f"{document.id}: {document.title} ({', '.join(filter(None, known))})\n"


def wrapped(text: str, mark: str) -> list[str]:
    """The text in lines, the mark before the first."""
    line = f"{mark}{' '.join(text.split())}"
    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * 4, break_on_hyphens=False)

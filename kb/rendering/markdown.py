"""Values as Markdown, with numbered citations.

Quotes are the article's characters; those that Markdown would read as marks are escaped, so that
they show as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kb.rendering import wording_en as wording
from kb.rendering.bibliography import in_text, reference
from kb.rendering.phrases import capital, count
from kb.rendering.reasons import (
    carried_words,
    disagreement_basis,
    disagreement_note,
    reason,
    status_brief,
    status_reason,
    subjects_of,
    verdict_rule,
)
from kb.rendering.text import NEAREST, place

if TYPE_CHECKING:
    from kb.rendering.bibliography import Reference, Style
    from kb.results import Answer, Citation, Comparison, Row
    from kb.types import Disagreement, Facet

_MARK = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")


def escape(text: str) -> str:
    """The text on one line, so that Markdown shows it as it is."""
    return _MARK.sub(r"\\\1", " ".join(text.split()))


def answer_to_markdown(answer: Answer) -> str:
    """The state, the reason, and the quotes: side by side for a comparison, else as a numbered
    list.
    """
    status = f"**{status_brief(answer)}.**"
    why = status_reason(answer)
    lines = [f"{status} {reason(why)}" if why else status, ""]
    if answer.carried:
        lines += [f"{escape(carried_words(answer.carried))}.", ""]
    if answer.nearest:
        lines += [f"{wording.NEAREST}:", ""]
    names = {subject.id: escape(subject.name) for subject in subjects_of(answer)}
    if not answer.comparison and answer.disagreements:
        lines += [*_voices(answer.disagreements, names), ""]
    if answer.comparison:
        lines += [*_table(answer.comparison), ""]
    lines += _numbered(answer.in_reading_order or answer.nearest[:NEAREST])
    return "\n".join(lines).rstrip() + "\n"


def comparison_to_markdown(comparison: Comparison, missing: Sequence[Facet] = ()) -> str:
    """A table, a row a facet and a column a subject; under it the numbered quotes with their
    places, and the topics that are missing.
    """
    lines = [*_table(comparison), "", *_numbered(comparison.citations)]
    if missing:
        topics = [f"- {escape(topic.name)}" for topic in missing]
        lines += ["", f"{count(wording.UNANSWERED, len(topics))}:", "", *topics]
    return "\n".join(lines).rstrip() + "\n"


def quotes_to_markdown(citations: Sequence[Citation], style: Style) -> str:
    """The quotes as a numbered list, each with its place in the text in this style, and the
    references.
    """
    quotes = [f"{c.number}. “{escape(c.text)}” {escape(in_text(c, style))}" for c in citations]
    documents = dict.fromkeys(citation.span.document for citation in citations)
    listed = sorted(map(_reference, (reference(document, style) for document in documents)))
    return "\n".join([*quotes, "", f"## {wording.REFERENCES}", "", *listed]) + "\n"


def _reference(of: Reference) -> str:
    parts = (f"*{escape(p.text)}*" if p.is_italic else _MARK.sub(r"\\\1", p.text) for p in of)
    return f"- {''.join(parts)}"


def _table(comparison: Comparison) -> list[str]:
    names = [escape(capital(subject.name)) for subject in comparison.subjects]
    head = ["", *names, wording.VERDICT_HEAD]
    rows = [_table_row(_cells_of(comparison, row)) for row in comparison.rows]
    outright = [line for quote in comparison.outright for line in (_quote(quote), "")]
    of = {subject.id: escape(subject.name) for subject in comparison.subjects}
    voices = _voices(comparison.disagreements(), of)
    return [*outright, _table_row(head), _table_row(["---"] * len(head)), *rows, *voices]


def _cells_of(comparison: Comparison, row: Row) -> list[str]:
    """The facet, a cell for each subject, and how the row stands."""
    quotes = ["<br>".join(map(_quote, cell)) or wording.GAP for cell in row.cells]
    verdict = f"{wording.VERDICT_BRIEF[row.verdict.kind]}: {escape(verdict_rule(comparison, row))}"
    if row.may_disagree:
        verdict += f"; {wording.MAY_DISAGREE_BRIEF} ({disagreement_basis(row.disagreements)})"
    return [f"**{escape(row.facet.name)}**", *quotes, verdict]


def _voices(disagreements: Iterable[Disagreement], names: Mapping[str, str]) -> list[str]:
    """Each disagreement in the voices of those who say it, as Markdown lists; `names` are those of
    the subjects, by id.
    """
    lines = []
    for each in disagreements:
        about = f"{names.get(each.subject, each.subject)}, {escape(each.facet)}"
        lines += ["", _on_what(each, about), "", *_said(each)]
    return lines


def _on_what(disagreement: Disagreement, about: str) -> str:
    is_reviewed = disagreement.is_reviewed
    label = wording.DISAGREEMENT_BRIEF if is_reviewed else wording.POSSIBLE_BRIEF
    return f"{label} ({about}): {escape(disagreement_note(disagreement))}"


def _said(disagreement: Disagreement) -> list[str]:
    quotes = [(escape(span.document.voice), escape(span.text)) for span in disagreement.spans]
    return [f"- {voice}: “{text}”" for voice, text in quotes]


def _table_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quote(citation: Citation) -> str:
    return f"“{escape(citation.text)}” [{citation.number}]"


def _numbered(citations: Sequence[Citation]) -> list[str]:
    return [f"{c.number}. “{escape(c.text)}” — {escape(place(c))}" for c in citations]

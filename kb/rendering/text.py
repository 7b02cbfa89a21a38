"""Values as Markdown, plain dictionaries and tables, with numbered citations.

Quotes are the article's characters; in Markdown those that would be read as marks are escaped, so
that they show as written.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kb.errors import MissingExtra

if TYPE_CHECKING:
    import pandas

    from kb.results import Answer, Citation, Comparison, Evidence, Hit
    from kb.types import Disagreement, Document, Located, Subject

WIDTH = 100  # columns of a terminal
NEAREST = 3  # passages shown, labelled as no answer, when nothing is covered
NO_PASSAGE = "no passage about this here"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!$])")


def escape(text: str) -> str:
    """The text on one line, so that Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def place(citation: Citation) -> str:
    """Where a quote stands: who says it, under which heading, at which characters."""
    document = citation.span.document
    heading = f", “{citation.headings[-1]}”" if citation.headings else ""
    return f"{document.voice}{heading} ({document.id} {citation.start}–{citation.end})"


def citation_to_dict(citation: Citation) -> dict[str, Any]:
    """Plain values; `start` and `end` are code points of the source's text, 0-based, end
    exclusive.
    """
    return {
        "number": citation.number,
        "source": citation.source,
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "headings": list(citation.headings),
        "subject": citation.subject,
        "voice": citation.span.document.voice,
        "address": citation.address,
        "why": why(citation.evidence),
    }


def why(evidence: Evidence) -> dict[str, Any]:
    """What brought a piece of evidence."""
    return {
        "score": evidence.score,
        "similarity": evidence.similarity,
        "matched": list(evidence.matched),
        "facet": evidence.facet.id if evidence.facet else "",
        "attributed_by": evidence.sentence.attributed_by,
    }


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "status": answer.status,
        "confidence": answer.confidence,
        "reason": answer.reason,
        "citations": [citation.to_dict() for citation in answer.citations],
        "comparison": answer.comparison.to_dict() if answer.comparison else None,
    }


def answer_to_markdown(answer: Answer) -> str:
    """The state, the reason, and the quotes: side by side for a comparison, else as a numbered
    list.
    """
    lines = [f"**{answer.status.capitalize()}.** {answer.reason}".rstrip(), ""]
    if answer.status == "not covered":
        if answer.citations:
            lines += ["The nearest passages, which are no answer:", ""]
        return "\n".join(lines + _numbered(answer.citations[:NEAREST])).rstrip() + "\n"
    if answer.comparison:
        lines += [*_table(answer.comparison), ""]
    return "\n".join(lines + _numbered(answer.citations)).rstrip() + "\n"


def answer_to_text(answer: Answer) -> str:
    """For a terminal: the state, how each row of a comparison stands, then the quotes with who says
    them.
    """
    lines = [f"{answer.status.capitalize()}. {answer.reason}".rstrip()]
    if answer.comparison:
        verdicts = [
            (facet.name, answer.comparison.verdict(facet.id)) for facet in answer.comparison.facets
        ]
        lines += [f"On {name}: {verdict.kind} ({verdict.rule})." for name, verdict in verdicts]
    shown = answer.citations
    if answer.status == "not covered":
        shown = shown[:NEAREST]
        lines += ["", "The nearest passages, which are no answer:"] if shown else []
    for citation in shown:
        lines += ["", *_in_text(citation.text, f"[{citation.number}] "), f"    — {place(citation)}"]
    return "\n".join(lines) + "\n"


def hits_to_text(hits: Sequence[Hit]) -> str:
    """For a terminal: the passages, best first."""
    lines = []
    for hit in hits:
        passage = hit.passage
        heading = f", “{passage.headings[-1]}”" if passage.headings else ""
        where = (
            f"{passage.document.voice}{heading} ({passage.document.id}"
            f" {passage.start}–{passage.end})"
        )
        lines += [
            *_in_text(passage.text, f"{hit.rank}. "),
            f"    — {where}, score {hit.score:.3f}",
            "",
        ]
    return "\n".join(lines[:-1]) + "\n" if lines else "Nothing found.\n"


def hit_to_dict(hit: Hit) -> dict[str, Any]:
    """Plain values; `start` and `end` are the passage's, in code points of the source's text,
    0-based, end exclusive.
    """
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "source": passage.document.id,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "headings": list(passage.headings),
        "sentence": {
            "text": hit.sentence.text,
            "start": hit.sentence.start,
            "end": hit.sentence.end,
        },
    }


def located_to_dict(located: Located) -> dict[str, Any]:
    """Plain values; `text`, `start` and `end` are None where nothing stands."""
    span, document = located.span, located.document
    return {
        "state": located.state,
        "source": document.id if document else None,
        "text": span.text if span else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
    }


def located_to_text(located: Located) -> str:
    """For a terminal: what became of the quote, and what stands there now."""
    state, span = located.state.capitalize(), located.span
    if span:
        now = " now reads" if located.state == "changed" else ""
        where = f"{span.document.voice} ({span.document.id} {span.start}–{span.end})"
        return f"{state}. {where}{now}: “{span.text}”\n"
    if located.state == "changed":
        return f"{state}. Nothing stands in its place.\n"
    return f"{state}. No article here holds these words.\n"


def document_to_dict(document: Document) -> dict[str, Any]:
    """What is known of a source; `digest` is the sha256 of its text."""
    known = ("id", "title", "publisher", "author", "published", "fact_checker", "url", "digest")
    return {name: getattr(document, name) for name in known} | {"characters": len(document.text)}


def documents_to_text(documents: Sequence[Document]) -> str:
    """For a terminal: a source a line."""
    lines = []
    for d in documents:
        known = [d.publisher, f"by {d.author}" if d.author else "", d.published or "undated"]
        lines.append(f"{d.id}: {d.title} ({', '.join(part for part in known if part)})")
    return "\n".join(lines) + "\n"


def comparison_to_markdown(comparison: Comparison) -> str:
    """A table, a row a facet and a column a subject, and under it the numbered quotes with their
    places.
    """
    return "\n".join([*_table(comparison), "", *_numbered(_citations(comparison))]).rstrip() + "\n"


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    return {
        "subjects": [subject.id for subject in comparison.subjects],
        "rows": [
            {
                "facet": facet.id,
                "verdict": {
                    "kind": comparison.verdict(facet.id).kind,
                    "rule": comparison.verdict(facet.id).rule,
                },
                "disagreements": [
                    disagreement_to_dict(d) for d in comparison.disagreements(facet.id)
                ],
                "cells": {
                    s.id: [c.to_dict() for c in comparison.cell(s.id, facet.id)]
                    for s in comparison.subjects
                },
            }
            for facet in comparison.facets
        ],
        "gaps": [list(gap) for gap in comparison.gaps()],
    }


def disagreement_to_dict(disagreement: Disagreement) -> dict[str, Any]:
    """Plain values; each quote with the voice that says it."""
    return {
        "subject": disagreement.subject,
        "facet": disagreement.facet,
        "note": disagreement.note,
        "is_reviewed": disagreement.is_reviewed,
        "quotes": [
            {
                "voice": s.document.voice,
                "source": s.document.id,
                "text": s.text,
                "start": s.start,
                "end": s.end,
            }
            for s in disagreement.spans
        ],
    }


def comparison_to_frame(comparison: Comparison) -> pandas.DataFrame:
    """A row a citation of each cell, in the order of the table."""
    try:
        import pandas
    except ImportError:
        raise MissingExtra("pandas", "frame", "Comparison.to_frame()") from None
    columns = ["facet", "subject", "number", "source", "quote", "start", "end", "headings"]
    rows = [
        (facet.id, subject.id, c.number, c.source, c.text, c.start, c.end, " > ".join(c.headings))
        for facet in comparison.facets
        for subject in comparison.subjects
        for c in comparison.cell(subject.id, facet.id)
    ]
    return pandas.DataFrame(rows, columns=columns)


def _citations(comparison: Comparison) -> list[Citation]:
    found = {
        c.number: c
        for f in comparison.facets
        for s in comparison.subjects
        for c in comparison.cell(s.id, f.id)
    }
    return [found[number] for number in sorted(found)]


def _table(comparison: Comparison) -> list[str]:
    names = [_title(subject) for subject in comparison.subjects]
    lines = [_row(["", *names, "Verdict"]), _row(["---"] * (2 + len(names)))]
    for facet in comparison.facets:
        cells = [comparison.cell(subject.id, facet.id) for subject in comparison.subjects]
        quotes = ["<br>".join(map(_quote, cell)) or NO_PASSAGE for cell in cells]
        verdict = comparison.verdict(facet.id)
        lines.append(
            _row([f"**{escape(facet.name)}**", *quotes, f"{verdict.kind}: {escape(verdict.rule)}"])
        )
    return [*lines, *_voices(comparison)]


def _voices(comparison: Comparison) -> list[str]:
    """Each disagreement in the voices of those who say it, as Markdown lists."""
    subjects, facets = (
        {each.id: escape(each.name) for each in some}
        for some in (comparison.subjects, comparison.facets)
    )
    lines = []
    for disagreement in comparison.disagreements():
        label = "Disagreement" if disagreement.is_reviewed else "Possible disagreement"
        about = f"{subjects[disagreement.subject]}, {facets[disagreement.facet]}"
        lines += ["", f"{label} ({about}): {escape(disagreement.note)}", ""]
        lines += [
            f"- {escape(span.document.voice)}: “{escape(span.text)}”" for span in disagreement.spans
        ]
    return lines


def _title(subject: Subject) -> str:
    return escape(subject.name[:1].upper() + subject.name[1:])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _quote(citation: Citation) -> str:
    return f"“{escape(citation.text)}” [{citation.number}]"


def _in_text(text: str, mark: str) -> list[str]:
    return textwrap.wrap(
        f"{mark}{' '.join(text.split())}", WIDTH, subsequent_indent=" " * 4, break_on_hyphens=False
    )


def _numbered(citations: Sequence[Citation]) -> list[str]:
    return [f"{c.number}. “{escape(c.text)}” — {escape(place(c))}" for c in citations]

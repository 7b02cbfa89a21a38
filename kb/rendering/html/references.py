"""References and quotes with their citation as HTML, each with a button that copies it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kb import Citation, Document
from kb.rendering import bibliography
from kb.rendering import wording_en as wording
from kb.rendering.bibliography import Reference, Style
from kb.rendering.html.markup import Markup, joined


def reference(of: Reference) -> Markup:
    """With its italics."""
    italic = Markup("<i>{}</i>")
    return joined(italic.format(p.text) if p.is_italic else Markup.escape(p.text) for p in of)


def references(
    documents: Sequence[Document], style: Style, accessed: datetime.date | None = None
) -> Markup:
    """The list of references in a style, in the order of the alphabet, to be copied at once."""
    told = [bibliography.reference(document, style, accessed) for document in documents]
    told.sort(key=lambda each: bibliography.plain_text(each).casefold())
    lines = joined(map(reference, told), between=Markup.escape("\n"))
    return Markup('<div class="kb">{}</div>').format(copied(wording.COPY_REFERENCES, lines))


def copies(citation: Citation) -> Markup:
    """The quote with its citation: as in APA to be read and copied, in other styles and plainly to
    be copied.
    """
    first, *others = bibliography.STYLES
    shown = copied(wording.COPY_STYLE.format(style=first), _quoted(citation, first))
    buttons = [
        _unseen(wording.COPY_STYLE.format(style=style), _quoted(citation, style))
        for style in others
    ]
    plain = _unseen(wording.COPY_PLAIN, Markup.escape(bibliography.plain(citation)))
    return shown + Markup('<div class="kb-copies">{}</div>').format(joined([*buttons, plain]))


def _quoted(citation: Citation, style: Style) -> Markup:
    said, listed = bibliography.quoted(citation, style)
    return Markup.escape(f"{said}\n\n") + reference(listed)


def copied(label: str, text: Markup) -> Markup:
    """The text, with a button that copies it."""
    return Markup(
        '<div class="kb-copy"><p class="kb-text" dir="auto">{text}</p>{button}</div>'
    ).format(text=text, button=_button(label))


def _unseen(label: str, text: Markup) -> Markup:
    """A button that copies a text which is not shown."""
    hidden = Markup('<span><span class="kb-hidden">{}</span>{}</span>')
    return hidden.format(text, _button(label))


def _button(label: str) -> Markup:
    """Copies what stands before it."""
    return Markup(
        '<button type="button" data-copied="{copied}" data-not-copied="{not_copied}">'
        "{label}"
        "</button>"
    ).format(copied=wording.COPIED, not_copied=wording.NOT_COPIED, label=label)

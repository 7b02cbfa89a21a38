"""What only a printed page says: where it comes from, when, and which articles it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from kb import Document
from kb.rendering import bibliography
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import Markup, inline, joined
from kb.rendering.html.references import reference


def head(name: str, page: str, day: str) -> Markup:
    """Stands over the page: the name of what is asked, the page, and the day."""
    return Markup('<p class="kb kb-printed">{} · {} · {}</p>').format(
        inline(name), page, inline(day)
    )


def sources(documents: Sequence[Document]) -> Markup:
    """Stands under the page: a reference for each article."""
    item = Markup('<li dir="auto">{}</li>')
    listed = map(bibliography.reference, documents)
    items = joined(item.format(reference(each)) for each in listed)
    return Markup(
        '<div class="kb kb-printed"><p><strong>{title}</strong></p><ul>{items}</ul></div>'
    ).format(title=wording.ARTICLES, items=items)

"""What a reader has kept, as HTML: the quotes, and those that are lost."""

from __future__ import annotations

from collections.abc import Sequence

from kb import Citation
from kb.rendering import wording_en as wording
from kb.rendering.html.markup import NOTHING, Markup, joined, subheading
from kb.rendering.html.quotes import keep_button, quotes


def kept(citations: Sequence[Citation]) -> Markup:
    """The quotes in the order in which they were kept, none folded."""
    return quotes(citations, first=len(citations)) if citations else NOTHING


def lost(addresses: Sequence[str]) -> Markup:
    """How many of the quotes stand in no article any more, each with a way to let it go; nothing
    for none.
    """
    if not addresses:
        return NOTHING
    item = Markup("<li>{} {}</li>")
    items = joined(
        item.format(
            wording.LOST_QUOTE.format(number=number),
            keep_button(address, wording.OF_QUOTE.format(number=number)),
        )
        for number, address in enumerate(addresses, start=1)
    )
    return Markup('<div class="kb kb-lost">{}<p>{}</p><ul>{}</ul></div>').format(
        subheading(wording.LOST), wording.LOST_TOLD, items
    )

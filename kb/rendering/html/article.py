"""An article as HTML, as it was published, with quoted or found characters marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from kb import Block, Citation, Document, Facet, Located, Sentence
from kb.rendering import wording_en as wording
from kb.rendering.html.answers import made_by
from kb.rendering.html.markup import count, escaped, inline, link
from kb.rendering.html.quotes import copies

QUOTED, FOUND = "quoted", "found"  # ids of the marks, where a page scrolls to
MARKED = 200  # found places that are marked at most: a search for "a" must not stop the browser

APOSTROPHES, QUOTATION_MARKS, DASHES = (
    "'\u2019\u2018\u02bc`\u00b4",
    '"\u201c\u201d\u201e\u00ab\u00bb',
    "-\u2010\u2011\u2013\u2014",
)

Place = tuple[int, int]  # start and end in the document's text


def places_of(words: str, document: Document) -> list[Place]:
    """Where the words stand in what the page shows: any case, any white space between them; [] for
    no words.
    """
    if not words.split():
        return []
    pattern = re.compile(
        r"\s+".join("".join(map(_alike, word)) for word in words.split()), re.IGNORECASE
    )
    found = (pattern.finditer(document.text, block.start, block.end) for block in _shown(document))
    return [match.span() for matches in found for match in matches]


def _alike(character: str) -> str:
    """A pattern for the character, and for those that are printed in its place: no keyboard has
    them all.
    """
    return next(
        (
            f"[{re.escape(some)}]"
            for some in (APOSTROPHES, QUOTATION_MARKS, DASHES)
            if character in some
        ),
        re.escape(character),
    )


def about(document: Document) -> str:
    """The article's title, who made it and when, and its address on the web."""
    checker = (
        wording.FACT_CHECKED.format(name=document.fact_checker) if document.fact_checker else ""
    )
    web = document.url if document.url.startswith(("https://", "http://")) else ""
    url = (
        f'<a href="{escaped(web)}" rel="noreferrer">{escaped(wording.ORIGINAL)}</a>' if web else ""
    )
    parts = [made_by(document), inline(checker) if checker else "", url]
    grey = (
        f'<p class="kb-boilerplate">{escaped(wording.GREY)}</p>'
        if any(b.kind == "boilerplate" for b in document.blocks)
        else ""
    )
    return (
        f'<h2 class="kb" id="article">{inline(document.title or document.id)}</h2>'
        f'<div class="kb kb-made-by"><p>{", ".join(part for part in parts if part)}</p>'
        f"{grey}{_contents(document)}</div>"
    )


def _contents(document: Document) -> str:
    """The article's headings, each leading to its section; folded."""
    headings = [block for block in _shown(document) if block.kind == "heading"]
    links = "".join(
        f'<li class="kb-level-{min(h.level, 6)}"><a'
        f' href="#part-{h.start}">{inline(document.text[h.start : h.end])}</a></li>'
        for h in headings
    )
    return (
        f'<details class="kb-contents"><summary>{escaped(wording.CONTENTS)}</summary>'
        f"<ul>{links}</ul></details>"
        if links
        else ""
    )


def article(
    document: Document, places: Sequence[Place] = (), mark: str = FOUND, note: str = ""
) -> str:
    """All blocks in order, the places marked; `note` is HTML that stands under the block with the
    first.

    The places are in order and do not overlap.
    """
    marks = Marks(document.text, places[:MARKED], mark)
    parts = []
    for is_item, blocks in groupby(_shown(document), key=lambda block: block.kind == "item"):
        listed = list(blocks)
        if is_item:
            parts += [_list(document, listed, marks, note)]
        else:
            parts += [_block(block, marks) + marks.under(block, note) for block in listed]
    return f'<div class="kb kb-article" dir="auto">{"".join(parts)}</div>'


class Marks:
    """Writes stretches of a text with what lies in the places marked."""

    def __init__(self, text: str, places: Sequence[Place], name: str) -> None:
        self._text, self._places, self._name = text, places, name

    def write(self, start: int, end: int) -> str:
        out, at = [], start
        for number, (first, last) in enumerate(self._places, start=1):
            begin, stop = max(first, start), min(last, end)
            if begin < stop:
                id = f' id="{self._name}-{number}" tabindex="-1"' if begin == first else ""
                out += [
                    escaped(self._text[at:begin]),
                    f"<mark{id}>{escaped(self._text[begin:stop])}</mark>",
                ]
                at = stop
        return "".join([*out, escaped(self._text[at:end])])

    def under(self, block: Block, note: str) -> str:
        """The note, if the first place ends in the block."""
        return note if self._places and block.start < self._places[0][1] <= block.end else ""

    def before(self, block: Block) -> str:
        """What stands on the block's line before it: the mark of a list item."""
        return self._text[self._text.rfind("\n", 0, block.start) + 1 : block.start].strip()


def _shown(document: Document) -> list[Block]:
    """The blocks without the title, if the page's own heading says it already."""
    return [
        b
        for b in document.blocks
        if b.level != 1 or document.text[b.start : b.end] != document.title
    ]


def _block(block: Block, marks: Marks) -> str:
    text = marks.write(block.start, block.end)
    if block.kind == "heading":
        level = min(block.level + 1, 6)  # the article's title is the page's second heading
        return f'<h{level} class="kb" id="part-{block.start}">{text}</h{level}>'
    return f'<p class="kb-{block.kind}">{text}</p>'


def _list(document: Document, items: Iterable[Block], marks: Marks, note: str) -> str:
    """A numbered list keeps its numbers, another its bullets."""
    out = []
    for is_numbered, blocks in groupby(items, key=lambda block: marks.before(block)[:1].isdigit()):
        lines = []
        for block in blocks:
            number = re.match(r"\d{1,6}", marks.before(block))
            value = f' value="{number[0]}"' if number else ""
            lines.append(
                f"<li{value}>{marks.write(block.start, block.end)}{marks.under(block, note)}</li>"
            )
        tag = "ol" if is_numbered else "ul"
        out.append(f"<{tag}>{''.join(lines)}</{tag}>")
    return "".join(out)


def state(located: Located) -> str:
    """Whether what the link quotes still stands; anything but "exact" is told loudly."""
    role = "status" if located.state == "exact" else "alert"
    return f'<div class="kb" role="{role}">{warning(located)}</div>'


def warning(located: Located) -> str:
    """The same without saying it aloud, for a place beside the mark, where a reader looks."""
    why = (
        wording.NOTHING_LEFT
        if located.state == "changed" and not located.span
        else wording.STATE_TOLD[located.state]
    )
    told = f"<strong>{escaped(wording.STATE[located.state])}.</strong> {escaped(why)}"
    return f'<p class="kb-state kb-{located.state}">{told}</p>'


def note(
    citation: Citation,
    sentences: Iterable[tuple[Sentence, Sequence[Facet]]],
    names: Mapping[str, str],
) -> str:
    """Whom each quoted sentence is about and on what, and the quote to copy. `names` are the
    subjects', by id.
    """
    lines = []
    for sentence, facets in sentences:
        subjects = wording.AND.join(names[id] for id in sentence.subjects) or wording.NOBODY
        told = (
            f"{subjects}: {wording.ABOUT[sentence.attributed_by]}"
            if sentence.subjects
            else subjects
        )
        topics = ", ".join(facet.name for facet in facets) or wording.NO_TOPIC
        parts = ((wording.IS_ABOUT, told), (wording.ON_TOPICS, topics))
        lines += [
            f"<div><dt>{escaped(term)}</dt><dd>{inline(words)}</dd></div>" for term, words in parts
        ]
    offsets = wording.OFFSETS.format(start=citation.start, end=citation.end, source=citation.source)
    return (
        f'<div class="kb-note"><dl>{"".join(lines)}</dl><p'
        f' class="kb-offsets">{inline(offsets)}</p>{copies(citation)}</div>'
    )


def found(
    document: Document,
    places: Sequence[Place],
    elsewhere: Sequence[tuple[Document, int]],
    words: str,
) -> str:
    """How often the words stand here, a link to each place, and in which other articles they
    stand.
    """
    told = (
        wording.FOUND_FIRST.format(count=MARKED)
        if len(places) > MARKED
        else count(wording.FOUND, len(places))
    )
    links = " ".join(
        f'<a href="#{FOUND}-{n}" aria-label="{escaped(wording.PLACE.format(number=n))}">{n}</a>'
        for n in range(1, min(len(places), MARKED) + 1)
    )
    others = ", ".join(
        f'<a href="{link("sources", article=other.id, find=words)}">{inline(other.voice)}</a>'
        f" ({number})"
        for other, number in elsewhere
    )
    also = f"<p>{escaped(wording.FOUND_ELSEWHERE)}: {others}</p>" if others else ""
    return (
        f'<div class="kb kb-found"><p><span role="status">{escaped(told)}</span>'
        f" {links}</p>{also}</div>"
    )

"""An article as HTML, as it was published, with quoted or found characters marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from kb import Block, Citation, Document, Facet, Located, Sentence
from kb.rendering import wording_en as wording
from kb.rendering.html.answers import made_by
from kb.rendering.html.markup import NOTHING, Markup, inline, joined, link
from kb.rendering.html.quotes import offsets
from kb.rendering.html.references import copies
from kb.rendering.phrases import count

QUOTED, FOUND = "quoted", "found"  # ids of the marks, where a page scrolls to
MARKED = 200  # found places that are marked at most: a search for "a" must not stop the browser
DEEPEST = 6  # levels of headings that HTML has

# What a keyboard has, and what is printed in its place.
ALIKE = (
    "'\u2019\u2018\u02bc`\u00b4",
    '"\u201c\u201d\u201e\u00ab\u00bb',
    "-\u2010\u2011\u2013\u2014",
)

Place = tuple[int, int]  # start and end in the document's text


def places_of(words: str, document: Document) -> list[Place]:
    """Where the words stand in what the page shows: any case, any white space between them; [] for
    no words.
    """
    patterns = ["".join(map(_alike, word)) for word in words.split()]
    if not patterns:
        return []
    pattern = re.compile(r"\s+".join(patterns), re.IGNORECASE)
    places: list[Place] = []
    for block in _shown(document):
        matches = pattern.finditer(document.text, block.start, block.end)
        places += (match.span() for match in matches)
    return places


def _alike(character: str) -> str:
    """A pattern for the character, and for those that are printed in its place: no keyboard has
    them all.
    """
    for characters in ALIKE:
        if character in characters:
            return f"[{re.escape(characters)}]"
    return re.escape(character)


def about(document: Document) -> Markup:
    """The article's title, who made it and when, and its address on the web."""
    known = (made_by(document), _fact_checked(document), _original(document))
    return Markup(
        '<h2 class="kb" id="article">{title}</h2>'
        '<div class="kb kb-made-by">'
        "<p>{known}</p>"
        "{grey}"
        "{contents}"
        "</div>"
    ).format(
        title=inline(document.title or document.id),
        known=joined(filter(None, known), between=Markup(", ")),
        grey=_grey(document),
        contents=_contents(document),
    )


def _fact_checked(document: Document) -> Markup:
    if not document.fact_checker:
        return NOTHING
    return inline(wording.FACT_CHECKED.format(name=document.fact_checker))


def _original(document: Document) -> Markup:
    """A link to the article's own page; nothing for an address that is not on the web."""
    if not document.url.startswith(("https://", "http://")):
        return NOTHING
    original = Markup('<a href="{}" rel="noreferrer">{}</a>')
    return original.format(document.url, wording.ORIGINAL)


def _grey(document: Document) -> Markup:
    """What grey text is, if there is any."""
    if not any(block.kind == "boilerplate" for block in document.blocks):
        return NOTHING
    return Markup('<p class="kb-boilerplate">{}</p>').format(wording.GREY)


def _contents(document: Document) -> Markup:
    """The article's headings, each leading to its section; folded."""
    headings = [block for block in _shown(document) if block.kind == "heading"]
    if not headings:
        return NOTHING
    links = joined(_to_section(document, each) for each in headings)
    return Markup(
        '<details class="kb-contents"><summary>{contents}</summary><ul>{links}</ul></details>'
    ).format(contents=wording.CONTENTS, links=links)


def _to_section(document: Document, heading: Block) -> Markup:
    return Markup('<li class="kb-level-{level}"><a href="#part-{start}">{name}</a></li>').format(
        level=min(heading.level, DEEPEST),
        start=heading.start,
        name=inline(document.text[heading.start : heading.end]),
    )


def article(
    document: Document, places: Sequence[Place] = (), mark: str = FOUND, note: Markup = NOTHING
) -> Markup:
    """All blocks in order, the places marked; the note stands under the block with the first.

    The places are in order and do not overlap.
    """
    marks = Marks(document.text, places[:MARKED], mark, note)
    parts = []
    for is_item, blocks in groupby(_shown(document), key=lambda block: block.kind == "item"):
        write = _lists if is_item else _blocks
        parts.append(write(blocks, marks))
    return Markup('<div class="kb kb-article" dir="auto">{}</div>').format(joined(parts))


def panel(located: Located, cite: str, note: Markup, close: str) -> Markup:
    """The article beside what quotes it, with the quote marked, and the addresses that lead on:
    `cite` is the quote's own, `close` what is left without it. Where nothing is left of the quote,
    it says so.
    """
    told, whole, title = state(located), NOTHING, ""
    if located.document:
        title = located.document.title or located.document.id
    if located.document and located.span:
        place = (located.span.start, located.span.end)
        told, whole = NOTHING, article(located.document, [place], QUOTED, note)
    return Markup(
        '<section class="kb kb-panel" aria-label="{label}" tabindex="0">'
        '<div class="kb-panel-head">'
        '<a class="kb-whole" href="{address}">{title}</a>'
        '<a class="kb-close" href="{close}" aria-label="{closes}">{cross}</a>'
        "</div>"
        "{told}{whole}"
        "</section>"
    ).format(
        label=wording.ARTICLE,
        address=link("sources", cite=cite),
        title=inline(title or wording.SOURCES),
        close=close,
        closes=wording.CLOSE,
        cross=wording.CROSS,
        told=told,
        whole=whole,
    )


class Marks:
    """Writes blocks of a text with what lies in the places marked, and the note under the first."""

    def __init__(self, text: str, places: Sequence[Place], name: str, note: Markup) -> None:
        self._text, self._places, self._name, self._note = text, places, name, note

    def block(self, block: Block) -> Markup:
        """A heading or a paragraph."""
        return self._element(block) + self._under(block)

    def item(self, block: Block) -> Markup:
        """An item of a list, with its number if it has one."""
        number = re.match(r"\d{1,6}", self._before(block))
        value = Markup(' value="{}"').format(number[0]) if number else NOTHING
        words, note = self._words(block), self._under(block)
        return Markup("<li{value}>{words}{note}</li>").format(value=value, words=words, note=note)

    def is_numbered(self, block: Block) -> bool:
        return self._before(block)[:1].isdigit()

    def _element(self, block: Block) -> Markup:
        words = self._words(block)
        if block.kind != "heading":
            return Markup('<p class="kb-{}">{}</p>').format(block.kind, words)
        level = min(block.level + 1, DEEPEST)  # the article's title is the page's second heading
        heading = Markup('<h{level} class="kb" id="part-{start}">{words}</h{level}>')
        return heading.format(level=level, start=block.start, words=words)

    def _words(self, block: Block) -> Markup:
        parts = []
        at = block.start
        for number, (first, last) in enumerate(self._places, start=1):
            begin, stop = max(first, block.start), min(last, block.end)
            if begin < stop:
                parts.append(Markup.escape(self._text[at:begin]))
                parts.append(self._mark(begin, stop, number if begin == first else 0))
                at = stop
        return joined([*parts, Markup.escape(self._text[at : block.end])])

    def _mark(self, start: int, end: int, number: int) -> Markup:
        """With an id by the number; 0 where the place does not begin here."""
        place = Markup(' id="{}-{}" tabindex="-1"').format(self._name, number)
        return Markup("<mark{}>{}</mark>").format(
            place if number else NOTHING, self._text[start:end]
        )

    def _under(self, block: Block) -> Markup:
        """The note, if the first place ends in the block."""
        has_end = self._places and block.start < self._places[0][1] <= block.end
        return self._note if has_end else NOTHING

    def _before(self, block: Block) -> str:
        """What stands on the block's line before it: the mark of a list item."""
        line_start = self._text.rfind("\n", 0, block.start) + 1
        return self._text[line_start : block.start].strip()


def _shown(document: Document) -> list[Block]:
    """The blocks without the title, if the page's own heading says it already."""
    return [block for block in document.blocks if not _is_title(block, document)]


def _is_title(block: Block, document: Document) -> bool:
    return block.level == 1 and document.text[block.start : block.end] == document.title


def _blocks(blocks: Iterable[Block], marks: Marks) -> Markup:
    return joined(map(marks.block, blocks))


def _lists(items: Iterable[Block], marks: Marks) -> Markup:
    """A numbered list keeps its numbers, another its bullets."""
    lists = []
    for is_numbered, blocks in groupby(items, key=marks.is_numbered):
        tag = "ol" if is_numbered else "ul"
        lines = joined(map(marks.item, blocks))
        lists.append(Markup("<{tag}>{lines}</{tag}>").format(tag=tag, lines=lines))
    return joined(lists)


def state(located: Located) -> Markup:
    """Whether what the link quotes still stands; anything but "exact" is told loudly."""
    role = "status" if located.state == "exact" else "alert"
    return Markup('<div class="kb" role="{}">{}</div>').format(role, warning(located))


def warning(located: Located) -> Markup:
    """The same without saying it aloud, for a place beside the mark, where a reader looks."""
    is_empty = located.state == "changed" and not located.span
    return Markup('<p class="kb-state kb-{state}"><strong>{told}.</strong> {why}</p>').format(
        state=located.state,
        told=wording.STATE[located.state],
        why=wording.NOTHING_LEFT if is_empty else wording.STATE_TOLD[located.state],
    )


def note(
    citation: Citation,
    sentences: Iterable[tuple[Sentence, Sequence[Facet]]],
    names: Mapping[str, str],
) -> Markup:
    """Whom each quoted sentence is about and on what, and the quote to copy. `names` are the
    subjects', by id.
    """
    lines = []
    for sentence, facets in sentences:
        topics = ", ".join(facet.name for facet in facets)
        lines.append(_term(wording.IS_ABOUT, _whom(sentence, names)))
        lines.append(_term(wording.ON_TOPICS, topics or wording.NO_TOPIC))
    return Markup('<div class="kb-note"><dl>{lines}</dl>{offsets}{copies}</div>').format(
        lines=joined(lines), offsets=offsets(citation), copies=copies(citation)
    )


def _whom(sentence: Sentence, names: Mapping[str, str]) -> str:
    """Whom the sentence is about, and how that is known."""
    if not sentence.subjects:
        return wording.NOBODY
    subjects = wording.AND.join(names[id] for id in sentence.subjects)
    return f"{subjects}: {wording.ABOUT[sentence.attributed_by]}"


def _term(term: str, words: str) -> Markup:
    return Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(term, inline(words))


def search_result(
    places: Sequence[Place],
    elsewhere: Sequence[tuple[Document, int]],
    words: str,
) -> Markup:
    """How often the words stand here, a link to each place, and in which other articles they
    stand.
    """
    told = count(wording.FOUND, len(places))
    if len(places) > MARKED:
        told = wording.FOUND_FIRST.format(count=MARKED)
    marked = range(1, min(len(places), MARKED) + 1)
    return Markup(
        '<div class="kb kb-found"><p><span role="status">{told}</span> {links}</p>{elsewhere}</div>'
    ).format(
        told=told,
        links=joined(map(_to_place, marked), between=Markup(" ")),
        elsewhere=_found_elsewhere(elsewhere, words),
    )


def _to_place(number: int) -> Markup:
    return Markup('<a href="#{mark}-{number}" aria-label="{label}">{number}</a>').format(
        mark=FOUND, number=number, label=wording.PLACE.format(number=number)
    )


def _found_elsewhere(elsewhere: Sequence[tuple[Document, int]], words: str) -> Markup:
    """A link to the same search in each of the articles, with how often the words stand there."""
    if not elsewhere:
        return NOTHING
    others = []
    for document, number in elsewhere:
        address = link("sources", article=document.id, find=words)
        name = inline(document.voice)
        others.append(Markup('<a href="{}">{}</a> ({})').format(address, name, number))
    return Markup("<p>{also}: {others}</p>").format(
        also=wording.FOUND_ELSEWHERE, others=joined(others, between=Markup(", "))
    )

"""Citations to be copied: each rule of APA 7, MLA 9 and Harvard that is followed, and quotes that
stay the article's characters.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.knowledge_base import KnowledgeBase
from kb.rendering import bibliography
from kb.rendering.bibliography import STYLES, Style, apa, in_text, listed, plain, plain_text, quoted
from kb.rendering.exports import csl, csl_items
from kb.rendering.sourced import sentence_case
from kb.results import Citation, Evidence
from kb.types import Author, Block, Document, Passage, Sentence

TITLE = "Baker or Confectioner?"
TEXT = f'{TITLE}\n\nBoth bake.\n\nTools\n\nA baker says "oven".\nA big one.'


MILLER = Author("Miller", "Ada")


def document(*authors: Author, **known: str) -> Document:
    """By Ada Miller, unless `authors` or an `author` is told."""
    facts: dict[str, Any] = {
        "title": TITLE,
        "publisher": "The Guild Post",
        "author": "",
        "published": "2024-05-06",
    }
    lead = TEXT.index("Both bake.")
    blocks = (
        Block("heading", 0, len(TITLE), 1),
        Block("paragraph", lead, lead + len("Both bake.")),
    )
    plain_document = Document("guild", TEXT, blocks, **facts | known)
    told = authors if authors or "author" in known else (MILLER,)
    return dataclasses.replace(plain_document, authors=told)


def cite(source: Document, quote: str, *headings: str) -> Citation:
    start = source.text.index(quote)
    passage = Passage(source, start, start + len(quote), headings)
    sentence = Sentence(source, start, start + len(quote), passage)
    return Citation(1, sentence, Evidence(sentence))


def reference(source: Document) -> str:
    """The entry as in APA, without its italics."""
    return plain_text(bibliography.reference(source))


def test_a_reference_names_author_date_title_publisher_and_address() -> None:
    assert (
        reference(document(title="Bread vs. Cake", url="https://guild.example/bread"))
        == "Miller, A. (2024, May 6). Bread vs. cake. The Guild Post. https://guild.example/bread"
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"published": ""}, "Miller, A. (n.d.). Baker or confectioner? The Guild Post."),
        ({"author": ""}, "Baker or confectioner? (2024, May 6). The Guild Post."),
        ({"title": ""}, "Miller, A. (2024, May 6). [guild]. The Guild Post."),
        ({"title": "", "author": ""}, "[guild]. (2024, May 6). The Guild Post."),
        ({"publisher": ""}, "Miller, A. (2024, May 6). Baker or confectioner?"),
        ({"author": "the guild post"}, "the guild post. (2024, May 6). Baker or confectioner?"),
        ({"author": "", "title": "", "publisher": "", "published": ""}, "[guild]. (n.d.)."),
        ({"title": "“Why bake?”"}, "Miller, A. (2024, May 6). “Why bake?” The Guild Post."),
        (
            {"publisher": "Guild Inc."},
            "Miller, A. (2024, May 6). Baker or confectioner? Guild Inc.",
        ),
    ],
)
def test_what_is_missing_moves_the_rest_and_no_stop_is_doubled(
    known: dict[str, str], expected: str
) -> None:
    assert reference(document(**known)) == expected


@pytest.mark.parametrize(
    ("published", "long", "year"),
    [
        ("2024-12-31", "2024, December 31", "2024"),
        ("2024-05", "2024, May", "2024"),
        ("2024", "2024", "2024"),
        ("2024-05-06T10:30:00", "2024, May 6", "2024"),
        ("2024-13-45", "2024-13-45", "2024-13-45"),
        ("0000", "0000", "0000"),
        ("2024-05-06 or so", "2024-05-06 or so", "2024-05-06 or so"),
        ("Spring 2024", "Spring 2024", "Spring 2024"),
        (" \n", "n.d.", "n.d."),
    ],
)
def test_a_date_that_is_none_stays_as_given(published: str, long: str, year: str) -> None:
    dated = document(published=published)
    assert f" ({long}). " in reference(dated)
    assert in_text(cite(dated, "A big one.")) == f"(Miller, {year}, para. 1)"


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (Author("Doe", "Jane A."), "Doe, J. A."),
        (Author("McKay", "Jane Ann"), "McKay, J. A."),
        (Author("van Beethoven", "Ludwig"), "van Beethoven, L."),
        (Author("García Márquez", "Gabriel"), "García Márquez, G."),
        (Author("King", "Martin Luther", suffix="Jr."), "King, M. L., Jr."),
        (Author("Tolkien", "J.R.R."), "Tolkien, J. R. R."),
        (Author("Picard", "Jean-Luc"), "Picard, J.-L."),
        (Author("Picard", "J.-L."), "Picard, J.-L."),
        (Author("Zola", "émile"), "Zola, É."),
        (Author("Толстой", "Лев"), "Толстой, Л."),
        (Author("王", "小明"), "王, 小明"),
        (Author("Voltaire"), "Voltaire"),
        (Author(literal="World Health Organization"), "World Health Organization"),
    ],
)
def test_a_person_has_initials_and_an_organisation_stays_whole(
    author: Author, expected: str
) -> None:
    end = "" if expected.endswith(".") else "."
    assert reference(document(author)).startswith(f"{expected}{end} (2024, May 6). ")


@pytest.mark.parametrize(
    "author", ["Jane Doe", "Doe, Jane", "By Dr. Jane Doe and John Roe, PhD", "bell hooks"]
)
def test_an_author_told_as_a_string_is_never_taken_apart(author: str) -> None:
    told = document(author=author)
    assert reference(told).startswith(f"{author}. (2024, May 6). ")
    assert in_text(cite(told, "A big one.")) == f"({author}, 2024, para. 1)"


ALPHABET = "ABCDEFGHIJKLMNOPQRSTU"


@pytest.mark.parametrize(
    ("size", "names", "short"),
    [
        (2, "Aa, X., & Ba, X.", "Aa & Ba"),
        (3, "Aa, X., Ba, X., & Ca, X.", "Aa et al."),
        (20, ", ".join(f"{c}a, X." for c in ALPHABET[:19]) + ", & Ta, X.", "Aa et al."),
        (21, ", ".join(f"{c}a, X." for c in ALPHABET[:19]) + ", . . . Ua, X.", "Aa et al."),
    ],
)
def test_many_authors_are_joined_and_cut(size: int, names: str, short: str) -> None:
    many = document(*(Author(f"{c}a", "Xaver") for c in ALPHABET[:size]))
    assert reference(many).startswith(f"{names} (2024, May 6). ")
    assert in_text(cite(many, "A big one.")) == f"({short}, 2024, para. 1)"


def test_a_person_and_an_organisation_can_be_authors_together() -> None:
    both = document(MILLER, Author(literal="Cake Society"))
    assert reference(both).startswith("Miller, A., & Cake Society. (2024, May 6). ")
    assert in_text(cite(both, "A big one.")) == "(Miller & Cake Society, 2024, para. 1)"
    assert plain(cite(both, "A big one.")).startswith("“A big one.” — Ada Miller and Cake Society,")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ((TITLE, "Tools"), "(Miller, 2024, Tools section)"),
        (("2. Tools:",), "(Miller, 2024, 2. Tools section)"),
        (("What Can You Do to Bake Bread?",), "(Miller, 2024, “What Can You Do” section)"),
        (
            ("Tools, ovens, pans, slabs, and so on",),
            "(Miller, 2024, “Tools, ovens, pans, slabs” section)",
        ),
        ((TITLE,), "(Miller, 2024, para. 1)"),
        ((), "(Miller, 2024, para. 1)"),
    ],
)
def test_a_quote_is_found_by_its_section_or_paragraph(
    headings: tuple[str, ...], expected: str
) -> None:
    assert in_text(cite(document(), "A big one.", *headings)) == expected


def test_a_heading_is_cut_where_no_other_begins_alike() -> None:
    headings = [
        f"What the guild asks of a {who} in the first year" for who in ("baker", "confectioner")
    ]
    text = "\n\n".join([*headings, "A big one."])
    blocks = tuple(Block("heading", text.index(h), text.index(h) + len(h), 2) for h in headings)
    two = Document("guild", text, blocks, authors=(MILLER,))
    assert (
        in_text(cite(two, "A big one.", headings[1]))
        == "(Miller, n.d., “What the guild asks of a confectioner” section)"
    )


def test_before_the_first_paragraph_only_author_and_year_are_left() -> None:
    assert in_text(cite(document(), TITLE)) == "(Miller, 2024)"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"author": ""}, "(“Baker or Confectioner?,” 2024, Tools section)"),
        (
            {"author": "", "title": "The difference between a loaf and a cake"},
            "(“The difference between a,” 2024, Tools section)",
        ),
        ({"author": "", "title": "", "published": ""}, "([guild], n.d., Tools section)"),
        ({"author": "", "title": "—"}, "(“—,” 2024, Tools section)"),
    ],
)
def test_without_an_author_the_title_stands_in_the_text(
    known: dict[str, str], expected: str
) -> None:
    assert in_text(cite(document(**known), "A big one.", "Tools")) == expected


def test_apa_is_the_quote_with_its_place_and_then_the_reference() -> None:
    assert (
        apa(cite(document(), 'A baker says "oven".\nA big one.', TITLE, "Tools"))
        == '“A baker says "oven".\nA big one.” (Miller, 2024, Tools section).\n\n'
        "Miller, A. (2024, May 6). Baker or confectioner? The Guild Post."
    )


def test_plain_is_one_line_with_everything_as_given() -> None:
    assert (
        plain(cite(document(), "A big one.", TITLE, "Tools"))
        == "“A big one.” — Ada Miller, “Baker or Confectioner?”, The Guild Post, 2024-05-06, under"
        " “Tools”, characters 64–74 of guild"
    )


def test_plain_leaves_out_what_is_missing_and_says_nobody_twice() -> None:
    bare = document(title="", author="", publisher="", published="")
    assert plain(cite(bare, "A big one.")) == "“A big one.” — characters 64–74 of guild"
    own = document(title="", author="The Guild Post", published="")
    assert (
        plain(cite(own, "A big one.")) == "“A big one.” — The Guild Post, characters 64–74 of guild"
    )


def test_citations_of_a_real_corpus_can_be_copied(bakers: KnowledgeBase) -> None:
    copied = {
        c.source: apa(c)
        for c in bakers.ask("Which exam ends the training of a baker and a confectioner?").citations
    }
    assert copied["guild"].endswith(
        "\n\nMiller, A. (2024, May 3). Baker or confectioner? The Guild Post."
    )
    assert " (n.d.). Sugar Press." in copied["almanac"]


# Of the schema's keys and types (csl-data.json 1.0) those that are used here.
TEXT_KEYS = {"id", "title", "container-title", "publisher", "URL"}
NAME_KEYS = {"family", "given", "suffix", "literal"}


def assert_valid(item: dict[str, object]) -> None:
    """It is an item of CSL-JSON: allowed keys, the required ones, and values of their types."""
    assert {"id", "type"} <= set(item) <= TEXT_KEYS | {"type", "author", "issued"}
    assert item["type"] in ("webpage", "article")
    assert all(isinstance(item[key], str) for key in TEXT_KEYS & set(item))
    names = item.get("author", [])
    assert isinstance(names, list)
    for name in names:
        assert set(name) <= NAME_KEYS and ("family" in name) != ("literal" in name)
        assert all(isinstance(part, str) and part for part in name.values())
    issued = item.get("issued", {"literal": "n.d."})
    assert isinstance(issued, dict) and set(issued) in ({"date-parts"}, {"literal"})
    for parts in issued.get("date-parts", []):
        assert 1 <= len(parts) <= 3 and all(type(part) is int for part in parts)
    assert json.loads(json.dumps(item)) == item


def test_a_source_is_an_item_of_csl_json() -> None:
    organisation = Author(literal="Cake Society")
    assert csl(document(MILLER, organisation, url="https://guild.example/bread")) == {
        "id": "guild",
        "type": "webpage",
        "title": TITLE,
        "author": [{"family": "Miller", "given": "Ada"}, {"literal": "Cake Society"}],
        "container-title": "The Guild Post",
        "issued": {"date-parts": [[2024, 5, 6]]},
        "URL": "https://guild.example/bread",
    }


def test_an_item_without_an_address_is_an_article_and_holds_only_what_is_told() -> None:
    bare = document(title="", author="", publisher="", published="")
    told = document(author="By Ann and Bob", title="", published="2024-05")
    assert csl_items([bare, told]) == [
        {"id": "guild", "type": "article"},
        {
            "id": "guild",
            "type": "article",
            "author": [{"literal": "By Ann and Bob"}],
            "publisher": "The Guild Post",
            "issued": {"date-parts": [[2024, 5]]},
        },
    ]


@pytest.mark.parametrize("published", ["Spring 2024", "2024-13-45", "0000"])
def test_a_date_that_is_none_is_literal_in_csl(published: str) -> None:
    assert csl(document(published=published))["issued"] == {"literal": published}


ANY = st.text() | st.text("AaÉß王 .,;&-\n’'\"?0" + "2")
NAMES = st.builds(Author, ANY.filter(str.strip), ANY, suffix=ANY)


@given(
    ANY,
    ANY,
    ANY | st.lists(NAMES, max_size=3),
    ANY,
    ANY,
    ANY,
    st.lists(ANY, max_size=2),
    st.text(min_size=1),
)
def test_any_field_may_hold_any_text_and_the_quote_stays_verbatim(
    title: str,
    publisher: str,
    author: str | list[Author],
    published: str,
    url: str,
    id_: str,
    headings: list[str],
    quote: str,
) -> None:
    def citation() -> Citation:
        text = f"{title}\n\n{quote}"
        block = Block("paragraph", len(title) + 2, len(text))
        name, names = (author, ()) if isinstance(author, str) else ("", tuple(author))
        source = Document(
            id_, text, (block,), title, publisher, name, published, url=url, authors=names
        )
        passage = Passage(source, block.start, block.end, tuple(headings))
        return Citation(1, passage, Evidence(Sentence(source, block.start, block.end, passage)))

    one, again = citation(), citation()
    assert apa(one).startswith(f"“{quote}” (") and plain(one).startswith(f"“{quote}” — ")
    assert (apa(one), plain(one), reference(one.span.document)) == (
        apa(again),
        plain(again),
        reference(again.span.document),
    )
    assert csl(one.span.document) == csl(again.span.document)
    assert_valid(csl(one.span.document))
    assert "\n" not in (reference(one.span.document) + in_text(one)).replace(id_, "")


# MLA and Harvard

DAY = datetime.date(2026, 11, 25)
URL = "https://guild.example/bread"


def in_style(source: Document, style: Style, accessed: datetime.date | None = None) -> str:
    return plain_text(bibliography.reference(source, style, accessed))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "Miller, Ada. “Baker or Confectioner?” The Guild Post, 6 May 2024."),
        (
            {"published": "2024-09"},
            "Miller, Ada. “Baker or Confectioner?” The Guild Post, Sept. 2024.",
        ),
        (
            {"published": "2024-01-02"},
            "Miller, Ada. “Baker or Confectioner?” The Guild Post, 2 Jan. 2024.",
        ),
        ({"published": ""}, "Miller, Ada. “Baker or Confectioner?” The Guild Post."),
        ({"publisher": ""}, "Miller, Ada. “Baker or Confectioner?” 6 May 2024."),
        ({"author": ""}, "“Baker or Confectioner?” The Guild Post, 6 May 2024."),
        ({"author": "The Guild Post"}, "The Guild Post. “Baker or Confectioner?” 6 May 2024."),
        ({"title": ""}, "Miller, Ada. “[guild].” The Guild Post, 6 May 2024."),
        ({"url": URL}, f"Miller, Ada. “Baker or Confectioner?” The Guild Post, 6 May 2024, {URL}."),
    ],
)
def test_mla_leaves_out_what_is_missing(known: dict[str, str], expected: str) -> None:
    assert in_style(document(**known), "MLA") == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "Miller, A. (2024) Baker or confectioner? The Guild Post."),
        ({"published": ""}, "Miller, A. (no date) Baker or confectioner? The Guild Post."),
        ({"author": ""}, "Baker or confectioner? (2024) The Guild Post."),
        ({"author": "The Guild Post"}, "The Guild Post (2024) Baker or confectioner?"),
        (
            {"url": URL},
            f"Miller, A. (2024) Baker or confectioner? The Guild Post. Available at: {URL}",
        ),
    ],
)
def test_harvard_leaves_out_what_is_missing(known: dict[str, str], expected: str) -> None:
    assert in_style(document(**known), "Harvard") == expected


def test_the_day_on_which_an_address_was_looked_at_is_told_only_with_an_address() -> None:
    for style in STYLES:
        assert in_style(document(), style, DAY) == in_style(document(), style)
    there = document(url=URL)
    assert in_style(there, "MLA", DAY).endswith(f"{URL}. Accessed 25 Nov. 2026.")
    assert in_style(there, "Harvard", DAY).endswith(f"{URL} (Accessed: 25 November 2026).")
    assert in_style(there, "APA", DAY).endswith(URL)


@pytest.mark.parametrize(
    ("size", "mla", "harvard", "in_mla", "in_harvard"),
    [
        (1, "Aa, Xaver.", "Aa, X. (", "(Aa)", "(Aa, 2024)"),
        (2, "Aa, Xaver, and Xaver Ba.", "Aa, X. and Ba, X. (", "(Aa and Ba)", "(Aa and Ba, 2024)"),
        (
            3,
            "Aa, Xaver, et al.",
            "Aa, X., Ba, X. and Ca, X. (",
            "(Aa et al.)",
            "(Aa, Ba and Ca, 2024)",
        ),
        (4, "Aa, Xaver, et al.", "Aa, X. et al. (", "(Aa et al.)", "(Aa et al., 2024)"),
    ],
)
def test_each_style_names_as_many_authors_as_it_does(
    size: int, mla: str, harvard: str, in_mla: str, in_harvard: str
) -> None:
    many = document(*(Author(f"{c}a", "Xaver") for c in ALPHABET[:size]))
    assert in_style(many, "MLA").startswith(f"{mla} “") and in_text_of(many, "MLA") == in_mla
    assert in_style(many, "Harvard").startswith(harvard)
    assert in_text_of(many, "Harvard") == in_harvard


def in_text_of(source: Document, style: Style) -> str:
    return in_text(cite(source, "A big one."), style)


@pytest.mark.parametrize(
    ("style", "italic"),
    [
        ("APA", ["Baker or confectioner?"]),
        ("MLA", ["The Guild Post"]),
        ("Harvard", ["Baker or confectioner?"]),
    ],
)
def test_each_style_has_its_own_italics(style: Style, italic: list[str]) -> None:
    parts = bibliography.reference(document(), style)
    assert [part.text for part in parts if part.is_italic] == italic


@pytest.mark.parametrize("style", STYLES)
def test_a_quote_in_any_style_is_verbatim_and_ends_with_its_parenthesis(style: Style) -> None:
    said, listed = quoted(cite(document(), "A big one."), style)
    assert said.startswith("“A big one.” (Miller") and said.endswith(").")
    assert listed == bibliography.reference(document(), style)


@pytest.mark.parametrize("name", ["APA", "mla", "Harvard", "bibtex", "RIS", "csl-json"])
def test_documents_are_listed_in_a_style_or_a_format_capitals_aside(name: str) -> None:
    two = [document(title="B"), document(Author("Adams", "Al"), title="A")]
    told = listed(two, name)
    assert told == listed(two, name.upper()) and "Adams" in told
    if name.upper() in map(str.upper, STYLES):
        assert [line[:6] for line in told.splitlines()] == ["Adams,", "Miller"]


# Sentence case


def titled(title: str, text: str = "") -> Document:
    whole = f"{title}\n\n{text}"
    return Document("a", whole, (Block("paragraph", len(title) + 2, len(whole)),), title=title)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("The Big Ship", "", "The big ship"),
        ("Tugs and NASA", "", "Tugs and NASA"),
        ("A Tug: The Big Ship", "", "A tug: The big ship"),
        ("What Now? The Tug", "", "What now? The tug"),
        ("Tugs – Small Ships", "", "Tugs – Small ships"),
        ("Tug vs. Ferry", "", "Tug vs. ferry"),
        ("The End. A Beginning", "", "The end. A beginning"),
        ("A Tug in Hamburg", "We saw it in Hamburg, and a tug.", "A tug in Hamburg"),
        ("A Tug in Hamburg", "Hamburg is big. In it lies a Tug, a tug.", "A tug in hamburg"),
        ("A Tug and Its McBoat", "", "A tug and its McBoat"),
        ("“The Tug” and I", "", "“The tug” and I"),
        ("Über Große Schiffe", "", "Über große schiffe"),
    ],
)
def test_a_title_in_sentence_case_keeps_names_and_first_words(
    title: str, text: str, expected: str
) -> None:
    assert sentence_case(titled(title, text)) == expected


@given(st.text(), st.text())
def test_sentence_case_changes_nothing_but_the_case_of_first_letters(title: str, text: str) -> None:
    before = " ".join(title.split())
    after = sentence_case(titled(title, text))
    assert len(after) == len(before) or after.casefold() == before.casefold()
    for one, other in zip(before.split(" "), after.split(" "), strict=True):
        assert one == other or one.casefold() == other.casefold()

"""Citations to be copied: each rule of APA 7 that is followed, and quotes that stay the article's
characters.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.knowledge_base import KnowledgeBase
from kb.rendering.bibliography import apa, authors, in_text, plain, reference
from kb.results import Citation, Evidence
from kb.types import Block, Document, Passage, Sentence

TITLE = "Baker or Confectioner?"
TEXT = f'{TITLE}\n\nBoth bake.\n\nTools\n\nA baker says "oven".\nA big one.'


def document(**known: str) -> Document:
    facts = {
        "title": TITLE,
        "publisher": "The Guild Post",
        "author": "Ada Miller",
        "published": "2024-05-06",
    } | known
    lead = TEXT.index("Both bake.")
    blocks = (
        Block("heading", 0, len(TITLE), 1),
        Block("paragraph", lead, lead + len("Both bake.")),
    )
    return Document("guild", TEXT, blocks, **facts)


def cite(source: Document, quote: str, *headings: str) -> Citation:
    start = source.text.index(quote)
    passage = Passage(source, start, start + len(quote), headings)
    sentence = Sentence(source, start, start + len(quote), passage)
    return Citation(1, sentence, Evidence(sentence))


def listed(author: str, publisher: str = "") -> str:
    return " | ".join(map(str, authors(document(author=author, publisher=publisher))))


def test_a_reference_names_author_date_title_publisher_and_address() -> None:
    assert (
        reference(document(title="Bread vs. Cake", url="https://guild.example/bread"))
        == "Miller, A. (2024, May 6). Bread vs. Cake. The Guild Post. https://guild.example/bread"
    )


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"published": ""}, "Miller, A. (n.d.). Baker or Confectioner? The Guild Post."),
        ({"author": ""}, "Baker or Confectioner? (2024, May 6). The Guild Post."),
        ({"title": ""}, "Miller, A. (2024, May 6). [guild]. The Guild Post."),
        ({"title": "", "author": ""}, "[guild]. (2024, May 6). The Guild Post."),
        ({"publisher": ""}, "Miller, A. (2024, May 6). Baker or Confectioner?"),
        ({"author": "the guild post"}, "The Guild Post. (2024, May 6). Baker or Confectioner?"),
        ({"author": "By The Guild Post"}, "The Guild Post. (2024, May 6). Baker or Confectioner?"),
        ({"author": "", "title": "", "publisher": "", "published": ""}, "[guild]. (n.d.)."),
        ({"title": "“Why bake?”"}, "Miller, A. (2024, May 6). “Why bake?” The Guild Post."),
        (
            {"publisher": "Guild Inc."},
            "Miller, A. (2024, May 6). Baker or Confectioner? Guild Inc.",
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
        ("Jane A. Doe", "Doe, J. A."),
        ("Jane A. Doe and John Roe", "Doe, J. A. | Roe, J."),
        ("A B, C D & E F", "B, A. | D, C. | F, E."),
        ("A B, C D, and E F", "B, A. | D, C. | F, E."),
        ("A B; C D", "B, A. | D, C."),
        ("Sandy Anderson", "Anderson, S."),
        ("By Dr. Jane Doe", "Doe, J."),
        ("Jane Doe, PhD, M.Ed., R.N.", "Doe, J."),
        ("Jane Doe, PhD, and Dr. John Roe, M.D.", "Doe, J. | Roe, J."),
        ("Jane Ann Doe PhD", "Doe, J. A."),
        ("Jane Ann McKay", "McKay, J. A."),
        ("JANE ANN DOE", "DOE, J. A."),
        ("Jane Doe, Staff Writer", "Doe, J."),
        ("Jane Doe, University of Breads", "Doe, J."),
        ("Ludwig van Beethoven", "van Beethoven, L."),
        ("Oscar De La Hoya", "De La Hoya, O."),
        ("Van Morrison", "Morrison, V."),
        ("Jeanne d'Arc", "d'Arc, J."),
        ("Martin Luther King Jr.", "King, M. L., Jr."),
        ("Martin Luther King, Jr.", "King, M. L., Jr."),
        ("King, Martin Luther, Jr.", "King, M. L., Jr."),
        ("John Doe III, MD", "Doe, J., III"),
        ("Doe, Jane", "Doe, J."),
        ("Doe, J.R., & Roe, Ann, PhD", "Doe, J. R. | Roe, A."),
        ("Doe, Jane, Roe, Ann", "Doe, J. | Roe, A."),
        ("van Beethoven, Ludwig", "van Beethoven, L."),
        ("García Márquez, Gabriel", "García Márquez, Gabriel"),
        ("García Márquez, G. J.", "García Márquez, G. J."),
        ("J.R.R. Tolkien", "Tolkien, J. R. R."),
        ("Jean-Luc Picard", "Picard, J.-L."),
        ("J.-L. Picard", "Picard, J.-L."),
        ("émile Zola", "Zola, É."),
        ("Лев Толстой", "Толстой, Л."),
        ("Voltaire", "Voltaire"),
        ("Voltaire, Staff Writer", "Voltaire"),
        ("王 小明", "王 小明"),
        ("王, 小明", "王, 小明"),
        ("bell hooks", "bell hooks"),
        ("Guild Editorial Team", "Guild Editorial Team"),
        ("World Health Organization", "World Health Organization"),
        ("Centers for Bread and Cake, Inc.", "Centers for Bread and Cake, Inc."),
        ("Jane Doe, John Roe and the Cake Society", "Doe, J. | Roe, J. | the Cake Society"),
        (" , ; & ", ""),
    ],
)
def test_names_are_turned_and_organisations_stay_whole(author: str, expected: str) -> None:
    assert listed(author) == expected


def test_an_author_who_is_the_publisher_stays_whole() -> None:
    assert (listed("Sugar Press"), listed("sugar  press", "Sugar Press")) == (
        "Press, S.",
        "Sugar Press",
    )


@pytest.mark.parametrize(
    ("size", "names", "short"),
    [
        (2, "Aa, X., & Ba, X.", "Aa & Ba"),
        (3, "Aa, X., Ba, X., & Ca, X.", "Aa et al."),
        (20, ", ".join(f"{c}a, X." for c in "ABCDEFGHIJKLMNOPQRS") + ", & Ta, X.", "Aa et al."),
        (21, ", ".join(f"{c}a, X." for c in "ABCDEFGHIJKLMNOPQRS") + ", . . . Ua, X.", "Aa et al."),
    ],
)
def test_many_authors_are_joined_and_cut(size: int, names: str, short: str) -> None:
    many = document(author=", ".join(f"X {c}a" for c in "ABCDEFGHIJKLMNOPQRSTU"[:size]))
    assert reference(many).startswith(f"{names} (2024, May 6). ")
    assert in_text(cite(many, "A big one.")) == f"({short}, 2024, para. 1)"


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
    two = Document("guild", text, blocks, author="Ada Miller")
    assert (
        in_text(cite(two, "A big one.", headings[1]))
        == "(Miller, n.d., “What the guild asks of a confectioner” section)"
    )


def test_before_the_first_paragraph_only_author_and_year_are_left() -> None:
    assert in_text(cite(document(), TITLE)) == "(Miller, 2024)"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"author": "John Doe Jr."}, "(Doe, 2024, Tools section)"),
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
        "Miller, A. (2024, May 6). Baker or Confectioner? The Guild Post."
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
        "\n\nMiller, A. (2024, May 3). Baker or Confectioner? The Guild Post."
    )
    assert " (n.d.). Sugar Press." in copied["almanac"]


ANY = st.text() | st.text("AaÉß王 .,;&-\n’'\"?0" + "2")
NAMES = st.lists(
    st.sampled_from(
        [
            "Dr.",
            "and",
            "&",
            ",",
            ", ",
            ";",
            "van",
            "De",
            "Jr.",
            "II",
            "PhD",
            "Team",
            "J.R.",
            "-",
            "Jane",
            "doe",
            "Ⓐ",
            "By",
        ]
    )
).map(" ".join)


@given(ANY, ANY, ANY | NAMES, ANY, ANY, ANY, st.lists(ANY, max_size=2), st.text(min_size=1))
def test_any_field_may_hold_any_text_and_the_quote_stays_verbatim(
    title: str,
    publisher: str,
    author: str,
    published: str,
    url: str,
    id_: str,
    headings: list[str],
    quote: str,
) -> None:
    def citation() -> Citation:
        text = f"{title}\n\n{quote}"
        block = Block("paragraph", len(title) + 2, len(text))
        source = Document(id_, text, (block,), title, publisher, author, published, url=url)
        passage = Passage(source, block.start, block.end, tuple(headings))
        return Citation(1, passage, Evidence(Sentence(source, block.start, block.end, passage)))

    one, again = citation(), citation()
    assert apa(one).startswith(f"“{quote}” (") and plain(one).startswith(f"“{quote}” — ")
    assert (apa(one), plain(one), reference(one.span.document)) == (
        apa(again),
        plain(again),
        reference(again.span.document),
    )
    assert all(str(name).strip() for name in authors(one.span.document))
    assert "\n" not in (reference(one.span.document) + in_text(one)).replace(id_, "")

"""Readers: nothing of an article is lost or moved, and the structure that a person sees is
found.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.articles.readers import ENDINGS, markdown, plain, read_article, read_text
from kb.errors import ArticleError
from kb.types import Block

MARKS = "aB1 .:!?•–-*#>|`_=[]()<~+\n\t\u00a0\u2028“’é字🥐"
LINES = st.sampled_from(
    [
        "",
        "   ",
        "A title",
        "Some words. And more!",
        "that go on",
        "• a point",
        "  - deeper: it goes",
        "    and goes on",
        "1. first",
        "2) second",
        "(a) third",
        "# Head #",
        "## Deeper",
        "Set",
        "===",
        "---",
        "> quoted",
        "> - quoted point",
        "```",
        "code = 1",
        "    indented",
        "| a | b |",
        "|---|---|",
        "| 1 | 2 |",
        "[site]: https://example.org 'Site'",
        "<div>",
        "</div>",
        "<!-- note -->",
        "* * *",
        "\u2028",
        "x" * 300,
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=12).map("\n".join),
    st.text(st.sampled_from(MARKS), max_size=60),
    st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=60),
)


def seen(text: str, blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks]


def headings(text: str, blocks: tuple[Block, ...]) -> list[tuple[int, str]]:
    return [
        (block.level, text[block.start : block.end]) for block in blocks if block.kind == "heading"
    ]


def outside(text: str, blocks: tuple[Block, ...]) -> list[str]:
    """The lines of what is in no block, blank ones left out."""
    kept = list(text)
    for block in blocks:
        for at in range(block.start, block.end):
            kept[at] = "\n" if text[at] == "\n" else " "
    return [line.strip() for line in "".join(kept).split("\n") if line.strip()]


def assert_in_order(text: str, blocks: tuple[Block, ...]) -> None:
    end = 0
    for block in blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        assert (block.level > 0) == (block.kind == "heading")
        end = block.end


@given(TEXTS)
def test_outside_the_blocks_of_plain_text_stand_only_list_marks(text: str) -> None:
    blocks = plain.blocks(text)
    assert_in_order(text, blocks)
    assert [
        line
        for line in outside(text, blocks)
        if not re.fullmatch(r"[•\-–*]|\d{1,3}[.)]|\([a-z0-9]\)", line)
    ] == []


@given(TEXTS)
@example("- 1. both\n\n[a]: b\nwords\n")
@example("words\n[a]: b 'c\nd'\n- - x")
@example("1. [a]: b\n2. > [c]: d")
def test_outside_the_blocks_of_markdown_stand_only_marks(text: str) -> None:
    blocks = markdown.blocks(text)
    assert_in_order(text, blocks)
    assert [
        line
        for line in outside(text, blocks)
        if re.search(r"\w", re.sub(r"^[>\s]*\d{1,9}[.)]|_", "", line))
    ] == []


@pytest.mark.parametrize("mark", ["•", "-", "*", "–", "1.", "12)", "(a)", "●"])
def test_list_items_begin_after_their_mark(mark: str) -> None:
    text = f"Tools:\n\n  {mark} a pan\n  {mark} a slab"
    assert seen(text, plain.blocks(text)) == [
        ("paragraph", "Tools:"),
        ("item", "a pan"),
        ("item", "a slab"),
    ]


def test_an_item_goes_on_in_lines_that_are_indented_more_than_its_mark() -> None:
    text = "• a pan\n  of copper\n• a slab\nIt is cold."
    assert seen(text, plain.blocks(text)) == [
        ("item", "a pan\n  of copper"),
        ("item", "a slab"),
        ("paragraph", "It is cold."),
    ]


def test_a_mark_without_a_space_or_words_is_none() -> None:
    text = "-5 degrees is cold.\n\n3.5 litres are much.\n\n•\n\n*bold* words."
    assert {kind for kind, _ in seen(text, plain.blocks(text))} == {"paragraph"}


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = "Bakers rise early\nand bake bread\n\nThey sell it at dawn."
    assert seen(text, plain.blocks(text)) == [
        ("paragraph", "Bakers rise early\nand bake bread"),
        ("paragraph", "They sell it at dawn."),
    ]


def test_a_short_line_alone_without_a_final_mark_is_a_heading() -> None:
    text = "Bakers and others\n\nBread first.\n\nWhat do they bake?\n\nBread."
    assert headings(text, plain.blocks(text)) == [
        (1, "Bakers and others"),
        (2, "What do they bake?"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "It ends as a sentence does.",
        "It leads in:",
        "One, two,",
        "He said “so”",
        "See note (2)",
        "Cut short…",
        "as others found.12",
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "2024 – 2025",
        "* * *",
    ],
)
def test_such_a_line_is_no_heading(line: str) -> None:
    text = f"First words.\n\n{line}\n\nLast words."
    assert headings(text, plain.blocks(text)) == []


def test_the_last_line_heads_nothing() -> None:
    text = "Title\n\nWords.\n\nContact us today"
    assert seen(text, plain.blocks(text))[-1] == ("paragraph", "Contact us today")


def test_markdown_headings_have_the_level_that_their_marks_say() -> None:
    text = "# Trades #\n\nWords.\n\nBakers\n------\n\n### Tools ##\n\n#no heading"
    assert headings(text, markdown.blocks(text)) == [(1, "Trades"), (2, "Bakers"), (3, "Tools")]
    assert ("paragraph", "#no heading") in seen(text, markdown.blocks(text))


def test_markdown_items_quotes_and_tables_are_blocks_of_their_own() -> None:
    text = (
        "- a *pan*\n  of copper\n  1. inner\n\n> quoted\n> on\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert seen(text, markdown.blocks(text)) == [
        ("item", "a *pan*\n  of copper"),
        ("item", "inner"),
        ("paragraph", "quoted\n> on"),
        ("paragraph", "| a | b |"),
        ("paragraph", "| 1 | 2 |"),
    ]


def test_markdown_code_html_and_link_definitions_are_kept() -> None:
    text = (
        "```py\ncode = 1\n```\n\n    indented\n\n<div>\nhtml\n</div>\n\n[site]:"
        " https://example.org\n\nSee [site].\n"
    )
    assert seen(text, markdown.blocks(text)) == [
        ("paragraph", "```py\ncode = 1\n```"),
        ("paragraph", "indented"),
        ("paragraph", "<div>\nhtml\n</div>"),
        ("paragraph", "[site]: https://example.org"),
        ("paragraph", "See [site]."),
    ]


def test_the_ending_chooses_the_reader(tmp_path: Path) -> None:
    for ending in ENDINGS:
        file = tmp_path / f"a{ending.upper()}"
        file.write_text("# Bread\n\nWords.\n", encoding="utf-8")
        _, (first, *_) = read_article(file)
        assert first == (
            Block("heading", 0, 7, 1) if ending == ".txt" else Block("heading", 2, 7, 1)
        )


def test_a_byte_order_mark_and_carriage_returns_are_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("\ufeffTitle\r\n\r\nOne.\rTwo — “ü”.\n".encode())
    assert read_text(file) == "Title\n\nOne.\nTwo — “ü”.\n"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50))
def test_any_text_is_read_with_line_ends_as_its_only_change(text: str) -> None:
    # one folder for all examples: the fixture tmp_path would be shared between them too
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder, "a.txt")
        file.write_bytes(text.encode())
        assert read_text(file) == text.removeprefix("\ufeff").replace("\r\n", "\n").replace(
            "\r", "\n"
        )


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("Bread.\nCrème brûlée.\n".encode("latin-1"))
    with pytest.raises(ArticleError) as error:
        read_article(file)
    assert str(error.value) == f"{file} is not UTF-8 (byte 0xe8 on line 2): save it again as UTF-8"


def test_a_file_with_nul_characters_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"bread\0butter")
    with pytest.raises(ArticleError) as error:
        read_article(file)
    assert (
        str(error.value)
        == f"{file} is not text (it holds NUL characters): save the article's words as UTF-8 text"
    )


def test_a_file_of_another_kind_or_none_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as error:
        read_article(tmp_path / "a.pdf")
    assert (
        str(error.value)
        == f"{tmp_path / 'a.pdf'} is of a kind that kb does not read: save it as one of .txt, .md,"
        " .markdown"
    )
    with pytest.raises(ArticleError) as error:
        read_article(tmp_path / "a.txt")
    assert (
        str(error.value)
        == f"{tmp_path / 'a.txt'} cannot be opened: No such file or directory; check that the file"
        " is there and readable"
    )

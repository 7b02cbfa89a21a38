"""Addresses outlive the index, and a quote whose source was edited says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import ArticleError
from kb.knowledge_base import KnowledgeBase, build
from kb.types import Citation, Document, Span
from kb.verification import CONTEXT, Address, address, address_of, verify

TEXT = "Bakers rise early. They bake bread. Confectioners rise late. They make sweets."
QUOTE = "They bake bread."
BAKERS = Path(__file__).parent / "corpora" / "bakers"

SPANS = st.text(min_size=1, max_size=80).flatmap(
    lambda text: st.tuples(st.just(text), st.integers(0, len(text) - 1)).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.integers(pair[1] + 1, len(pair[0])))
    )
)


def quoted(text: str = TEXT, quote: str = QUOTE) -> Span:
    at = text.index(quote)
    return Span(Document("a", text), at, at + len(quote))


@given(SPANS)
def test_an_address_is_read_back_as_it_was_written_and_finds_its_quote(span: tuple[str, int, int]) -> None:
    text, start, end = span
    written = address_of(Span(Document("a", text), start, end))
    assert Address.parse(str(written)) == written
    assert verify(written, text) == "exact"


@given(SPANS, st.text(min_size=1, max_size=20))
def test_a_quote_pushed_along_by_new_text_has_moved_or_stands_there_again(span: tuple[str, int, int], new: str) -> None:
    text, start, end = span
    assert verify(address_of(Span(Document("a", text), start, end)), new + text) in ("moved", "exact")


@given(SPANS, st.text(max_size=80))
def test_exact_and_moved_are_said_of_texts_with_the_quote_and_of_no_others(span: tuple[str, int, int], other: str) -> None:
    text, start, end = span
    verdict = verify(address_of(Span(Document("a", text), start, end)), other)
    assert (verdict in ("exact", "moved")) == (text[start:end] in other)


def test_an_address_holds_digest_positions_and_what_stands_around() -> None:
    span = quoted()
    found = address_of(span)
    assert (found.document, found.start, found.end) == (span.document.digest, 19, 35)
    assert found.before == "Bakers rise early. "
    assert found.after == TEXT[35 : 35 + CONTEXT]
    assert " " not in address(span)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (TEXT, "exact"),
        (TEXT.replace("sweets", "chocolates"), "exact"),
        ("News. " + TEXT, "moved"),
        ("Confectioners rise late. " + QUOTE, "moved"),
        (TEXT.replace("bake bread", "bake rolls and buns"), "changed"),
        (TEXT.replace(QUOTE, ""), "changed"),
        (TEXT.replace("They bake bread. Confectioners", "They bake bread! Confectioners"), "changed"),
        ("Bakers rise early. The end.", "gone"),
        ("Nothing of it.", "gone"),
        ("", "gone"),
    ],
)
def test_what_became_of_a_quote(text: str, verdict: str) -> None:
    assert verify(address_of(quoted()), text) == verdict


def test_a_whole_document_as_quote_is_exact_or_gone() -> None:
    whole = address_of(Span(Document("a", TEXT), 0, len(TEXT)))
    assert verify(whole, TEXT) == "exact"
    assert verify(whole, TEXT[:-1]) == "gone"


@pytest.mark.parametrize("text", ["", "abc", "a:b:c", "a:1-2:b", "a:1-x:b|c|d", "a:1-2:b|c|d:e"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no citation's address: expected digest:start-end:before"):
        Address.parse(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAKERS, tmp_path / "corpus"))


@pytest.fixture
def citation(folder: Path) -> Citation:
    base = build(folder, model="hash-256")
    return next(c for c in base.ask("Do bakers need a licence?").citations if c.source == "guild")


def test_a_citation_reopens_its_file(folder: Path, citation: Citation) -> None:
    file = folder / "guild.txt"
    text = file.read_text(encoding="utf-8")
    assert citation.verify() == "exact"
    file.write_text("New first line.\n\n" + text, encoding="utf-8")
    assert citation.verify() == "moved"
    file.write_text(text.replace(citation.text, "It is otherwise now."), encoding="utf-8")
    assert citation.verify() == "changed"
    file.write_text("Another article.\n", encoding="utf-8")
    assert citation.verify() == "gone"


def test_line_ends_and_a_byte_order_mark_change_no_quote(folder: Path, citation: Citation) -> None:
    file = folder / "guild.txt"
    text = file.read_text(encoding="utf-8")
    file.write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    assert citation.verify() == "exact"


def test_a_citation_whose_file_is_away_says_so(folder: Path, citation: Citation) -> None:
    (folder / "guild.txt").unlink()
    with pytest.raises(ArticleError, match=r"guild\.txt cannot be opened: No such file or directory; check that"):
        citation.verify()


def test_an_address_outlives_the_index_it_came_from(folder: Path, citation: Citation) -> None:
    kept = citation.address
    corpus = folder / "corpus.toml"
    corpus.write_text(corpus.read_text(encoding="utf-8").replace('cues = ["tools"', 'cues = ["whisk"'), encoding="utf-8")
    again = build(folder, model="hash-64")
    assert citation.span.document.digest == again.corpus.document("guild").digest
    assert verify(Address.parse(kept), again.corpus.document("guild").text) == "exact"


def test_the_addresses_of_an_answer_are_all_different(bakers: KnowledgeBase) -> None:
    found = [citation.address for citation in bakers.ask("How are bakers and confectioners trained?").citations]
    assert len(found) == len(set(found)) > 3

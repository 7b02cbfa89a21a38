"""Addresses outlive the index, and a quote whose source was edited says so."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb.articles.addresses import EVERY_PLACE, LONGEST, locate, verify
from kb.articles.loading import load_corpus
from kb.articles.passages import passages_of
from kb.articles.sentences import sentences_of
from kb.errors import AddressError, ArticleError, KBError
from kb.knowledge_base import KnowledgeBase, build
from kb.results import Citation
from kb.types import CONTEXT, Address, Document, Located, Span, address_of

TEXT = "Bakers rise early. They bake bread. Confectioners rise late. They make sweets."
QUOTE = "They bake bread."
BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"
ARTICLES = Path(__file__).parents[2] / "corpus"
DIGEST = "0" * 64
SECONDS = 1.0  # of the processor; measured 0.13 on 100,000 characters, with room for a slow machine

SPANS = st.text(min_size=1, max_size=80).flatmap(
    lambda text: st.tuples(st.just(text), st.integers(0, len(text) - 1)).flatmap(
        lambda pair: st.tuples(
            st.just(pair[0]), st.just(pair[1]), st.integers(pair[1] + 1, len(pair[0]))
        )
    )
)


# An article of sentences that are all different, and which of them is quoted.
ARTICLE = st.lists(st.text("abcäé,;", min_size=1, max_size=30), min_size=1, max_size=12).flatmap(
    lambda words: st.tuples(
        st.just([f"Sentence {number} has {word}." for number, word in enumerate(words)]),
        st.integers(0, len(words) - 1),
    )
)


def quoted(text: str = TEXT, quote: str = QUOTE) -> Span:
    at = text.index(quote)
    return Span(Document("a", text), at, at + len(quote))


@given(SPANS)
@example(("aaa", 1, 3))
def test_an_address_is_read_back_as_it_was_written_and_finds_its_quote(
    span: tuple[str, int, int],
) -> None:
    text, start, end = span
    written = address_of(Span(Document("a", text), start, end))
    assert Address.parse(str(written)) == written
    assert verify(written, text) == "exact"


@given(SPANS, st.text(min_size=1, max_size=20))
def test_a_quote_pushed_along_by_new_text_has_moved_or_stands_there_again(
    span: tuple[str, int, int], new: str
) -> None:
    text, start, end = span
    assert verify(address_of(Span(Document("a", text), start, end)), new + text) in (
        "moved",
        "exact",
    )


@given(SPANS, st.text(max_size=80))
def test_exact_and_moved_are_said_of_texts_with_the_quote_and_of_no_others(
    span: tuple[str, int, int], other: str
) -> None:
    text, start, end = span
    verdict = verify(address_of(Span(Document("a", text), start, end)), other)
    assert (verdict in ("exact", "moved")) == (text[start:end] in other)


def test_an_address_holds_digest_positions_and_what_stands_around() -> None:
    span = quoted()
    found = address_of(span)
    assert (found.document, found.start, found.end) == (span.document.digest, 19, 35)
    assert found.before == "Bakers rise early. "
    assert found.after == TEXT[35 : 35 + CONTEXT]
    assert " " not in span.address


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (TEXT, "exact"),
        (TEXT.replace("sweets", "chocolates"), "exact"),
        ("News. " + TEXT, "moved"),
        ("Confectioners rise late. " + QUOTE, "moved"),
        (TEXT.replace("bake bread", "bake rolls and buns"), "changed"),
        (TEXT.replace(QUOTE, ""), "changed"),
        (
            TEXT.replace("They bake bread. Confectioners", "They bake bread! Confectioners"),
            "changed",
        ),
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


def nth(sentences: list[str], number: int) -> Span:
    """The sentence as a quote in the article that they make."""
    start = sum(len(sentence) + 1 for sentence in sentences[:number])
    return Span(Document("a", " ".join(sentences)), start, start + len(sentences[number]))


def forged(
    quote: str = "0" * 16,
    start: int = 5,
    size: int = 150,
    before: str = "Nowhere, ",
    after: str = " nor this",
) -> Address:
    return Address(DIGEST, start, start + size, quote, before, after)


@given(ARTICLE)
def test_an_address_leads_to_its_quote_in_an_article_that_nobody_edited(
    article: tuple[list[str], int],
) -> None:
    span = nth(*article)
    others = [
        Document("other", "Nothing of it."),
        Document("copy", f"{span.text} Again."),
        span.document,
    ]
    assert locate(span.address, others) == Located("exact", span, span.document)


@given(ARTICLE, st.text("xyz", min_size=1, max_size=90))
def test_an_address_leads_to_its_quote_behind_new_text(
    article: tuple[list[str], int], new: str
) -> None:
    span = nth(*article)
    edited = Document("a", f"{new}. {span.document.text}")
    shifted = Span(edited, span.start + len(new) + 2, span.end + len(new) + 2)
    assert locate(span.address, [edited]) == Located("moved", shifted, edited)
    assert shifted.text == span.text


@given(ARTICLE, st.text("xyz", min_size=1, max_size=90))
def test_an_address_leads_to_what_took_its_quotes_place(
    article: tuple[list[str], int], new: str
) -> None:
    sentences, number = article
    span = nth(sentences, number)
    edited = nth([*sentences[:number], new, *sentences[number + 1 :]], number)
    state = (
        "changed" if len(sentences) > 1 else "gone"
    )  # a quote that was its whole article had nothing around it
    found = locate(span.address, [edited.document])
    assert (found.state, found.span) == (state, edited if state == "changed" else None)


@given(ARTICLE)
def test_an_address_leads_nowhere_once_its_quote_and_what_stood_around_are_gone(
    article: tuple[list[str], int],
) -> None:
    span = nth(*article)
    text = span.document.text
    left = text[: max(0, span.start - CONTEXT)] + text[span.end + CONTEXT :]
    assert locate(span.address, [Document("a", left)]) == Located("gone", None, None)


@given(SPANS, st.lists(st.text(max_size=80), max_size=3))
def test_what_locate_says_of_one_text_is_what_verify_says(
    span: tuple[str, int, int], others: list[str]
) -> None:
    text, start, end = span
    kept = address_of(Span(Document("a", text), start, end))
    for other in (*others, "".join(others) + text, text[start:]):
        found = locate(str(kept), [Document("b", other)])
        assert found.state == verify(kept, other)
        assert (found.state in ("exact", "moved")) == (
            found.span is not None and found.span.text == text[start:end]
        )


def test_the_article_that_the_address_names_comes_first() -> None:
    span = quoted()
    copies = [
        Document("copy", TEXT + " And more."),
        Document("moved", "News. " + TEXT),
        span.document,
    ]
    found = locate(span.address, copies)
    assert (found.state, found.document) == ("exact", span.document)


@pytest.mark.parametrize(
    ("texts", "state", "leads_to"),
    [
        (["Nothing.", "News. " + TEXT, "New.\n" + TEXT], "exact", 2),
        (["News. Old.\n" + TEXT, f"{QUOTE:>40}"], "exact", 1),
        (["Nothing.", TEXT.replace("bake bread", "bake rolls"), "News. " + TEXT], "moved", 2),
        (["Nothing.", TEXT.replace("bake bread", "bake rolls"), QUOTE], "moved", 2),
        (["Nothing.", "Old.\n" + TEXT.replace("bake bread", "bake rolls"), "Bakers"], "changed", 1),
        ([QUOTE, "News. " + TEXT, TEXT[1:]], "moved", 1),
        (["Bakers " + QUOTE, "They rise. " + QUOTE], "moved", 0),
        (["Nothing.", ""], "gone", None),
        ([], "gone", None),
    ],
)
def test_of_several_edited_articles_the_best_state_wins_then_the_surroundings(
    texts: list[str], state: str, leads_to: int | None
) -> None:
    written = quoted("Old.\n" + TEXT).address
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    found = locate(written, documents)
    assert (found.state, found.document) == (
        state,
        None if leads_to is None else documents[leads_to],
    )
    if found.span and state != "changed":
        assert found.span.text == QUOTE


def test_of_equal_words_those_between_the_old_surroundings_are_the_ones_that_moved() -> None:
    text = "Do they rise early? Yes. Do they bake? Yes. Do they sleep? Yes."
    for start in (20, 39, 59):
        span = Span(Document("a", text), start, start + 4)
        assert span.text == "Yes."
        edited = Document("a", "Yes. Yes. " + text)
        assert locate(span.address, [edited]).span == Span(edited, start + 10, start + 14)


def test_words_that_stand_at_their_place_are_exact_whatever_stands_around_them() -> None:
    edited = Document("a", f"{QUOTE:>35} {TEXT}")
    assert locate(quoted().address, [edited]) == Located("exact", Span(edited, 19, 35), edited)


def test_of_equal_words_with_nothing_around_them_left_the_nearest_to_the_old_place_is_meant() -> (
    None
):
    span = Span(Document("a", f"{'Before. ':>30}Yes.{' After.':<30}"), 30, 34)
    edited = Document("a", f"Yes. {'':25}-Yes.{'':25}-Yes.")
    assert locate(span.address, [edited]) == Located("moved", Span(edited, 31, 35), edited)


def test_of_equal_surroundings_the_nearest_to_the_old_place_are_meant() -> None:
    text = "The licences that bakers need\n\nThere is one.\n\nWhat such licences cost now\n\n"
    span = Span(Document("a", text * 3), len(text) + 31, len(text) + 44)
    edited = Document("a", text.replace("is one", "is fee") * 3)
    assert span.text == "There is one."
    assert locate(span.address, [edited]) == Located(
        "changed", Span(edited, span.start, span.end), edited
    )


@pytest.mark.parametrize(
    ("between", "state"), [(4 * 16 + 200 - 2, "changed"), (4 * 16 + 200 - 1, "gone")]
)
def test_surroundings_far_apart_have_met_by_chance(between: int, state: str) -> None:
    edited = Document("a", TEXT.replace(QUOTE, "x" * between))
    assert (
        locate(quoted().address, [edited]).state
        == verify(address_of(quoted()), edited.text)
        == state
    )


def test_a_quote_that_was_only_taken_out_has_changed_into_nothing() -> None:
    edited = Document("a", TEXT.replace(QUOTE, ""))
    assert locate(quoted().address, [edited]) == Located("changed", None, edited)


def test_a_link_with_other_words_than_its_article_is_never_exact() -> None:
    span = quoted()
    right = address_of(span)
    wrong = str(right).replace(right.quote, "0123456789abcdef")
    assert locate(wrong, [span.document]) == Located("changed", span, span.document)
    nowhere = Address(right.document, 19, 35, "0123456789abcdef", "Nowhere", "Nothing")
    assert locate(str(nowhere), [span.document]) == Located("gone", None, span.document)


def test_a_link_with_other_positions_than_its_quotes_is_never_exact() -> None:
    span = quoted()
    assert locate(span.address.replace(":19-35:", ":20-36:"), [span.document]) == Located(
        "moved", span, span.document
    )
    assert locate(span.address.replace(":19-35:", ":19-36:"), [span.document]).state == "changed"


def test_a_link_that_ends_behind_its_article_is_never_exact() -> None:
    last = quoted(quote="They make sweets.")
    assert locate(last.address, [last.document]).state == "exact"
    altered = last.address.replace(f"-{last.end}:", "-9999999999:")
    assert locate(altered, [last.document]) == Located("changed", last, last.document)


def test_a_link_with_other_surroundings_still_leads_to_its_words() -> None:
    span = quoted()
    right = address_of(span)
    altered = Address(right.document, right.start, right.end, right.quote, "Elsewhere ", "")
    assert locate(str(altered), [span.document]) == Located("exact", span, span.document)


@given(SPANS)
@example(("\ud800 50%25 a|b:c\n\0\udfff", 7, 8))
def test_an_address_that_a_browser_has_decoded_is_still_read(span: tuple[str, int, int]) -> None:
    text, start, end = span
    whole = Document("a", text)
    written = Span(whole, start, end).address
    assert Address.parse(written) == address_of(Span(whole, start, end))
    if "%" not in text:
        assert Address.parse(unquote(written, errors="surrogatepass")) == Address.parse(written)


@pytest.mark.parametrize("size", [EVERY_PLACE, EVERY_PLACE + 1, 1500, LONGEST])
@pytest.mark.parametrize("marks", ["{}", "{}.", "“{}”"])
@pytest.mark.parametrize("between", ["{}", "Now: {} So.", "他说。{}「他」", "_{}_", "(early){}–"])
def test_long_quotes_are_found_wherever_whole_words_stand(
    size: int, marks: str, between: str
) -> None:
    words = marks.format(("Bakers bake bread, " * size)[: size + 1 - len(marks)] + "s")
    kept = address_of(Span(Document("a", words), 0, len(words)))
    assert (
        verify(forged(kept.quote, start=40, size=kept.size), f"{between.format(words)} The end.")
        == "moved"
    )


@pytest.mark.parametrize("between", ["早{}他", "x{}x"])
def test_quotes_up_to_a_length_and_longer_ones_with_marks_are_found_inside_words(
    between: str,
) -> None:
    for words in (
        "They bake",
        "Bakers " * (EVERY_PLACE // 7) + "bake",
        f"“{'They bake bread. ' * 50}”",
    ):
        kept = address_of(Span(Document("a", words), 0, len(words)))
        assert (
            verify(
                forged(kept.quote, start=40, size=kept.size), f"{between.format(words)} The end."
            )
            == "moved"
        )


@pytest.mark.parametrize("size", [40, 1000, 20_000])
def test_words_of_another_length_than_the_address_says_are_not_its_quote(size: int) -> None:
    last = quoted(f"{TEXT} " * 300 + "The end.", "The end.")
    altered = forged(address_of(last).quote, size=size)
    assert locate(str(altered), [last.document]) == Located("gone", None, None)


def test_the_longest_quotes_are_found_beside_what_surrounded_them() -> None:
    words = "They bake. " * 1000
    span = quoted(f"Here it begins: {words}And ends.", words)
    assert span.end - span.start > LONGEST
    assert verify(address_of(span), f"News. Here it begins: {words}It ends.") == "moved"
    assert verify(address_of(span), f"News. It begins so: {words}And ends.") == "moved"


@pytest.mark.parametrize("folder", [BAKERS, ARTICLES], ids=lambda folder: folder.name)
def test_every_sentence_and_passage_of_an_article_is_found_after_an_edit(folder: Path) -> None:
    documents = load_corpus(folder).documents
    for document in documents:
        edited = [
            Document("a", f"New.\n\n{document.text}"),
            *(other for other in documents if other != document),
        ]
        for passage in passages_of(document):
            alone = Document("b", f"– {passage.text} –")
            assert locate(passage.address, [alone]).state in ("moved", "exact")
            for span in (passage, *sentences_of(passage)):
                assert locate(span.address, documents).span == Span(document, span.start, span.end)
                assert locate(span.address, edited).span == Span(
                    edited[0], span.start + 6, span.end + 6
                )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "a:b:c",
        "a:1-2:b",
        "a:1-x:b|c|d",
        "a:1-2:b|c|d:e",
        f"{DIGEST}:1-2:b|{'0' * 15}|d",
        f"{DIGEST[1:]}:1-2:b|{'0' * 16}|d",
        f"{DIGEST}:2-2:b|{'0' * 16}|d",
        f"{DIGEST}:3-2:b|{'0' * 16}|d",
        f"{DIGEST}:-3-2:b|{'0' * 16}|d",
        f"{DIGEST}:1-{'9' * 5000}:b|{'0' * 16}|d",
        f"{DIGEST}:{'9' * 5000}-2:b|{'0' * 16}|d",
        f"{DIGEST}:٣-4:b|{'0' * 16}|d",
        f"{DIGEST}:1-²:b|{'0' * 16}|d",
        f"{DIGEST}:1-٣:b|{'0' * 16}|d",
        f"{DIGEST}:1-2:%ff|{'0' * 16}|d",
        f" {DIGEST}:1-2:b|{'0' * 16}|d",
        "\ud800\0" * 50_000,
        "|" * 100_000,
        ":" * 100_000,
    ],
    ids=lambda text: ascii(text[60:90]),
)
def test_what_is_no_address_is_refused(text: str) -> None:
    for read in (Address.parse, lambda given: locate(given, [])):
        with pytest.raises(
            AddressError,
            match=(
                r"is no citation's address: expected digest:start-end:before\|digest\|after; copy"
            ),
        ):
            read(text)


def test_the_refusal_repeats_the_beginning_of_what_was_given() -> None:
    with pytest.raises(AddressError, match=r"^'abc' is no citation's address"):
        Address.parse("abc")
    with pytest.raises(AddressError, match=rf"^'{'x' * 60}…' is no citation's address"):
        Address.parse("x" * 100_000)


def test_a_refused_address_is_kbs_error_and_a_value_error() -> None:
    assert issubclass(AddressError, KBError)
    assert issubclass(AddressError, ValueError)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_no_address_can_be_made_with_positions_that_no_quote_has(start: int, end: int) -> None:
    with pytest.raises(AddressError, match="is no citation's address"):
        Address(DIGEST, start, end, "0" * 16, "\ud800", "")


HOSTILE = st.one_of(
    st.text(),
    st.text(st.characters(codec=None)),  # surrogates too
    st.builds(
        "{}:{}-{}:{}|{}|{}".format,
        st.sampled_from([DIGEST, quoted().document.digest, "x"]),
        st.integers(-1, 10**11),
        st.integers(-1, 10**11),
        st.text(st.characters(codec=None), max_size=9),
        st.sampled_from(["0" * 16, address_of(quoted()).quote, ""]),
        st.sampled_from(["", " ", "%", "%ff", "%00", "e", "|", ":", "%ED%A0%80"]),
    ),
)


@given(HOSTILE)
def test_any_string_is_refused_or_leads_somewhere(given: str) -> None:
    documents = [quoted().document, Document("b", QUOTE), Document("c", "")]
    try:
        found = locate(given, documents)
    except AddressError:
        return
    assert found.state in ("exact", "moved", "changed", "gone")
    if found.state in ("exact", "moved"):
        assert found.span is not None
        assert found.span.text == QUOTE


@pytest.mark.parametrize(
    "around", [("Nowhere, ", " nor this"), ("e", "e"), ("e", "%"), (" ", "a"), ("e" * 90_000, "")]
)
@pytest.mark.parametrize(
    "size", [1, 150, EVERY_PLACE, EVERY_PLACE + 1, 1500, LONGEST, 50_000, 10**9]
)
def test_an_address_that_matches_nothing_is_refused_a_long_search(
    size: int, around: tuple[str, str]
) -> None:
    article = f"{TEXT} " * (100_000 // len(TEXT))
    written = forged(size=size, before=around[0], after=around[1])
    begin = time.process_time()
    assert locate(str(written), [Document("a", article)]).state in ("changed", "gone")
    assert time.process_time() - begin < SECONDS


def test_a_forged_quote_as_long_as_half_a_book_is_not_looked_for_at_every_space() -> None:
    book = Document("a", "They bake. " * 25_000)
    begin = time.process_time()
    assert (
        locate(str(forged(size=len(book.text) // 2, before=" ", after=" ")), [book]).state == "gone"
    )
    assert time.process_time() - begin < SECONDS


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
    with pytest.raises(
        ArticleError, match=r"guild\.txt cannot be opened: No such file or directory; check that"
    ):
        citation.verify()


def test_an_address_outlives_the_index_it_came_from(folder: Path, citation: Citation) -> None:
    kept = citation.address
    corpus = folder / "corpus.toml"
    corpus.write_text(
        corpus.read_text(encoding="utf-8").replace('cues = ["tools"', 'cues = ["whisk"'),
        encoding="utf-8",
    )
    again = build(folder, model="hash-64")
    assert citation.span.document.digest == again.corpus.document("guild").digest
    assert verify(Address.parse(kept), again.corpus.document("guild").text) == "exact"


def test_the_addresses_of_an_answer_are_all_different(bakers: KnowledgeBase) -> None:
    found = [
        citation.address
        for citation in bakers.ask("How are bakers and confectioners trained?").citations
    ]
    assert len(found) == len(set(found)) > 3


# Made by kb 0.1.0 on the bakers' articles, with what they led to.
OF_0_1_0 = json.loads((Path(__file__).with_name("addresses_0_1_0.json")).read_text("utf-8"))


@pytest.mark.parametrize("made", OF_0_1_0, ids=lambda made: made["text"][:20])
def test_addresses_that_0_1_0_made_are_still_located(made: dict[str, Any]) -> None:
    corpus = load_corpus(BAKERS)
    located = locate(made["address"], corpus.documents)
    assert located.state == "exact" and located.span and located.document
    place = (located.document.id, located.span.start, located.span.end)
    assert place == (made["source"], made["start"], made["end"])
    assert located.span.text == made["text"] and located.span.address == made["address"]

"""Where quotes stand, in counted characters."""

from __future__ import annotations

import pytest

from kb.errors import KBError
from kb.evaluation.places import Counted, is_read, places_of_citation, places_of_quote, read
from kb.types import Document

TEXTS = [
    Counted(Document("a", "• Bread — “daily”.\n  Cake.")),
    Counted(Document("b", "Cake. Bread.")),
]


def at(source: str, *range_: int) -> frozenset[tuple[str, int]]:
    return frozenset((source, place) for place in range(*range_))


def test_a_quote_is_found_in_its_own_source_first() -> None:
    assert places_of_quote("b", "Cake.", TEXTS) == at("b", 5)
    assert places_of_quote("a", "Cake.", TEXTS) == at("a", 13, 18)
    assert places_of_quote("elsewhere", "Cake.", TEXTS) == at("a", 13, 18)


def test_only_a_citation_may_stand_nowhere_and_each_such_one_stands_apart() -> None:
    with pytest.raises(KBError, match=r"^no article holds the quote “Rolls\.”: "):
        places_of_quote("a", "Rolls.", TEXTS)
    first, second = (places_of_citation(number, "a", "Rolls.", TEXTS) for number in (0, 1))
    assert len(first) == len(second) == 6 and not first & second


def test_positions_of_the_text_are_turned_into_counted_ones() -> None:
    text = "• Bread — “daily”.\n  Cake."
    for words in ("Bread", "“daily”.", "Cake.", "Bread — “daily”.\n  Cake."):
        start = text.index(words)
        assert TEXTS[0].span(start, start + len(words)) == places_of_quote("a", words, TEXTS)
    assert TEXTS[0].span(0, len(text)) == at("a", 18)


def test_a_reader_stops_once_the_budget_is_spent() -> None:
    assert read([at("a", 10, 14), at("a", 12, 20)], 6) == (at("a", 10, 14) | at("a", 12, 14), 6)
    assert read([at("a", 3)], 0) == (frozenset(), 0)


def test_half_is_enough() -> None:
    assert is_read(at("a", 4), at("a", 2, 9)) and not is_read(at("a", 5), at("a", 3, 9))

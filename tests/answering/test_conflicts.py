"""In what a claim and a sentence contradict each other."""

from __future__ import annotations

import pytest

from kb.answering.conflicts import amount, conflicts, is_unbounded, numbers
from kb.language import ENGLISH


@pytest.mark.parametrize(
    ("claim", "sentence", "expected"),
    [
        ("Tugs carry cars", "Tugs carry cars", []),
        ("Tugs never carry cars", "Tugs carry cars", ["denied"]),
        ("Tugs carry cars", "Tugs do not carry cars", ["denied"]),
        ("Tugs don't carry cars", "No tug carries cars", []),
        ("Tugs hardly ever carry cars", "Tugs carry cars", ["denied"]),
        ("Neither ship carries cars nor people", "No ship carries cars", []),
        ("Tugs not only pull", "Tugs pull", []),
        ("All tugs pull", "Many tugs pull", ["extent"]),
        ("Some tugs pull", "All tugs pull", []),
        ("Tugs must have a winch", "Tugs may have a winch", ["extent"]),
        ("Many tugs are red", "Only a few tugs are red", ["extent"]),
        ("Tugs are small", "Tugs are huge", ["denied"]),
        ("Tugs only push", "Tugs push", ["only"]),
    ],
)
def test_a_contradiction_is_one_of_a_few_patterns(
    claim: str, sentence: str, expected: list[str]
) -> None:
    assert conflicts(claim, sentence, ENGLISH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 knots in 2022", {"18", "2022"}),
        ("1,500 tonnes and 2.5 metres", {"1500", "2.5"}),
        ("two of five, and one more", {"2", "5"}),
        ("none at all", set()),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, expected: set[str]) -> None:
    assert numbers(text, ENGLISH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("All ships", 4), ("most ships", 3), ("many", 2), ("may", 1), ("rarely", 0), ("ships", None)],
)
def test_how_much_a_text_says(text: str, expected: int | None) -> None:
    assert amount(text, ENGLISH) == expected


@pytest.mark.parametrize(
    ("claim", "sentence", "expected"),
    [
        ("Every tug has a winch", "Tugs have a winch", True),
        ("Any tug pulls ships", "A tug pulls ships", True),
        ("Every tug has a winch", "Most tugs have a winch", False),  # a contradiction
        ("Every tug has a winch", "All tugs have a winch", False),
        ("Tugs have a winch", "Tugs have a winch", False),
        ("Tugs carry all kinds of ropes", "Tugs carry ropes", False),
        ("Tugs do not need any winch", "Tugs need no winch", False),
        ("Tugs help each other", "Tugs help one another", False),
    ],
)
def test_a_claim_on_all_is_not_borne_out_by_a_sentence_that_names_no_amount(
    claim: str, sentence: str, expected: bool
) -> None:
    assert is_unbounded(claim, sentence, ENGLISH) == expected

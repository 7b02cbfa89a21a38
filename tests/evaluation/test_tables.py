"""Tables in plain text."""

from __future__ import annotations

from kb.evaluation.tables import table


def test_columns_stand_below_each_other_and_no_line_ends_in_white_space() -> None:
    rows = [
        ("measure", "n", "one way", "other way"),
        ("recall", "12/13", "0.500", "-"),
        ("sum", "3"),
    ]
    assert table(rows) == [
        "measure                        n   one way               other way",
        "recall                     12/13   0.500                 -",
        "sum                            3",
    ]


def test_what_is_too_long_for_its_column_is_told_in_full() -> None:
    (line,) = table([("a name that is longer than its column", "1", "x" * 30, "y")])
    assert line == f"a name that is longer than its column       1   {'x' * 30}   y"

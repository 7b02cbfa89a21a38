"""Words that an article or a list does not hold: what an error says is closest to them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

SHOWN = 100  # characters of an article that an error message quotes


def did_you_mean(given: str, allowed: Iterable[str]) -> str:
    """' (did you mean "…"?)' for the closest of the allowed words, "" if none is close."""
    close = difflib.get_close_matches(given.lower(), list(allowed), n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""


def closest(line: str, texts: Sequence[str]) -> str:
    """The beginning of the text most like the line; a text that holds the line goes before all
    others.
    """

    def likeness(text: str) -> tuple[bool, float]:
        # Cut to the line's own size: the comparison takes quadratic time, and a long text would
        # never look alike.
        start = text[: len(line) + SHOWN]
        return line in text, difflib.SequenceMatcher(None, line, start).ratio()

    return shortened(max(texts, key=likeness, default=""))


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def squeezed(text: str) -> str:
    """The text, every run of white space as one space."""
    return " ".join(text.split())

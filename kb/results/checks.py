"""What checking a text gives: each of its sentences with what the sources say of it, and each of
its quotes with whether it stands in them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kb.results.answers import Origin
from kb.results.evidence import Citation
from kb.results.reasons import ClaimState, Reason
from kb.types import Span, versioned

if TYPE_CHECKING:
    from collections.abc import Iterator

# Whether the words stand in the sources: as they are; but in another than is named beside them; in
# part, the span being what does; nowhere.
QuoteState = Literal["exact", "moved", "changed", "not found"]


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """Words in quotation marks at `start:end` of the text; `span` is where they stand, or what
    stands in their place; None where nothing does.
    """

    text: str
    start: int
    end: int
    state: QuoteState
    span: Span | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "state": self.state,
            "source": self.span.document.id if self.span else None,
            "address": self.span.address if self.span else None,
            "reads": self.span.text if self.span else None,
        }


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence at `start:end` of the text.

    `citations` are its evidence, what decides first: a sentence that states it, or that says
    otherwise; where it is not stated the nearest, which is no evidence. `reason` is why it is not
    stated; None for "stated". `support` is how probable it is that the first sentence states the
    claim, the rules on contradiction apart: 0..1, None where no claim was read.
    """

    text: str
    start: int
    end: int
    state: ClaimState
    reason: Reason | None = None
    citations: tuple[Citation, ...] = ()
    quotes: tuple[CheckedQuote, ...] = ()
    support: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return versioned(self.plain())

    def plain(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "state": self.state,
            "reason": self.reason.plain() if self.reason else None,
            "support": self.support,
            "citations": [citation.plain() for citation in self.citations],
            "quotes": [quote.plain() for quote in self.quotes],
        }


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text checked against the sources, sentence by sentence in its order. Positions are 0-based
    code points of `text`, end exclusive.
    """

    text: str
    sentences: tuple[CheckedSentence, ...]
    origin: Origin

    @property
    def counts(self) -> dict[ClaimState, int]:
        """How many sentences have each state; a state that none has is left out."""
        return dict(Counter(sentence.state for sentence in self.sentences))

    @property
    def quotes(self) -> Iterator[CheckedQuote]:
        """Every quote of the text, in its order."""
        return (quote for sentence in self.sentences for quote in sentence.quotes)

    @property
    def is_stated(self) -> bool:
        """Whether the sources state every sentence, and hold every quote as it is."""
        are_stated = all(sentence.state == "stated" for sentence in self.sentences)
        return are_stated and all(quote.state == "exact" for quote in self.quotes)

    def to_text(self) -> str:
        """For a terminal."""
        from kb.rendering.checks import checked_to_text

        return checked_to_text(self)

    def to_markdown(self) -> str:
        from kb.rendering.checks import checked_to_markdown

        return checked_to_markdown(self)

    def to_dict(self) -> dict[str, Any]:
        return versioned(
            {
                "sentences": [sentence.plain() for sentence in self.sentences],
                "counts": self.counts,
                "origin": self.origin.plain(),
            }
        )

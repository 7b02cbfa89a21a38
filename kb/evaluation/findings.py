"""What a check of a corpus finds, as values, and the few ways in which findings quote a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kb.index.build import Index
from kb.types import Block, Document

Kind = Literal[
    "subject never named",
    "facet without evidence",
    "advertising",
    "quote of a part",
    "unlisted article",
    "source",
    "possible navigation",
    "unused name",
    "gap",
    "unused cue",
    "question cue",
    "example question",
    "about nobody",
]
# Answers suffer: a side is never found, a row stays empty, an advert is searched, a quote is cut.
WRONG: tuple[Kind, ...] = (
    "subject never named",
    "facet without evidence",
    "advertising",
    "quote of a part",
)

SHOWN = 60  # characters of a quoted line
FEW = 4  # lines quoted as examples


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `where` is a file and line if one can be told; `message` says what is
    there and what to do.
    """

    kind: Kind
    where: str
    message: str

    @property
    def is_wrong(self) -> bool:
        """Whether answers suffer from it."""
        return self.kind in WRONG

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"is_wrong": self.is_wrong}


def file_of(index: Index, document: Document) -> str:
    """The article's file in the corpus folder."""
    return str(index.corpus.folder / Path(document.path).name)


def line_of(index: Index, document: Document, block: Block) -> str:
    """The file and line where the block begins."""
    line = document.text.count("\n", 0, block.start) + 1
    return f"{file_of(index, document)}, line {line}"


def few(texts: Sequence[str]) -> str:
    """The first of them, cut short, and how many more there are."""
    more = f" and {len(texts) - FEW} more" if len(texts) > FEW else ""
    return ", ".join(map(cut, texts[:FEW])) + more


def listed(phrases: Sequence[str]) -> str:
    """All of them, each in quote marks."""
    return ", ".join(f'"{phrase}"' for phrase in phrases)


def cut(text: str) -> str:
    """The text in quote marks, on one line and cut short."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= SHOWN else f'"{line[:SHOWN]}…"'

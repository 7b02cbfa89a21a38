"""Articles in, text and blocks out: one module a format, chosen by the file's ending."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kb.articles.readers import markdown, plain
from kb.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.types import Block

_READERS: dict[str, Callable[[str], tuple[Block, ...]]] = {
    ".txt": plain.blocks,
    ".md": markdown.blocks,
    ".markdown": markdown.blocks,
}
ENDINGS = tuple(_READERS)


def read_article(path: Path) -> tuple[str, tuple[Block, ...]]:
    """The article's canonical text and its blocks in order.

    Canonical text is the file's own, decoded as UTF-8 without a byte order mark, line ends as
    "\\n". Raises ArticleError for an unknown ending, a file that cannot be opened, another
    encoding, or a file that is not text.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ArticleError(
            f"{path} is of a kind that kb does not read: save it as one of {', '.join(ENDINGS)}"
        )
    text = read_text(path)
    return text, reader(text)


def read_text(path: Path) -> str:
    """The article's canonical text alone. Raises ArticleError as `read_article` does."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"{path} cannot be opened: {error.strerror}; check that the file is there and readable"
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            f"{path} is not UTF-8 (byte 0x{data[error.start]:02x} on line {line}): save it again as"
            " UTF-8"
        ) from error
    if "\0" in text:
        raise ArticleError(
            f"{path} is not text (it holds NUL characters): save the article's words as UTF-8 text"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")

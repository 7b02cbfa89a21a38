"""Every error that kb raises on purpose.

KBError
├── CorpusError            the folder of articles
│   ├── ConfigError        corpus.toml
│   └── ArticleError       one article
├── StoredIndexError       the index on disk
│   ├── IndexMissing       there is none
│   ├── IndexDamaged       a file is cut short or altered
│   └── IndexMismatch      built by another model, format or language
├── ModelError             an embedding model or its weights
├── QuestionError          a question that is too long or has no word
├── AddressError           what is given as a citation's address is none
├── LimitError             a number of things that is below one
└── MissingExtra           an optional library is not installed

A message says what was given, what was expected and what to do next. That the sources do not answer
a question is an answer (`Answer.status`), never an error.
"""

from __future__ import annotations


class KBError(Exception):
    """Anything that kb refuses; the message is one sentence a person can act on."""


class CorpusError(KBError):
    """The corpus folder cannot be used."""


class ConfigError(CorpusError):
    """corpus.toml holds something that it may not."""


class ArticleError(CorpusError):
    """An article cannot be read."""


class StoredIndexError(KBError):
    """The index on disk cannot be used or written."""


class IndexMissing(StoredIndexError):
    """There is no index yet."""


class IndexDamaged(StoredIndexError):
    """A file of the index is cut short or altered."""


class IndexMismatch(StoredIndexError):
    """The index was built by another model or another format."""


class ModelError(KBError):
    """An embedding model or its weights cannot be used."""


class QuestionError(KBError):
    """A question is too long to be read, or has no word to weigh."""


class AddressError(KBError, ValueError):
    """What is given as a citation's address is none."""


class LimitError(KBError, ValueError):
    """How many are asked for is less than one."""


class MissingExtra(KBError):
    """An optional library is needed and not installed."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs {library}, which is not installed: in kb's folder, run pip install -e"
            f" '.[{extra}]'"
        )

"""kb answers comparison questions from a folder of articles, with verbatim citations.

>>> from kb import KnowledgeBase
>>> base = KnowledgeBase.open("corpus")  # doctest: +SKIP
>>> print(base.ask("How do their degrees differ?").to_markdown())  # doctest: +SKIP

Names load when they are first used, so that `import kb` costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from kb.version import __version__ as __version__

if TYPE_CHECKING:
    from kb.embedding.hashing import HashEmbedder
    from kb.embedding.transformer import SentenceTransformerEmbedder
    from kb.errors import KBError
    from kb.knowledge_base import KnowledgeBase, build
    from kb.protocols import Embedder, Store, VectorStore
    from kb.results import (
        Answer,
        Carried,
        CheckedQuote,
        CheckedSentence,
        CheckedText,
        Citation,
        Comparison,
        Evidence,
        FollowUp,
        Hit,
        Origin,
        Reason,
        Row,
        Verdict,
        Why,
    )
    from kb.types import (
        Author,
        Block,
        Disagreement,
        Document,
        Facet,
        Located,
        Passage,
        Sentence,
        Span,
        Subject,
    )

__all__ = [
    "Answer",
    "Author",
    "Block",
    "Carried",
    "CheckedQuote",
    "CheckedSentence",
    "CheckedText",
    "Citation",
    "Comparison",
    "Disagreement",
    "Document",
    "Embedder",
    "Evidence",
    "Facet",
    "FollowUp",
    "HashEmbedder",
    "Hit",
    "KBError",
    "KnowledgeBase",
    "Located",
    "Origin",
    "Passage",
    "Reason",
    "Row",
    "Sentence",
    "SentenceTransformerEmbedder",
    "Span",
    "Store",
    "Subject",
    "VectorStore",
    "Verdict",
    "Why",
    "build",
]

_RESULTS = [
    "Answer",
    "Carried",
    "CheckedQuote",
    "CheckedSentence",
    "CheckedText",
    "Citation",
    "Comparison",
    "Evidence",
    "FollowUp",
    "Hit",
    "Origin",
    "Reason",
    "Row",
    "Verdict",
    "Why",
]
_HOME = {
    **dict.fromkeys(_RESULTS, "results"),
    "Embedder": "protocols",
    "HashEmbedder": "embedding.hashing",
    "KBError": "errors",
    "KnowledgeBase": "knowledge_base",
    "SentenceTransformerEmbedder": "embedding.transformer",
    "Store": "protocols",
    "VectorStore": "protocols",
    "build": "knowledge_base",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    return getattr(importlib.import_module(f"kb.{_HOME.get(name, 'types')}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

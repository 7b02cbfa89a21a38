"""How good the answers are on judged questions, and how good a corpus is.

Names load when they are first used: nothing here is imported for a name that nobody asks for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.evaluation.judged import BUDGETS, judge, measure, read_questions, read_run, run

__all__ = ["BUDGETS", "judge", "measure", "read_questions", "read_run", "run"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'kb.evaluation' has no attribute {name!r}")
    return getattr(importlib.import_module("kb.evaluation.judged"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

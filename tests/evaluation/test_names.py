"""What the package offers by name."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kb.evaluation
from kb.evaluation import judged


def test_what_notebooks_use_is_offered_by_the_package() -> None:
    for name in ("BUDGETS", "judge", "measure", "read_questions", "read_run", "run"):
        assert getattr(kb.evaluation, name) is getattr(judged, name)
        assert name in dir(kb.evaluation)
    with pytest.raises(AttributeError, match="has no attribute 'measured'"):
        _ = kb.evaluation.measured


def test_a_name_loads_when_it_is_first_used() -> None:
    code = "import sys, kb.evaluation; print([name for name in sys.modules if name[:3] == 'kb.'])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "['kb.version', 'kb.evaluation']"

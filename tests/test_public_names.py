"""What `kb` promises by name, and that naming it costs next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kb

ROOT = Path(__file__).parent.parent
BAKERS = Path(__file__).parent / "corpora" / "bakers"
HEAVY = ("numpy", "torch", "faiss", "onnxruntime", "pandas", "streamlit", "sentence_transformers")
NOT_TO_ANSWER = (
    "torch",
    "sentence_transformers",
    "transformers",
    "pandas",
    "scipy",
    "rich",
    "streamlit",
    "bm25s",
)


def loaded_after(code: str, *names: str) -> list[str]:
    """Which of the named libraries a fresh interpreter has imported once it has run the code."""
    probe = f"import sys\n{code}\nprint('loaded:', *[n for n in {names!r} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.rsplit("loaded:", 1)[1].split()


def test_the_public_names_are_these() -> None:
    assert kb.__all__ == [
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


@pytest.mark.parametrize("name", kb.__all__)
def test_every_public_name_loads_and_is_listed(name: str) -> None:
    assert getattr(kb, name).__module__.startswith("kb.")
    assert name in dir(kb)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"^module 'kb' has no attribute 'Knowledge'$"):
        _ = kb.Knowledge


@pytest.mark.parametrize("code", ["import kb", "from kb import KnowledgeBase", "import kb.cli"])
def test_importing_kb_imports_nothing_heavy(code: str) -> None:
    assert loaded_after(code, *HEAVY) == []


@pytest.mark.slow
def test_answering_in_the_shell_imports_no_library_that_only_building_needs(tmp_path: Path) -> None:
    from kb.knowledge_base import build

    build(BAKERS, index=tmp_path / "index")
    arguments = [
        "kb",
        "ask",
        "How is a baker trained?",
        "--corpus",
        str(BAKERS),
        "--index",
        str(tmp_path / "index"),
    ]
    code = (
        f"sys.argv = {arguments!r}\nimport kb.cli\ntry:\n    kb.cli.main()\nexcept SystemExit as"
        " end:\n    assert not end.code"
    )
    assert loaded_after(code, *NOT_TO_ANSWER, "onnxruntime") == ["onnxruntime"]

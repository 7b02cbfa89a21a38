"""The house has floors: a module imports only from lower ones, and every module has one.

What a module imports at its top is bound, under TYPE_CHECKING too: types are part of the order in which the code is read.
What a function imports when it is called is bound as well, but for the conveniences listed here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kb

PACKAGE = Path(__file__).parent.parent / "kb"

# A folder is one floor; inside it modules may use each other.
FLOORS = {
    "types": 0,
    "errors": 0,
    "toml_lines": 0,
    "version": 0,
    "protocols": 1,
    "readers": 1,
    "sentences": 1,
    "render": 1,
    "config": 1,
    "intervals": 1,
    "weights": 1,
    "verification": 2,
    "bibliography": 2,
    "places": 2,
    "corpus": 2,
    "chunking": 2,
    "embedding": 2,
    "lexical": 2,
    "stores": 2,
    "attribution": 3,
    "facets": 3,
    "encoder": 3,
    "index": 4,
    "question": 4,
    "models": 4,
    "stored_index": 5,
    "search": 5,
    "disagreement": 2,
    "comparison": 6,
    "coverage": 6,
    "follow_ups": 6,
    "claim": 7,
    "answer": 8,
    "check": 7,
    "knowledge_base": 9,
    "handout": 10,
    "evaluation": 10,
    "changes": 11,
    "report": 11,
    "cli": 12,
    "pages": 12,
}

# Conveniences on values: `citation.verify()` needs modules that stand on the values. (module, function): what it may import.
CONVENIENCES = {
    ("types", "Evidence.matched"): {"lexical"},
    ("types", "Span.address"): {"verification"},
    ("types", "Citation.to_apa"): {"bibliography"},
    ("types", "Citation.to_plain"): {"bibliography"},
    ("types", "Citation.verify"): {"verification"},
    ("types", "Citation.to_dict"): {"render"},
    ("types", "Located.to_dict"): {"render"},
    ("types", "Comparison.to_markdown"): {"render"},
    ("types", "Comparison.to_dict"): {"render"},
    ("types", "Comparison.to_frame"): {"render"},
    ("types", "Answer.to_markdown"): {"render"},
    ("types", "Answer.to_text"): {"render"},
    ("types", "Answer.to_dict"): {"render"},
}


def module_of(file: Path) -> str:
    """The file's module, or the folder that it lies in: "search", "readers"."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file != PACKAGE / "__init__.py"]


def imports(node: ast.AST, function: str = "") -> Iterator[tuple[str, str]]:
    """(name of the function or "", module of kb) of every import below the node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for inside, module in imports(child, f"{function}.{child.name}".lstrip(".")):
                yield (inside, module) if not isinstance(child, ast.ClassDef) or inside != child.name else ("", module)
            continue
        if isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide the floor"
            if child.module and child.module.split(".")[0] == "kb":
                parts = child.module.split(".")[1:]
                yield from ((function, name) for name in (parts[:1] or [alias.name for alias in child.names]))
        elif isinstance(child, ast.Import):
            yield from ((function, a.name.split(".")[1]) for a in child.names if a.name.startswith("kb."))
        yield from imports(child, function)


def problems(module: str, source: str) -> list[str]:
    """Every import of the module that the floors forbid, as a sentence."""
    found = []
    for function, target in imports(ast.parse(source)):
        floor = FLOORS.get(target, FLOORS["knowledge_base"])  # `from kb import KnowledgeBase` is the public surface
        if target == module or target in CONVENIENCES.get((module, function), ()):
            continue
        if floor >= FLOORS[module]:
            found.append(f"{module} (floor {FLOORS[module]}) imports {target} (floor {floor}) in {function or 'the module'}")
    return found


def test_every_module_has_a_floor() -> None:
    assert sorted({module_of(file) for file in FILES} - set(FLOORS)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_down(file: Path) -> None:
    assert problems(module_of(file), file.read_text(encoding="utf-8")) == []


def test_every_convenience_that_is_listed_exists() -> None:
    found = {(module_of(file), f) for file in FILES for f, _ in imports(ast.parse(file.read_text(encoding="utf-8")))}
    assert sorted(set(CONVENIENCES) - found) == []


@pytest.mark.parametrize(
    "source",
    [
        "from kb.search import Searcher",
        "from kb import search",
        "import kb.search",
        "if TYPE_CHECKING:\n    from kb.search import Searcher",
        "def late():\n    from kb.search import Searcher",
        "class A:\n    def late(self):\n        from kb.search import Searcher",
        "class A:\n    from kb.search import Searcher",
    ],
)
def test_an_import_that_goes_up_is_found_wherever_it_stands(source: str) -> None:
    (problem,) = problems("lexical", source)
    assert problem.startswith("lexical (floor 2) imports search (floor 5) in ")


def test_a_convenience_is_free_only_in_its_own_function() -> None:
    source = "class Citation:\n    def {}(self):\n        from kb.verification import verify_span\n"
    assert problems("types", source.format("verify")) == []
    assert problems("types", source.format("prove")) == ["types (floor 0) imports verification (floor 2) in Citation.prove"]


PAGES = sorted((PACKAGE / "pages").glob("*.py"))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_pages_stand_on_the_public_names_alone(file: Path) -> None:
    for _, target in imports(ast.parse(file.read_text(encoding="utf-8"))):
        assert target in ("pages", *kb.__all__) or (file.name, target) == ("wording.py", "types")  # names of its keys


@pytest.mark.parametrize("name", ["ask", "compare", "sources"])
def test_a_page_fits_on_two_screens(name: str) -> None:
    assert len((PACKAGE / "pages" / f"{name}.py").read_text(encoding="utf-8").splitlines()) < 100

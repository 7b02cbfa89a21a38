"""The house has rooms in one order: a module imports only from its own room and those before it.

What a module imports at its top is bound, under TYPE_CHECKING too: types are part of the order in
which the code is read. What a function imports when it is called is bound as well, but for the
conveniences listed here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kb

PACKAGE = Path(kb.__file__).parent

# A file or folder directly under kb/ is one room; inside it modules may use each other.
ROOMS = [
    "version",
    "errors",
    "types",
    "protocols",
    "language",
    "articles",
    "embedding",
    "index",
    "results",
    "answering",
    "knowledge_base",
    "rendering",
    "evaluation",
    "pages",
    "serving",
    "cli",
]

# Conveniences on values: `answer.to_markdown()` needs the room that makes text of values. (room,
# function): what it may import.
CONVENIENCES = {
    ("results", "Citation.to_apa"): {"rendering"},
    ("results", "Citation.to_plain"): {"rendering"},
    ("results", "Reason.__str__"): {"rendering"},
    ("results", "Comparison.to_markdown"): {"rendering"},
    ("results", "Comparison.to_frame"): {"rendering"},
    ("results", "Answer.to_markdown"): {"rendering"},
    ("results", "Answer.to_text"): {"rendering"},
    ("results", "CheckedText.to_text"): {"rendering"},
    ("results", "CheckedText.to_markdown"): {"rendering"},
}


def room_of(file: Path) -> str:
    """The file's room: "types" for types.py, "articles" for articles/corpus.py."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file != PACKAGE / "__init__.py"]


def imports(node: ast.AST, function: str = "") -> Iterator[tuple[str, str]]:
    """(name of the function or "", room) of every import of kb below the node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for inside, room in imports(child, f"{function}.{child.name}".lstrip(".")):
                yield (
                    (inside, room)
                    if not isinstance(child, ast.ClassDef) or inside != child.name
                    else ("", room)
                )
            continue
        if isinstance(child, ast.ImportFrom):
            assert not child.level, "relative imports hide the room"
            if child.module and child.module.split(".")[0] == "kb":
                parts = child.module.split(".")[1:]
                yield from (
                    (function, name) for name in parts[:1] or [alias.name for alias in child.names]
                )
        elif isinstance(child, ast.Import):
            yield from (
                (function, a.name.split(".")[1]) for a in child.names if a.name.startswith("kb.")
            )
        yield from imports(child, function)


def problems(room: str, source: str) -> list[str]:
    """Every import in the room that its place forbids, as a sentence."""
    found = []
    for function, target in imports(ast.parse(source)):
        home = (
            target if target in ROOMS else "knowledge_base"
        )  # `from kb import KnowledgeBase` is the public surface
        if home == room or home in CONVENIENCES.get((room, function), ()):
            continue
        if ROOMS.index(home) >= ROOMS.index(room):
            found.append(f"{room} imports {target} from a later room in {function or 'the module'}")
    return found


def test_every_room_is_in_the_list_and_every_name_of_it_is_a_room() -> None:
    assert sorted({room_of(file) for file in FILES}) == sorted(ROOMS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_never_turn_back(file: Path) -> None:
    assert problems(room_of(file), file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_file_lies_deeper_than_room_sub_file(file: Path) -> None:
    assert len(file.relative_to(PACKAGE).parts) <= 3


def test_every_convenience_that_is_listed_exists() -> None:
    found = {
        (room_of(file), f)
        for file in FILES
        for f, _ in imports(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert sorted(set(CONVENIENCES) - found) == []


@pytest.mark.parametrize(
    "source",
    [
        "from kb.answering.search import Searcher",
        "from kb import answering",
        "import kb.answering.search",
        "if TYPE_CHECKING:\n    from kb.answering.search import Searcher",
        "def late():\n    from kb.answering.search import Searcher",
        "class A:\n    def late(self):\n        from kb.answering.search import Searcher",
        "class A:\n    from kb.answering.search import Searcher",
    ],
)
def test_an_import_from_a_later_room_is_found_wherever_it_stands(source: str) -> None:
    (problem,) = problems("index", source)
    assert problem.startswith("index imports answering from a later room in ")


def test_a_convenience_is_free_only_in_its_own_function() -> None:
    source = (
        "class Citation:\n    def {}(self):\n        from kb.rendering.bibliography import apa\n"
    )
    assert problems("results", source.format("to_apa")) == []
    assert problems("results", source.format("to_mla")) == [
        "results imports rendering from a later room in Citation.to_mla"
    ]


PAGES = sorted((PACKAGE / "pages").glob("*.py"))


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_pages_stand_on_the_public_names_and_on_rendering_alone(file: Path) -> None:
    for _, target in imports(ast.parse(file.read_text(encoding="utf-8"))):
        assert target in ("pages", "rendering", *kb.__all__)


@pytest.mark.parametrize("name", ["ask", "compare", "sources", "quotes"])
def test_a_page_fits_on_two_screens(name: str) -> None:
    assert len((PACKAGE / "pages" / f"{name}.py").read_text(encoding="utf-8").splitlines()) < 100

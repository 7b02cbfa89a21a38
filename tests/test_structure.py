"""The house stays small enough to be known by heart; and it is counted rightly.

The counts are those of `benchmarks/structure.py`, which prints the rooms by name.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kb
from kb import KnowledgeBase

ROOT = Path(__file__).parent.parent
PACKAGE = Path(kb.__file__).parent


def _benchmark(name: str) -> ModuleType:
    """A script of benchmarks/, which is no package, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a dataclass looks its module up there
    spec.loader.exec_module(module)
    return module


structure = _benchmark("structure")


def test_there_are_at_most_22_rooms_on_at_most_11_floors() -> None:
    arrows = structure.arrows_of(PACKAGE, with_convenience=False)
    assert len(arrows) <= 22
    assert max(structure.floors_of(arrows).values()) <= 11


def test_there_are_at_most_70_arrows_between_rooms() -> None:
    arrows = structure.arrows_of(PACKAGE)
    assert sum(map(len, arrows.values())) <= 70


def test_no_rooms_import_each_other_but_for_values_that_know_how_to_be_told() -> None:
    assert structure.circles_of(structure.arrows_of(PACKAGE, with_convenience=False)) == []


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Five rooms on four floors: types, results, articles with its readers, rendering."""
    files = {
        "__init__.py": "from house.results import Answer\n",
        "types.py": "import math\n",
        "results.py": "def told():\n    from house.rendering.text import tell\n",
        "articles/__init__.py": "",
        "articles/corpus.py": "from house.articles import readers\nfrom house import types\n",
        "articles/readers/__init__.py": "import house.types\nfrom house.types import Block\n",
        "rendering/text.py": "if TYPE_CHECKING:\n    from house import Answer\n",
        "rendering/tables.py": "from house.articles.corpus import load\n",
    }
    house = tmp_path / "house"
    for name, text in files.items():
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text(text, encoding="utf-8")
    return house


def test_an_import_is_one_arrow_to_the_room_that_the_name_comes_from(package: Path) -> None:
    assert structure.arrows_of(package) == {
        "types": frozenset(),
        "results": frozenset({"rendering"}),
        "articles": frozenset({"articles/readers", "types"}),
        "articles/readers": frozenset({"types"}),
        "rendering": frozenset({"results", "articles"}),
    }


def test_a_room_stands_one_floor_above_the_highest_that_it_imports(package: Path) -> None:
    arrows = structure.arrows_of(package, with_convenience=False)
    assert structure.floors_of(arrows) == {
        "types": 1,
        "results": 1,
        "articles/readers": 2,
        "articles": 3,
        "rendering": 4,
    }


def test_a_circle_is_named_and_its_rooms_share_a_floor(package: Path) -> None:
    (package / "types.py").write_text("def late():\n    import house.articles.corpus\n")
    arrows = structure.arrows_of(package, with_convenience=False)
    assert structure.circles_of(arrows) == [("articles", "articles/readers", "types")]
    assert structure.floors_of(arrows)["articles"] == structure.floors_of(arrows)["types"] == 1
    assert "circles 1: articles <-> articles/readers <-> types" in structure.table(package)


def test_results_may_reach_rendering_inside_a_function_alone(package: Path) -> None:
    assert structure.circles_of(structure.arrows_of(package)) == [("rendering", "results")]
    (package / "results.py").write_text("from house.rendering.text import tell\n")
    arrows = structure.arrows_of(package, with_convenience=False)
    assert structure.circles_of(arrows) == [("rendering", "results")]


HALL = """
from house import tools

def enter(times):
    list(draw(times))
    return [tools.one() for _ in range(times)] + sorted([2, 1], key=lambda n: tools.two(n))

def draw(times):
    for _ in range(times):
        yield tools.one()
"""
TOOLS = """
def one():
    return 1

def two(number):
    return number + one()
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The calls of `enter(3)` with a loop, a generator, a comprehension and a callback, raw."""
    package = tmp_path / "house"
    package.mkdir()
    for name, text in {"__init__": "", "hall": HALL, "tools": TOOLS}.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    hall = importlib.import_module("house.hall")
    try:
        return list(structure.record(lambda: hall.enter(3), package))
    finally:
        for name in ("house", "house.hall", "house.tools"):
            del sys.modules[name]


def shown(calls: list[Any]) -> list[str]:
    return [f"{call.caller} > {call.callee}" for call in calls]


def test_a_walk_tells_each_call_once_and_who_made_it(calls: list[Any]) -> None:
    assert shown(calls) == [
        "None > hall.enter",
        "hall.enter > hall.draw",
        *["hall.draw > tools.one"] * 3,
        *["hall.enter > tools.one"] * 3,
        *["hall.enter > tools.two", "tools.two > tools.one"] * 2,
    ]
    assert [len(call.place) for call in calls] == [1, 2, 3, 3, 3, 2, 2, 2, 2, 3, 2, 3]
    assert [call.is_move for call in calls] == [False] * 2 + [True] * 6 + [True, False] * 2


def test_a_loop_around_one_call_is_one_move_and_around_two_one_in_the_tree(
    calls: list[Any],
) -> None:
    first = ["None > hall.enter", "hall.enter > hall.draw"]
    once = ["hall.draw > tools.one", "hall.enter > tools.one"]
    loop = ["hall.enter > tools.two", "tools.two > tools.one"]
    assert shown(structure.deduplicated(calls)) == [*first, *once, *loop, *loop]
    assert list(structure.tree_of(calls).values()) == [1, 1, 3, 3, 2, 2]


def test_a_move_is_back_if_its_room_stands_later_in_the_list(calls: list[Any]) -> None:
    is_back = [call.is_back(["hall", "tools"]) for call in calls if call.is_move]
    assert is_back == [True] * 8
    assert not any(call.is_back(["tools", "hall"]) for call in calls)
    in_front = structure.Call(calls[-1].place, structure.Function("cli", "ask"))
    assert not in_front.is_back(["cli", "tools"])


def test_one_question_can_be_followed_from_the_front_door_to_its_html(
    bakers: KnowledgeBase,
) -> None:
    calls = structure.record(lambda: bakers.ask("How is a baker trained, and where?"), PACKAGE)
    assert shown(calls)[0] == "None > knowledge_base.KnowledgeBase.ask"
    assert set(structure.rooms_in_order()) >= {call.callee.module.split("/")[0] for call in calls}
    assert "moves back" in structure.walked(calls, structure.rooms_in_order())

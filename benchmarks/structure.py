"""How the house is built, counted: its rooms, floors, arrows and circles; and the way of one
question through it.

    python benchmarks/structure.py                                      count the rooms
    python benchmarks/structure.py --walk "QUESTION" --corpus FOLDER    follow one question

A room is a file or a folder directly under kb/, or a folder inside such a folder (articles/readers,
index/stores, rendering/html). An arrow is an import from one room to another, counted once however
often it stands there, under TYPE_CHECKING and inside functions too; `from kb import Answer` is an
arrow to the room that Answer comes from. Floors are the rooms on the longest chain of arrows. A
circle is more than one room of which each leads to each. The imports of rendering inside functions
of results (`answer.to_markdown()`) are the one exception: arrows, but no part of a floor or circle.

A walk is one `KnowledgeBase.ask` and its HTML, with the hash embedder on an index made for it. What
is counted:

- A call: from a function of kb to a function of kb, be it through the standard library or numpy.
  Comprehensions and lambdas are part of the function that they stand in; a generator is called
  when it is first drawn from; what a cache knows is not called.
- A move: a call into another module. Returns are none.
- Deduplicated: the same move, caller and callee, again at once counts once; so a loop around one
  call is one move. A loop around two calls takes turns and is not shortened by that, so the walk is
  also counted as the tree that is printed: of all calls of one function from the same place, the
  place being the functions above it, one is shown, with how many there were.
- A move back: into a room that stands later in the list of tests/test_rooms.py than the caller's;
  but FRONT, which call what they please.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import pkgutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple, TypeAlias

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kb"
ROOMS_IN_ORDER = ROOT / "tests" / "test_rooms.py"

# What puts the other rooms together, or stands in front of them.
FRONT = ("knowledge_base", "rendering", "pages", "cli")

# Values that know how to be told: what the importing room does in its functions alone.
CONVENIENCE = ("results", "rendering")

Arrows: TypeAlias = Mapping[str, frozenset[str]]
"""The rooms that each room imports, by room."""


class Import(NamedTuple):
    """An import of kb by kb: dotted names of modules, and whether a function holds it."""

    importer: str
    imported: str
    is_in_function: bool


def modules_of(package: Path) -> dict[str, Path]:
    """Every module of the package but its front door, the top `__init__`, by dotted name."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            found[name] = file
    return found


def room_of(module: str, modules: Mapping[str, Path]) -> str:
    """The room of a module: "types", "articles" for "articles.corpus", "articles/readers" for what
    lies in that folder.
    """
    file = modules[module]
    parts = module.split(".")
    folders = parts if file.name == "__init__.py" else parts[:-1]
    return "/".join(folders[:2]) or parts[0]


def imports_of(package: Path) -> list[Import]:
    """Every import of a module of the package by another, in the order of the files."""
    modules = modules_of(package)
    homes = _public_names(package / "__init__.py", package.name)
    found = []
    for importer, file in modules.items():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for dotted, is_in_function in _dotted_names(tree, package.name):
            module = _nearest_module(homes.get(dotted, dotted), modules)
            if module and module != importer:
                found.append(Import(importer, module, is_in_function))
    return found


def _public_names(front_door: Path, package: str) -> dict[str, str]:
    """The home of each name that the front door passes on: {"Answer": "results.Answer"}."""
    if not front_door.exists():
        return {}
    tree = ast.parse(front_door.read_text(encoding="utf-8"))
    return {name.rpartition(".")[2]: name for name, _ in _dotted_names(tree, package)}


def _dotted_names(
    node: ast.AST, package: str, is_in_function: bool = False
) -> Iterator[tuple[str, bool]]:
    """(dotted name below the package, whether a function holds the import) of each import of it."""
    for child in ast.iter_child_nodes(node):
        inside = is_in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.ImportFrom) and child.module:
            names = [f"{child.module}.{alias.name}" for alias in child.names]
        elif isinstance(child, ast.Import):
            names = [alias.name for alias in child.names]
        else:
            names = []
        for name in names:
            if name.startswith(f"{package}."):
                yield name.removeprefix(f"{package}."), inside
        yield from _dotted_names(child, package, inside)


def _nearest_module(dotted: str, modules: Mapping[str, Path]) -> str:
    """The longest beginning of the name that is a module; "" if none is."""
    while dotted and dotted not in modules:
        dotted = dotted.rpartition(".")[0]
    return dotted


def arrows_of(package: Path, with_convenience: bool = True) -> Arrows:
    """The rooms and what each imports; the convenience may be left out."""
    modules = modules_of(package)
    arrows: dict[str, set[str]] = {room_of(module, modules): set() for module in modules}
    for each in imports_of(package):
        pair = room_of(each.importer, modules), room_of(each.imported, modules)
        is_convenience = each.is_in_function and pair == CONVENIENCE
        if pair[0] != pair[1] and (with_convenience or not is_convenience):
            arrows[pair[0]].add(pair[1])
    return {room: frozenset(targets) for room, targets in arrows.items()}


def circles_of(arrows: Arrows) -> list[tuple[str, ...]]:
    """The rooms of each circle, sorted: strongly connected components of more than one room."""
    reached = {room: _reached_from(room, arrows) for room in arrows}
    components = {
        tuple(sorted({room, *(other for other in reached[room] if room in reached[other])}))
        for room in arrows
    }
    return sorted(component for component in components if len(component) > 1)


def _reached_from(room: str, arrows: Arrows) -> set[str]:
    reached: set[str] = set()
    ahead = list(arrows[room])
    while ahead:
        other = ahead.pop()
        if other not in reached:
            reached.add(other)
            ahead.extend(arrows[other])
    return reached


def floors_of(arrows: Arrows) -> dict[str, int]:
    """The floor of each room: 1 for one that imports none, else one above the highest that it
    imports. The rooms of a circle share a floor.
    """
    circle = {room: rooms for rooms in circles_of(arrows) for room in rooms}
    floors: dict[str, int] = {}

    def floor(room: str) -> int:
        together = circle.get(room, (room,))
        below = {target for each in together for target in arrows[each]} - set(together)
        if room not in floors:
            floors[room] = 1 + max(map(floor, sorted(below)), default=0)
        return floors[room]

    for room in arrows:
        floor(room)
    return floors


def table(package: Path) -> str:
    """The rooms, floor by floor, with their size and arrows, and the four counts."""
    modules = modules_of(package)
    arrows = arrows_of(package)
    bound = arrows_of(package, with_convenience=False)
    floors, circles = floors_of(bound), circles_of(bound)
    lines = Counter[str]()
    for module, file in modules.items():
        lines[room_of(module, modules)] += len(file.read_text(encoding="utf-8").splitlines())
    out = [f"{'floor':>5} {'lines':>5}  {'room':18} imports"]
    for room in sorted(arrows, key=lambda room: (floors[room], room)):
        imported = ", ".join(sorted(arrows[room]))
        out.append(f"{floors[room]:5} {lines[room]:5}  {room:18} {imported}".rstrip())
    count = sum(map(len, arrows.values()))
    named = "; ".join(" <-> ".join(circle) for circle in circles) or "none"
    out.append("")
    out.append(f"rooms {len(arrows)}, floors {max(floors.values())}, arrows {count}")
    out.append(f"circles {len(circles)}: {named}")
    return "\n".join(out)


class Function(NamedTuple):
    """A function of kb: its module with "/", and its qualified name."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


Place: TypeAlias = tuple[Function, ...]
"""Functions of kb, each called by the one before it."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the last function of `place`, by `caller`; None where kb was entered."""

    place: Place
    caller: Function | None

    @property
    def callee(self) -> Function:
        return self.place[-1]

    @property
    def is_move(self) -> bool:
        return self.caller is not None and self.caller.module != self.callee.module

    def is_back(self, rooms: Sequence[str]) -> bool:
        """Whether it leads into a room that stands later in the list."""
        if self.caller is None:
            return False
        here, there = (each.module.split("/")[0] for each in (self.caller, self.callee))
        if here in FRONT:
            return False
        return rooms.index(there) > rooms.index(here)


def record(run: Callable[[], object], package: Path = PACKAGE) -> list[Call]:
    """The calls between functions of the package while `run` runs, in order."""
    calls: list[Call] = []
    drawn_from: set[FrameType] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or _is_part(code) or not _is_of(code, package):
            return
        if code.co_flags & inspect.CO_GENERATOR:
            if frame in drawn_from:
                return
            drawn_from.add(frame)
        place, caller = _place_of(frame, package)
        calls.append(Call(place, caller))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(before)
    return calls


def _is_of(code: CodeType, package: Path) -> bool:
    return code.co_filename.startswith(f"{package}/")


def _is_part(code: CodeType) -> bool:
    """Whether it is no function: a comprehension, a lambda, the body of a module."""
    return code.co_name.startswith("<")


def _function_of(code: CodeType, package: Path) -> Function:
    """The function that the code is, or is a part of."""
    name = code.co_qualname
    while name.endswith(">") and ".<locals>." in name:
        name = name.rpartition(".<locals>.")[0]
    module = Path(code.co_filename).relative_to(package).with_suffix("")
    return Function(module.as_posix(), name)


def _place_of(frame: FrameType, package: Path) -> tuple[Place, Function | None]:
    """The frame's place, and who called it: the function that the nearest code of the package above
    stands in.
    """
    above: list[CodeType] = []
    outer = frame.f_back
    while outer:
        if _is_of(outer.f_code, package):
            above.append(outer.f_code)
        outer = outer.f_back
    caller = _function_of(above[0], package) if above else None
    place: list[Function] = []
    for code in reversed(above):
        function = _function_of(code, package)
        if not (_is_part(code) and place and place[-1] == function):
            place.append(function)
    return (*place, _function_of(frame.f_code, package)), caller


def deduplicated(calls: Iterable[Call]) -> list[Call]:
    """The first of each run of calls with the same caller and callee."""
    runs = groupby(calls, key=lambda call: (call.caller, call.callee))
    return [next(run) for _, run in runs]


def tree_of(calls: Iterable[Call]) -> dict[tuple[Place, Function | None], int]:
    """How often each place was called, and by whom, in the order in which they were first."""
    return dict(Counter((call.place, call.caller) for call in calls))


def rooms_in_order(file: Path = ROOMS_IN_ORDER) -> list[str]:
    """The list ROOMS of the test that holds the rooms to their order."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ROOMS":
            return [str(room) for room in ast.literal_eval(node.value)]
    raise SystemExit(f"{file} has no list ROOMS: name the rooms there, in the order of reading")


def walk(question: str, corpus: Path) -> list[Call]:
    """The calls of one question and its HTML, on a fresh index with the hash embedder."""
    import kb

    for module in pkgutil.walk_packages(kb.__path__, "kb."):
        if not module.name.startswith(("kb.pages", "kb.app")):  # a page runs when it is imported
            importlib.import_module(module.name)
    from kb.rendering.html import answers

    def ask() -> None:
        answer = base.ask(question)
        answers.status(answer)
        answers.evidence(answer)

    with tempfile.TemporaryDirectory() as folder:
        base = kb.build(corpus, index=folder, model="hash-256")
        return record(ask, Path(kb.__file__).parent)


def walked(calls: Sequence[Call], rooms: Sequence[str]) -> str:
    """The tree of the calls, moves marked ">", moves back "BACK"; and the counts."""
    moves = [call for call in calls if call.is_move]
    tree = tree_of(calls)
    in_tree = [call for call in (Call(*key) for key in tree) if call.is_move]
    out = []
    for (place, caller), count in tree.items():
        call = Call(place, caller)
        is_back = call.is_move and call.is_back(rooms)
        mark = "BACK" if is_back else ">" if call.is_move else ""
        times = f" x {count}" if count > 1 else ""
        out.append(f"{mark:4} {'  ' * (len(place) - 1)}{call.callee}{times}")
    out.append("")
    out.append(
        f"calls {len(calls)}, deduplicated {len(deduplicated(calls))}, in the tree {len(tree)}"
    )
    out.append(
        f"moves {len(moves)}, deduplicated {len(deduplicated(moves))}, in the tree {len(in_tree)}"
    )
    modules = {(str(call.caller and call.caller.module), call.callee.module) for call in moves}
    functions = {(call.caller, call.callee) for call in moves}
    out.append(f"different moves: {len(functions)} of functions, {len(modules)} of modules")
    back = dict.fromkeys((call.caller, call.callee) for call in moves if call.is_back(rooms))
    out.append(f"moves back {len(back)}")
    out.extend(f"  {caller} -> {callee}" for caller, callee in back)
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts the rooms of kb, or follows one question.")
    parser.add_argument("--walk", metavar="QUESTION", help="follow this question")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus", help="asked of this folder")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))  # the kb that is counted, not one that is installed elsewhere
    if given.walk:
        print(walked(walk(given.walk, given.corpus), rooms_in_order()))
    else:
        print(table(PACKAGE))


if __name__ == "__main__":
    main()

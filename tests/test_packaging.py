"""The built archives: the package and its licences, no articles, no tests; and one list of
versions.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_its_licences_only(archives: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"kb", "kb-0.5.0.dist-info"}
    assert {"kb/py.typed", "kb/app.py", "kb/types.py", "kb/articles/readers/plain.py"} <= set(names)
    assert {"kb-0.5.0.dist-info/licenses/LICENSE", "kb-0.5.0.dist-info/licenses/NOTICE"} <= set(
        names
    )


@pytest.mark.slow
def test_the_source_archive_holds_neither_articles_nor_tests(archives: Path) -> None:
    (sdist,) = archives.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"kb/py.typed", "LICENSE", "NOTICE", "README.md", "pyproject.toml"} <= names
    assert not [
        name
        for name in names
        if name.partition("/")[0] in ("corpus", "tests", "notebooks", "benchmarks", ".ci")
    ]


def test_every_dependency_is_pinned_in_the_constraints() -> None:
    everything = _declared("dev", "test", "notebook", "app", "frame")
    assert "pytest" in everything and everything - {"kb"} - set(_pins()) == set()


def test_every_library_that_kb_imports_is_declared() -> None:
    modules = [*(ROOT / "kb").rglob("*.py"), *ROOT.glob("app.py")]
    imported = (
        {name for module in modules for name in _imports(module)}
        - set(sys.stdlib_module_names)
        - {"kb"}
    )
    distributions = packages_distributions()
    names = {
        _normal(distribution)
        for library in imported
        for distribution in distributions.get(library, [library])
    }
    assert "nupunkt" in names and names - _declared("app", "frame") == set()


def test_every_constraint_is_one_exact_version_without_a_local_part() -> None:
    assert _pins()["torch"] == "2.13.0"
    assert [version for version in _pins().values() if not re.fullmatch(r"\d[\w.]*", version)] == []


def _declared(*extras: str) -> set[str]:
    """The libraries that pyproject.toml asks for, those extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    return {_normal(re.split(r"[\[<>=!~]", line)[0]) for line in wanted}


def _imports(module: Path) -> set[str]:
    """The top-level names that the module imports, inside functions too."""
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name.partition(".")[0] for name in plain | froms}


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {_normal(name): version for name, version in pairs}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

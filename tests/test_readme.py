"""What README shows is what happens."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from kb.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_python_in_the_readme_prints_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    results = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert results.attempted > 5
    assert results.failed == 0


def test_every_command_is_in_the_readme() -> None:
    names = {
        command.name or getattr(command.callback, "__name__", "")
        for command in app.registered_commands
    }
    assert names == set(
        re.findall(
            r"\bkb (build|ask|check-text|search|compare|locate|evaluate|check|sources|app)\b",
            README,
        )
    )


def test_every_room_is_in_the_readme() -> None:
    modules = {path.stem for path in (ROOT / "kb").glob("*.py")} - {"__init__", "version"}
    modules |= {f"{path.parent.name}/" for path in (ROOT / "kb").glob("*/__init__.py")}
    assert {name for name in modules if f"`{name}`" not in README} == set()


def test_the_readme_is_short_and_links_to_what_is_there() -> None:
    assert len(README.splitlines()) < 200
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []

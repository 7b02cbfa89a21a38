"""The documents for people who change kb do not go stale in silence."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = [
    ROOT / "CONTRIBUTING.md",
    ROOT / "tests" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
DECIDED = [file for file in DOCUMENTS if re.match(r"\d{4}-", file.name)]


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", DOCUMENTS, ids=name_of)
def test_every_link_leads_to_a_file(file: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", file.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (file.parent / link).exists()] == []


def test_the_design_tells_the_rooms_in_the_order_that_the_tests_hold_them_to() -> None:
    source = (ROOT / "tests" / "test_rooms.py").read_text(encoding="utf-8")
    (rooms,) = re.findall(r"^ROOMS = (\[.*?\])", source, re.M | re.S)
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    table = design.split("| room |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)/?` \|", table, re.M) == ast.literal_eval(rooms)


def test_every_decision_is_listed_under_its_title() -> None:
    listed = re.findall(
        r"^\| \[(\d+)\]\((.+?)\) \| (.+?) \|",
        (DECISIONS / "README.md").read_text(encoding="utf-8"),
        re.M,
    )
    titles = [
        (str(int(file.name[:4])), file.name, file.read_text(encoding="utf-8").splitlines()[0][2:])
        for file in DECIDED
    ]
    assert listed == titles


@pytest.mark.parametrize("file", DECIDED, ids=name_of)
def test_a_decision_says_what_and_why_and_what_would_change_it_in_25_lines(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for part in ("**Decided.**", "**Why.**", "**What would change it.**"):
        assert text.count(part) == 1
    assert len(text.splitlines()) <= 25


def test_contributing_is_one_page() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 100


def test_the_data_card_counts_what_is_in_the_files() -> None:
    card = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+\.jsonl)`.*\| ([\d,]+) \| (\d+) \| ([\d,]+) \|$", card, re.M)
    assert len(rows) == 4
    for name, *told in rows:
        lines = (ROOT / "tests" / name).read_text(encoding="utf-8").splitlines()
        judged = [json.loads(line) for line in lines]
        refused = sum(not question["answerable"] for question in judged)
        quotes = sum(len(question["evidence"]) for question in judged)
        assert [int(number.replace(",", "")) for number in told] == [len(judged), refused, quotes]

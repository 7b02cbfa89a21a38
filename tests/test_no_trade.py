"""kb knows no trade and none of its corpora: what is compared, and what it is called, is data.

Two guards. No pattern and no word list holds a word for what people do for a living; every string
of `kb/language/` counts as one, elsewhere every string of a constant at the top of a module or of a
call that makes a pattern or a set. And no file of kb, comments and examples included, holds a name,
an alias or a term of a subject of the corpora that come with it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kb
from kb.articles.config import read_config
from kb.index.naming import pattern_of
from kb.language import ENGLISH

PACKAGE = Path(kb.__file__).parent
ROOT = Path(__file__).parents[1]

TRADE = re.compile(
    r"\b(?:(?:profession|role|job|occupation|trade|craft|career)s?|licensed)\b", re.IGNORECASE
)
MAKERS = {"compile", "frozenset", "set", "words_of", "any_case", "endings"}

CORPORA = [ROOT / "corpus", *sorted((ROOT / "tests" / "corpora").iterdir())]
LONGER_THAN = 3  # characters: a shorter name ("Go", "tug") is part of too many other words


def relative(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def files_of(*endings: str) -> list[object]:
    """The files of kb with these endings."""
    files = sorted(file for file in PACKAGE.rglob("*") if file.suffix in endings)
    return [pytest.param(file, id=relative(file)) for file in files]


def strings(node: ast.AST) -> Iterator[str]:
    """Every string below the node but docstrings; of an f-string its fixed parts."""
    standing_alone = {id(n.value) for n in ast.walk(node) if isinstance(n, ast.Expr)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and id(inner) not in standing_alone:
            yield from [inner.value] if isinstance(inner.value, str) else []


def patterns_and_lists(source: str, is_language: bool) -> Iterator[str]:
    """The strings of a module's patterns and word lists."""
    module = ast.parse(source)
    if is_language:
        yield from strings(module)
        return
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            yield from strings(node)
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        name = call.func.id if isinstance(call.func, ast.Name) else name
        if name in MAKERS:
            yield from strings(call)


def trade_words(source: str, is_language: bool) -> list[str]:
    return [text for text in patterns_and_lists(source, is_language) if TRADE.search(text)]


@pytest.mark.parametrize("file", files_of(".py"))
def test_no_pattern_and_no_word_list_holds_a_word_of_a_trade(file: Path) -> None:
    is_language = relative(file).startswith("language/")
    assert trade_words(file.read_text(encoding="utf-8"), is_language) == []


@pytest.mark.parametrize(
    "source",
    [
        '_ALL = "each role"',
        '_ALL = re.compile(r"\\b(?:roles|ships)\\b")',
        '_ALL: Mapping[str, str] = {"all": ("both", "Jobs")}',
        'def f():\n    return re.compile(f"(?:{x}|licensed)")',
        "class A:\n    words = frozenset(['career'])",
    ],
)
def test_the_guard_finds_a_word_wherever_a_pattern_or_list_may_stand(source: str) -> None:
    assert len(trade_words(source, is_language=False)) > 0


@pytest.mark.parametrize(
    "source",
    [
        '"""Each role."""',
        'def f():\n    """A role."""\n    return \'<td role="cell">\'',
        '_ALL = "the professional roleplays enrolled"',
    ],
)
def test_the_guard_lets_docstrings_markup_and_other_words_pass(source: str) -> None:
    assert trade_words(source, is_language=False) == []


def subjects_named() -> re.Pattern[str]:
    """What the subjects of every bundled corpus are called, in any number."""
    subjects = [s for folder in CORPORA for s in read_config(folder / "corpus.toml").subjects]
    phrases = {phrase for s in subjects for phrase in (s.name, *s.aliases, *s.terms)}
    kept = {phrase for phrase in phrases if len(phrase) > LONGER_THAN}
    return re.compile("|".join(pattern_of(each, ENGLISH) for each in sorted(kept)), re.IGNORECASE)


NAMED = subjects_named()


@pytest.mark.parametrize("file", files_of(".py", ".js", ".css", ".json"))
def test_no_file_names_a_subject_of_a_bundled_corpus(file: Path) -> None:
    assert NAMED.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", ["two Bakers", "social-work", "Ferries", "the pastry cook's"])
def test_the_guard_knows_the_subjects_in_every_form(text: str) -> None:
    assert NAMED.search(text)

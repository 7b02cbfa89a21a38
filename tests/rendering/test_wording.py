"""Every word of ours that a reader sees stands in one module, is used, and is written in one
way.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest

from kb.rendering import phrases
from kb.rendering import wording_en as wording
from kb.results import ClaimState, QuoteState, ReasonKind, Status, VerdictKind, VerdictRule
from kb.types import AttributedBy, Verification

KB = Path(wording.__file__).parents[1]
PAGES = KB / "pages"
RENDERING = [
    KB / "rendering" / f"{name}.py" for name in ("text", "markdown", "reasons", "phrases", "checks")
]
HTML = (KB / "rendering" / "html").glob("*.py")
SERVING = (KB / "serving").glob("*.py")
MODULES = sorted({*PAGES.glob("*.py"), *RENDERING, *HTML, *SERVING, KB.parent / "app.py"})

# A string is for a person if, its HTML taken out, two words stand in a row or one begins with a
# capital: ids, keys, parameters, selectors and file names are one small word each, names of classes
# begin with "kb-" or stand before one.
TAG = re.compile(r"<[/!]?[a-z][^<>]*>|<[a-z][^<>]*$")
CLASS = re.compile(r"(?:\b[a-z]+ )?\bkb-\S*")
FOR_A_PERSON = re.compile(r"[^\W\d_]{2,}[,.;:!?]?\s+[^\W\d_]{2,}|\b[A-Z][a-z]+")
READ_ALOUD = re.compile(
    r"""\b(?:aria-label|alt|title|placeholder|data-[a-z-]+)=["'][^"'{]*[^\W\d_]{2}"""
)

NAMES = {
    "I",
    "X",
    "APA",
    "Markdown",
    "Enter",
    "Ctrl",
    "C",
    "Keep",
}  # written with a capital anywhere


def strings(module: Path) -> Iterator[str]:
    """The module's strings, an f-string as one with {} for what is put in; without docstrings and
    what is only compared.
    """
    tree = ast.parse(module.read_text(encoding="utf-8"))
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    compared = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in parts | alone | compared
        ):
            yield node.value


def words_of(text: str) -> list[str]:
    """What of a string a person would read."""
    return [*READ_ALOUD.findall(text), *FOR_A_PERSON.findall(CLASS.sub("", TAG.sub("", text)))]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_page_has_words_of_its_own(module: Path) -> None:
    assert [(text, found) for text in strings(module) if (found := words_of(text))] == []


# What a script looks for, or only compares.
FOR_A_SCRIPT = re.compile(
    r'(?:[=!]==|\b(?:closest|matches|querySelector(?:All)?)(?:\?\.)?\()\s*"[^"\n]*"'
)


@pytest.mark.parametrize("script", sorted(PAGES.glob("*.js")), ids=lambda path: path.stem)
def test_no_script_of_the_pages_has_words_of_its_own(script: Path) -> None:
    code = re.sub(r"//[^\n]*", "", script.read_text(encoding="utf-8"))
    texts = re.findall(r'"([^"\n]*)"', FOR_A_SCRIPT.sub("", code))
    assert [text for text in texts if words_of(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "No result",
        "<p>Found here</p>",
        'x <a href="{}">See all</a>',
        '<b aria-label="close it">',
        "Nothing",
        "{} of them: {} quotes",
    ],
)
def test_words_for_a_person_are_known_as_such(text: str) -> None:
    assert words_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "question",
        "kb kb-rest",
        "verdict kb-{}",
        '<p class="kb Kb">',
        "input[type=search]",
        "KB_CORPUS",
        ' id="{}-{}" tabindex="-1"',
        "{}: {}",
    ],
)
def test_names_for_a_program_are_known_as_such(text: str) -> None:
    assert not words_of(text)


def named() -> dict[str, object]:
    """The constants of the wording by name."""
    return {
        name: value
        for name, value in vars(wording).items()
        if name.isupper() and name != "TYPE_CHECKING"
    }


def said() -> list[tuple[str, str]]:
    """Each text of the wording with the name under which it stands."""
    tables = ((name, _texts(each)) for name, each in named().items())
    return [(name, str(text)) for name, texts in tables for text in texts]


def _texts(each: object) -> Iterable[object]:
    if isinstance(each, Mapping):
        return each.values()
    return each if isinstance(each, tuple) else [each]


def test_every_word_is_used_by_a_page() -> None:
    trees = [ast.parse(module.read_text(encoding="utf-8")) for module in MODULES]
    attributes = [
        node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    ]
    used = {
        node.attr
        for node in attributes
        if isinstance(node.value, ast.Name) and node.value.id == "wording"
    }
    assert used == set(named())


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (wording.STATUS, Status),
        (wording.STATUS_BRIEF, Status),
        (wording.CLAIM, ClaimState),
        (wording.CLAIM_BRIEF, ClaimState),
        (wording.QUOTE_STATE, QuoteState),
        (wording.VERDICT_BRIEF, VerdictKind),
        (wording.REASON, ReasonKind),
        (wording.RULE, VerdictRule),
        (wording.STATE_BRIEF, Verification),
        (wording.VERDICT, VerdictKind),
        (wording.ABOUT, AttributedBy),
        (wording.STATE, Verification),
        (wording.STATE_TOLD, Verification),
    ],
)
def test_every_kind_has_its_words(table: Mapping[str, str], kinds: object) -> None:
    assert set(table) == set(get_args(kinds)) and all(table.values())


def test_what_is_counted_has_words_for_one_and_for_several() -> None:
    for name, value in named().items():
        if isinstance(value, dict) and 0 in value:
            assert set(value) == {0, 1} and "{count}" in value[0], name
            others = dict.fromkeys(fields(value[0]) - {"count"}, "X")
            assert fields(value[1]) == set(others), name
            assert phrases.count(value, 1, **others) == value[1].format(**others)
            assert " 7 " in f" {phrases.count(value, 7, **others)} "


def fields(text: str) -> set[str]:
    """The names of what is put into the text."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_what_is_put_into_a_text_has_a_name_that_tells_a_translator_what_it_is() -> None:
    for name, text in said():
        assert all(field.isidentifier() for field in fields(text)), name


def test_no_text_holds_a_mark_of_markdown() -> None:
    """Any of them may become a label, which Streamlit reads as Markdown."""
    plain = {name: re.sub(r"\{\w+(:[^}]*)?\}", "", text) for name, text in said()}
    marked = {
        name
        for name, text in plain.items()
        if re.search(r"[*_`\[\]<>$~#\\|]|:\w+:|https?:|www\.|^\s*[-+>]|^\d+[.)] ", text)
    }
    assert marked == set()


def test_texts_are_in_sentence_case() -> None:
    for name, text in said():
        for sentence in re.split(r"(?<=[.!?]) ", re.sub(r"\{[^}]*\}", "X", text)):
            _, *rest = re.findall(r"[^\W\d_][\w'’.]*", sentence) or [""]
            assert [
                word for word in rest if word[0].isupper() and word.strip(".") not in NAMES
            ] == [], name
            assert not sentence.endswith(".") or sentence[0].isupper(), name


def test_no_text_begins_or_ends_with_blanks_but_what_is_joined_to_another() -> None:
    assert {name for name, text in said() if text != text.strip()} == {
        "AMONG_THEM",
        "AND",
        "NOR",
        "NOW_READS",
        "OF_QUOTE",
        "READS",
        "UNDER",
    }

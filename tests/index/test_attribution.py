"""Whom a sentence is about: by its own words, by what goes before, by label and heading."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.articles.loading import load_corpus
from kb.articles.passages import passages_of
from kb.articles.readers import markdown
from kb.articles.sentences import sentences_of
from kb.evaluation.judged import read_questions
from kb.index.attribution import attribute
from kb.index.names import Names
from kb.knowledge_base import build
from kb.types import Block, Document, Sentence, Subject

BAKER = Subject(
    "baker", "baker", aliases=("bread maker", "master baker"), terms=("bread", "Guild of Loaves")
)
COOK = Subject("cook", "pastry cook", aliases=("pastry", "confectioner"), terms=("chocolate",))
GROCER = Subject("grocer", "greengrocer")
EVERYONE = ("these roles", "all roles", "each profession", "the occupations", "both professions")
TWO, THREE = (BAKER, COOK), (BAKER, COOK, GROCER)

SHIPS = (Subject("tug", "tug"), Subject("ferry", "ferry"))
LANGUAGES = (Subject("go", "Go", aliases=("Golang",)), Subject("cpp", "C++"))
DISEASES = (Subject("1", "type 1 diabetes"), Subject("2", "type 2 diabetes"))
DIETS = (Subject("sea", "Mediterranean diet"), Subject("keto", "keto diet"))

ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "tests" / "corpora"


def attributed(
    text: str, subjects: Sequence[Subject] = TWO, kinds: Sequence[str] = ()
) -> list[Sentence]:
    """The sentences of a Markdown text with whom they are about."""
    document = Document("a", text, markdown.blocks(text))
    sentences = [s for p in passages_of(document) for s in sentences_of(p)]
    return attribute(sentences, subjects, EVERYONE, kinds=kinds)


def about(text: str, subjects: Sequence[Subject] = TWO, kinds: Sequence[str] = ()) -> list[str]:
    """ "baker+cook named" for each sentence."""
    found = attributed(text, subjects, kinds)
    return [f"{'+'.join(s.subjects)} {s.attributed_by}".strip() for s in found]


@pytest.mark.parametrize(
    "name",
    [
        "baker",
        "Bakers",
        "BAKERS'",
        "baker’s",
        "bakers’",
        "Bread makers",
        "bread-maker",
        "master  baker",
    ],
)
def test_a_name_counts_in_any_case_number_and_possessive(name: str) -> None:
    assert about(f"The {name} work is hard.") == ["baker named"]


@pytest.mark.parametrize("word", ["bakery", "bake", "breadmakery", "unbaker", "bak er"])
def test_a_word_that_only_looks_like_a_name_is_none(word: str) -> None:
    assert about(f"The {word} closed.") == [""]


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("city", "Cities"),
        ("class", "classes"),
        ("boss", "bosses"),
        ("case manager", "CASE-MANAGERS"),
        ("nurses", "nurse"),
    ],
)
def test_plurals_of_all_kinds_are_found(name: str, plural: str) -> None:
    (mention,) = Names([Subject("it", name)]).mentions(f"All {plural} here.")
    assert (mention.start, mention.end, mention.subject) == (4, 4 + len(plural), "it")


def test_of_names_at_one_place_the_longest_is_meant() -> None:
    names = Names(
        [
            Subject("worker", "worker"),
            Subject("case", "case worker"),
            Subject("social", "social case worker"),
        ]
    )
    text = "A social case worker, a case worker and a worker."
    assert [text[m.start : m.end] for m in names.mentions(text)] == [
        "social case worker",
        "case worker",
        "worker",
    ]
    assert [m.subject for m in names.mentions(text)] == ["social", "case", "worker"]
    (mention,) = Names([Subject("short", "sugar"), Subject("long", "sugar baker")]).mentions(
        "A sugar baker."
    )
    assert mention.subject == "long"


@pytest.mark.parametrize(
    "name",
    [
        "St. Bernard",
        "R&D officer",
        "C.P.A. (senior",
        "a|b [c",
        "rock'n'roller",
        "x.y^z",
        "son-in-law",
    ],
)
def test_a_name_with_signs_in_it_is_found_as_it_is_written(name: str) -> None:
    (mention,) = Names([Subject("it", name)]).mentions(f"Ask the {name} today.")
    assert (mention.start, mention.end) == (8, 8 + len(name))


def test_signs_that_a_name_has_not_end_it() -> None:
    assert Names([Subject("it", "case manager")]).mentions("In this case. Manager Lee came.") == []
    assert Names([Subject("it", "a|b")]).mentions("a and b") == []


def test_a_name_of_signs_alone_is_found_nowhere() -> None:
    assert (
        Names([Subject("it", "baker", aliases=("+++",))]).mentions("+++ bakers +++")[0].start == 4
    )


def test_a_sentence_without_a_name_goes_on_about_the_one_before() -> None:
    assert about("Bakers rise early. They bake. It is hot.") == [
        "baker named",
        "baker carried",
        "baker carried",
    ]


def test_a_new_paragraph_or_item_carries_nothing_over() -> None:
    assert about("Bakers rise early.\n\nThey bake.\n\n- It is hot.\n- So it is.") == [
        "baker named",
        "",
        "",
        "",
    ]


def test_an_items_label_names_whom_it_is_about() -> None:
    assert about("- Bakers: Rise early. They bake.\n- Cleaning: Is done at night.")[1:] == [
        "baker carried",
        "",
    ]


def test_a_heading_names_whom_the_text_under_it_is_about() -> None:
    assert about(
        "# All trades\n\n## Pastry cooks\n\n### Tools\n\nA pan is needed.\n\n## Others\n\nA hat."
    ) == [
        "cook heading",
        "",
    ]


def test_the_sentences_own_name_goes_before_the_heading() -> None:
    assert about("# Pastry cooks\n\nBakers rise early. They bake.\n\nA pan is needed.") == [
        "baker named",
        "baker carried",
        "cook heading",
    ]


def test_a_heading_that_names_two_makes_its_text_about_both() -> None:
    assert about("# Bakers and pastry cooks\n\nAn apron is worn.") == ["baker+cook heading"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bakers rise earlier than confectioners.",
        "Bakers, unlike confectioners, rise early.",
        "Bakers rise early, but pastry cooks do not.",
        "Bakers rise early, whereas pastry cooks sleep.",
        "Compared with bakers, pastry cooks sleep long.",
        "Bakers are not like confectioners.",
    ],
)
def test_a_sentence_that_sets_two_against_each_other_is_about_both(sentence: str) -> None:
    assert sorted(attributed(sentence)[0].subjects) == ["baker", "cook"]


def test_after_a_contrast_the_text_goes_on_about_the_first() -> None:
    assert about("Bakers need more sleep than confectioners. They rise early.") == [
        "baker+cook named",
        "baker carried",
    ]


@pytest.mark.parametrize(
    "words", ["Unlike", "Compared with most", "In contrast to the", "As opposed to"]
)
def test_a_subject_that_a_sentence_sets_aside_at_its_start_is_not_gone_on_about(words: str) -> None:
    assert about(f"{words} bakers, confectioners sleep long. They rise at eight.") == [
        "baker+cook named",
        "cook carried",
    ]


def test_after_two_names_side_by_side_the_text_goes_on_about_both() -> None:
    assert about("Bakers and pastry cooks wear aprons. They wash them daily.") == [
        "baker+cook named",
        "baker+cook carried",
    ]


@pytest.mark.parametrize("words", ["such as", "including", "for example", "e.g."])
def test_names_in_a_list_of_examples_are_company(words: str) -> None:
    assert about(f"Bakers meet others, {words} pastry cooks, every day.") == ["baker named"]


@pytest.mark.parametrize(
    "words", ["These roles", "Each profession", "The occupations", "The two", "Both professions"]
)
def test_words_for_all_of_them_name_both(words: str) -> None:
    assert about(f"{words} wear aprons.") == ["baker+cook named"]


def test_of_three_the_two_are_unknown_but_all_are_all() -> None:
    assert about("All roles wear aprons.", THREE) == ["baker+cook+grocer named"]
    assert about("The two wear aprons.", THREE) == [""]
    assert about("Bakers, pastry cooks and greengrocers sell food.", THREE) == [
        "baker+cook+grocer named"
    ]
    assert about("Greengrocers rise earlier than bakers. They sell pears.", THREE) == [
        "grocer+baker named",
        "grocer carried",
    ]


def test_a_term_points_at_its_subject_where_no_name_stands() -> None:
    assert about("The Guild of Loaves meets on Monday.") == ["baker term"]
    assert about("A pastry cook eats bread.") == ["cook named"]


def test_bylines_are_about_nobody_and_carry_nothing() -> None:
    text = "By a baker. Bakers wrote it.\n\nIt is so."
    byline, rest = markdown.blocks(text)
    document = Document("a", text, (Block("byline", byline.start, byline.end), rest))
    found = attribute([s for p in passages_of(document) for s in sentences_of(p)], TWO)
    assert [s.subjects for s in found] == [(), (), ()]


def test_without_subjects_nothing_is_about_anybody() -> None:
    assert about("# Both roles\n\nThe two bake bread.", ()) == [""]


def test_attribution_changes_nothing_else() -> None:
    for sentence in attributed("# Bakers\n\nThey bake. Pastry cooks do not.\n\n- Tools: Pans."):
        assert sentence.document.text[sentence.start : sentence.end] == sentence.text
        assert sentence.passage.start <= sentence.start < sentence.end <= sentence.passage.end


def test_names_can_be_cut_out_of_a_text() -> None:
    names = Names(TWO)
    assert (
        names.without("Do bakers earn more than a pastry cook?", ["baker", "cook"])
        == "Do earn more than a ?"
    )
    assert (
        names.without("Do bakers earn more than a pastry cook?", ["cook"])
        == "Do bakers earn more than a ?"
    )
    assert (
        names.without("Do the bakers' and the pastry cook’s hours differ?", ["baker", "cook"])
        == "Do the and the hours differ?"
    )
    assert names.without("Bread is no baker.", ["baker"]) == "Bread is no ."


@pytest.mark.parametrize(
    "text",
    ["They go on.", "A go-between.", "Golf.", "Goes well.", "GO", "Go to the harbour.", "Go#"],
)
def test_a_short_name_with_a_capital_is_found_in_that_case_and_whole(text: str) -> None:
    assert Names(LANGUAGES).mentions(text) == []


@pytest.mark.parametrize("text", ["Go is quick.", "Use Go's tools.", "In Go, it is.", "(Go)"])
def test_a_short_name_is_found_where_it_stands_as_one(text: str) -> None:
    (mention,) = Names(LANGUAGES).mentions(text)
    assert text[mention.start : mention.start + 2] == "Go"


def test_names_that_differ_in_their_signs_are_different_names() -> None:
    three = [Subject(name, name) for name in ("C", "C++", "C#")]
    text = "C, C++ and C# are three; C++17 is C++'s, C/C++ are two, Objective-C++."
    found = [m.subject for m in Names(three).mentions(text)]
    assert found == ["C", "C++", "C#", "C++", "C++", "C", "C++", "C++"]
    assert Names(three[:1]).mentions("C++, C# and c") == []
    assert Names(three[1:2]).mentions("C and C# and C+") == []


@pytest.mark.parametrize("text", ["a CM", "cms", "What does a cm do?", "The CM's desk"])
def test_an_abbreviation_that_is_no_word_is_found_in_any_case(text: str) -> None:
    assert len(Names([Subject("it", "case manager", aliases=("CM",))]).mentions(text)) == 1


def test_an_abbreviation_that_may_be_a_word_is_found_in_capitals_only() -> None:
    names = Names([Subject("us", "US"), Subject("ngo", "NGO")])
    text = "It helps us, the US and NGOs."
    assert [m.subject for m in names.mentions(text)] == ["us", "ngo"]


def test_a_short_name_in_small_letters_is_found_in_any_case() -> None:
    assert about("Tugs push.\n\nTwo TUGS.\n\nOne tug.", SHIPS) == ["tug named"] * 3


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Type 1 and type 2 diabetes raise it.", DISEASES),
        ("It occurs in type 1 or type 2 diabetes.", DISEASES),
        ("It occurs in type 1 as well as in type 2 diabetes.", DISEASES),
        ("Type 1 or 2 diabetes?", DISEASES),
        ("Types 1 and 2 diabetes.", DISEASES),
        ("Type 1/type 2 diabetes.", DISEASES),
        ("The Mediterranean and keto diets differ.", DIETS),
        ("Mediterranean vs. keto diet", DIETS),
    ],
)
def test_names_that_share_their_last_word_may_leave_it_out(
    text: str, subjects: Sequence[Subject]
) -> None:
    assert sorted(attributed(text, subjects)[0].subjects) == sorted(s.id for s in subjects)


def test_the_last_word_is_not_left_out_of_a_name_that_stands_alone() -> None:
    assert about("Mediterranean food is no keto diet.", DIETS) == ["keto named"]
    assert about("It is type 1 of all.", DISEASES) == [""]


@pytest.mark.parametrize(
    ("head", "columns"), [("## A tug's speed", "tug heading"), ("## Speed", "")]
)
def test_an_item_or_row_on_a_third_thing_is_about_nobody(head: str, columns: str) -> None:
    items = "- Tug: 13 knots\n- Ferry: 21 knots\n- Pilot boat: 25 knots. It is fast."
    assert about(f"{head}\n\n{items}", SHIPS) == ["tug named", "ferry named", "", ""]
    rows = "| Ship | Crew |\n|---|---|\n| Tug | 3 |\n| Pilot boat | 8 |\n| Ferry | 5 |"
    assert about(f"{head}\n\n{rows}", SHIPS) == [columns, "tug named", "", "ferry named"]


def test_an_item_of_a_list_that_no_subject_heads_goes_on_about_its_heading() -> None:
    items = "- Hull: Of a tug it is deep.\n- Pilot boat: Is near."
    assert about(f"## Tugs\n\n{items}", SHIPS) == ["tug named", "tug heading"]


def test_an_item_without_a_label_makes_no_list_of_subjects() -> None:
    items = "- Hull: Is deep.\n- The engine is large."
    assert about(f"## Tugs\n\n{items}", SHIPS) == ["tug heading", "tug heading"]
    items = "- Tug: 13 knots\n- The engine is large."
    assert about(f"## Tugs\n\n{items}", SHIPS) == ["tug named", "tug heading"]


def test_an_item_beside_subjects_is_about_whom_its_own_words_name() -> None:
    items = "- Tug: 13 knots\n- Both professions: Wash up.\n- Others: A ferry has 21 knots."
    assert about(items, SHIPS) == ["tug named", "tug+ferry named", "ferry named"]


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("Type 1 diabetes is rare. Gestational diabetes is not. It is mild.", DISEASES),
        ("C++ is old. C is older. It is small.", LANGUAGES),
        ("C++ is old. C# is younger. It is neat.", LANGUAGES),
        ("Ferries sail. Cruise ships do too. They are big.", SHIPS),
    ],
)
def test_a_sentence_that_begins_with_what_is_named_alike_is_about_nobody(
    text: str, subjects: Sequence[Subject]
) -> None:
    assert about(text, subjects, kinds=["ships"])[1:] == ["", ""]


@pytest.mark.parametrize(
    "sentence",
    [
        "These ships are quick.",
        "Large ships are slow.",
        "Most of the larger ships are slow.",
        "Some small ships are slow.",
        "Ships are slow.",
        "They pass many ships.",
    ],
)
def test_words_that_only_describe_make_no_third_thing(sentence: str) -> None:
    assert about(f"Ferries sail. {sentence}", SHIPS, kinds=["ships"])[1] == "ferry carried"


def test_a_comparison_with_a_third_thing_goes_on_about_nobody() -> None:
    text = "Gestational diabetes is milder than type 2 diabetes. It ends."
    assert about(text, DISEASES) == ["2 named", ""]


@pytest.mark.parametrize(("are", "goes_on"), [("people", ("baker",)), ("things", ())])
def test_of_people_another_kind_is_not_told_by_what_they_are(
    are: str, goes_on: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Bakers rise early. Night people rise late.\n")
    (tmp_path / "corpus.toml").write_text(
        f'subjects_are = "{are}"\neveryone = ["both people"]\n'
        '[[subjects]]\nname = "baker"\n[[subjects]]\nname = "cook"\n'
    )
    base = build(tmp_path, model="hash-64")
    assert base.index.sentences[1].subjects == goes_on


@pytest.mark.parametrize("name", ["ships", "programming", "diseases"])
def test_every_judged_sentence_of_other_corpora_is_about_whom_the_judge_says(
    name: str, tmp_path: Path
) -> None:
    base = build(CORPORA / name, index=tmp_path, model="hash-64")
    given = {
        (s.document.id, " ".join(s.text.split())): set(s.subjects) for s in base.index.sentences
    }
    with (CORPORA / name / "attribution.jsonl").open(encoding="utf-8") as lines:
        judged = [json.loads(line) for line in lines]
    wanted = {(each["source"], each["text"]): set(each["about"]) for each in judged}
    assert {key: given.get(key) for key in wanted} == wanted


def test_at_least_95_of_100_judged_quotes_are_given_the_side_that_the_judges_gave() -> None:
    corpus = load_corpus(ROOT / "corpus")
    judged_ids = {"000": "carepatron", "001": "careertrend"}
    sentences = [
        (document.id, sentence)
        for document in corpus.documents
        for sentence in attribute(
            [s for p in passages_of(document) for s in sentences_of(p)],
            corpus.subjects,
            corpus.everyone,
        )
    ]
    quotes = {
        (judged_ids[e["source"]], e["quote"]): e["side"]
        for question in read_questions(ROOT / "tests" / "questions.jsonl")
        for e in question["evidence"]
    }
    right, wrong = 0, []
    for (source, quote), side in sorted(quotes.items()):
        wanted = " ".join(quote.split())
        found = [s for id_, s in sentences if id_ == source and " ".join(s.text.split()) in wanted]
        found = found or [
            s for id_, s in sentences if id_ == source and wanted in " ".join(s.text.split())
        ]
        assert found, f"no sentence of {source} holds “{quote[:60]}”"
        given = {subject for s in found for subject in s.subjects}
        expected = {"case_manager", "social_worker"} if side == "both" else {side}
        if given == expected or (
            side != "both" and expected < given
        ):  # a contrast holds either side's evidence
            right += 1
        else:
            wrong.append((side, sorted(given), quote[:80]))
    assert right >= 0.95 * len(quotes), wrong

"""corpus.toml: defaults, and one sentence with the line for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.articles.config import TABLES, Config, Quote, Reviewed, derive_id, read_config
from kb.errors import ConfigError
from kb.types import Author, Facet, Subject


def read(folder: Path, text: str) -> Config:
    file = folder / "corpus.toml"
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def message(folder: Path, text: str) -> str:
    """What read_config says of the text, the folder left out."""
    with pytest.raises(ConfigError) as error:
        read(folder, text)
    return str(error.value).replace(f"{folder}/", "")


def test_a_missing_file_says_nothing(tmp_path: Path) -> None:
    config = read_config(tmp_path / "corpus.toml")
    assert (config.sources, config.subjects, config.facets, config.synonyms) == ((), (), (), ())


def test_a_subjects_id_is_derived_from_its_name(tmp_path: Path) -> None:
    config = read(
        tmp_path, '[[subjects]]\nname = "Sea-going  Tug"\naliases = ["tug"]\nterms = ["tow"]\n'
    )
    assert config.subjects == (Subject("sea_going_tug", "Sea-going  Tug", ("tug",), ("tow",)),)


def test_derived_ids_keep_letters_of_every_script() -> None:
    assert derive_id("Été & Hiver (2)") == "été_hiver_2"


def test_a_facet_is_named_by_its_id_or_its_id_by_its_name(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        '[[facets]]\nid = "hull_form"\ncues = ["keel"]\n[[facets]]\nname = "Hull colour"\n',
    )
    assert config.facets == (
        Facet("hull_form", "hull form", cues=("keel",)),
        Facet("hull_colour", "Hull colour"),
    )


def test_open_topics_have_the_fields_of_facets(tmp_path: Path) -> None:
    config = read(
        tmp_path, '[[open_topics]]\nid = "price"\ndescription = "cost"\nquestions = ["how dear?"]\n'
    )
    assert config.open_topics == (Facet("price", "price", "cost", (), ("how dear?",)),)


def test_a_date_may_be_written_with_or_without_quotes(tmp_path: Path) -> None:
    text = (
        '[[sources]]\nfile = "a.txt"\npublished = 2024-05-06\n[[sources]]\nfile ='
        ' "b.txt"\npublished = "May 2024"\n'
    )
    assert [source.published for source in read(tmp_path, text).sources] == [
        "2024-05-06",
        "May 2024",
    ]


def test_authors_are_people_by_their_names_or_a_name_taken_whole(tmp_path: Path) -> None:
    person = '{family = "King", given = "Martin Luther", suffix = "Jr."}'
    whole = '{literal = "World Health Organization"}'
    authors = f'[{person}, {{family = "Voltaire"}}, {whole}]'
    text = f'[[sources]]\nfile = "a.txt"\nauthors = {authors}\n'
    (source,) = read(tmp_path, text).sources
    assert source.author == ""
    assert source.authors == (
        Author("King", "Martin Luther", suffix="Jr."),
        Author("Voltaire"),
        Author(literal="World Health Organization"),
    )


def test_synonyms_are_groups_of_words(tmp_path: Path) -> None:
    assert read(tmp_path, 'synonyms = [["tug", "towboat"]]').synonyms == (("tug", "towboat"),)


def test_english_people_are_compared_unless_corpus_toml_says_otherwise(tmp_path: Path) -> None:
    config = read(tmp_path, 'title = "Ships"')
    assert (config.language, config.subjects_are, config.everyone) == ("en", "people", ())
    config = read(
        tmp_path, 'language = "de"\nsubjects_are = "things"\neveryone = ["beide Schiffe"]'
    )
    assert config.language == "de"
    assert config.subjects_are == "things"
    assert config.everyone == ("beide Schiffe",)


def test_a_reviewed_disagreement_is_kept_as_written(tmp_path: Path) -> None:
    quotes = (
        'quotes = [\n  {source = "a", text = "Deep."},\n  {source = "b", text = "Not deep."},\n]\n'
    )
    config = read(tmp_path, REVIEWED + quotes)
    assert config.disagreements == (
        Reviewed("tug", "hull", "How deep.", (Quote("a", "Deep."), Quote("b", "Not deep."))),
    )
    assert config.place("disagreements", 0, "quotes", "Not deep.").endswith("corpus.toml, line 7")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_bytes(
        '\ufefftitle = "Ships"\r\nsynonyms = [["a", "b"]]\r\n'.encode()
    )
    assert read_config(tmp_path / "corpus.toml").title == "Ships"


SOURCE = (
    "file, id, title, publisher, author, authors, published, fact_checker, url, boilerplate, byline"
)
SUBJECT = "name, id, aliases, terms, asked_as"
FACET = "id, name, description, cues, questions"
DISAGREEMENT = "subject, facet, note, quotes"
QUOTES = 'quotes = [{source = "…", text = "…"}, {source = "…", text = "…"}]'
TOP_LEVEL = (
    "title, examples, language, subjects_are, everyone, general_topics, sources, subjects, facets,"
    " open_topics, disagreements, synonyms"
)
REVIEWED = '[[disagreements]]\nsubject = "tug"\nfacet = "hull"\nnote = "How deep."\n'

WRONG = [
    pytest.param(
        'title = "Ships"\n\n[[source]]\nfile = "a.txt"\n',
        'corpus.toml, line 3: there is no key "source" (did you mean "sources"?); allowed keys:'
        f" {TOP_LEVEL}",
        id="an unknown table",
    ),
    pytest.param(
        '[[subjects]]\nname = "tug"\n\n[[subjects]]\nname = "barge"\n# a remark\nalias ='
        ' ["lighter"]\n',
        'corpus.toml, line 7: there is no key "alias" of [[subjects]] (did you mean "aliases"?);'
        f" allowed keys: {SUBJECT}",
        id="an unknown key of the second table",
    ),
    pytest.param(
        '[[facets]]\nid = "hull"\n[[facets]]\nid = "rig"\ncues = "mast"\n',
        "corpus.toml, line 5: cues of [[facets]] must be a list of strings, not a string: write"
        f' cues = ["…"]; allowed keys: {FACET}',
        id="a string for a list",
    ),
    pytest.param(
        '[[sources]]\nfile = "a.txt"\nauthor = ["Ann"]\n',
        "corpus.toml, line 3: author of [[sources]] must be a string, not a list: write author ="
        f' "…"; allowed keys: {SOURCE}',
        id="a list for a string",
    ),
    pytest.param(
        '[[sources]]\nfile = "a.txt"\nauthor = "Ann"\nurl = ""\nauthors = [{family = "Lee"}]\n',
        "corpus.toml, line 5: [[sources]] has both author and authors: keep authors, which a"
        " reference can cite by family name, or author alone",
        id="author and authors",
    ),
    *(
        pytest.param(
            f'[[sources]]\nfile = "a.txt"\nauthors = {authors}\n',
            f"corpus.toml, line 3: authors of [[sources]] must be a list of authors, not {given}:"
            ' write authors = [{family = "…", given = "…"}] or [{literal = "…"}]; allowed keys:'
            f" {SOURCE}",
            id=f"{given} for authors",
        )
        for authors, given in (
            ('"Ann Lee"', "a string"),
            ("[]", "an empty list"),
            ('["Ann Lee"]', "a list with a string"),
            ('[{family = "Lee", first = "Ann"}]', 'a list with an author that has the key "first"'),
            ('[{given = "Ann"}]', "a list with an author without family or literal"),
            (
                '[{family = "Lee", literal = "Lee"}]',
                "a list with an author that has literal and family",
            ),
            (
                '[{family = "Lee"}, {family = " "}]',
                "a list with an author whose family is an empty string",
            ),
            (
                '[{family = "Lee", given = 7}]',
                "a list with an author whose given is a number",
            ),
        )
    ),
    pytest.param(
        '[[subjects]]\nname = "tug"\naliases = ["tow", 7]\n',
        "corpus.toml, line 3: aliases of [[subjects]] must be a list of strings, not a list with a"
        f' number: write aliases = ["…"]; allowed keys: {SUBJECT}',
        id="a number in a list",
    ),
    pytest.param(
        '[[subjects]]\nname = "tug"\naliases = [" "]\n',
        "corpus.toml, line 3: aliases of [[subjects]] must be a list of strings, not a list with"
        f' an empty string: write aliases = ["…"]; allowed keys: {SUBJECT}',
        id="an empty string in a list",
    ),
    pytest.param(
        'title = 7\n[[subjects]]\nname = "tug"\n',
        'corpus.toml, line 1: title must be a string, not a number: write title = "…"',
        id="a number for the title",
    ),
    pytest.param(
        '[[sources]]\nfile = "a.txt"\n\n[[sources]]\nid = "b"\n',
        f'corpus.toml, line 4: [[sources]] needs file = "…"; allowed keys: {SOURCE}',
        id="a source without its file",
    ),
    pytest.param(
        '[[facets]]\ncues = ["mast"]\n',
        f'corpus.toml, line 1: [[facets]] needs id = "…" or name = "…"; allowed keys: {FACET}',
        id="a facet without id and name",
    ),
    pytest.param(
        '[[subjects]]\nname = ""\n',
        "corpus.toml, line 2: name of [[subjects]] is empty",
        id="an empty name",
    ),
    pytest.param(
        '[[subjects]]\nname = "!?"\n',
        'corpus.toml, line 2: no id can be made from the name "!?"; add id = "…" below it',
        id="a name without letters",
    ),
    pytest.param(
        '[[subjects]]\nname = "both"\n',
        'corpus.toml, line 1: the id "both" is kept for "about all of them"; give this subject'
        " another id",
        id="the reserved id",
    ),
    pytest.param(
        '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "towboat"\nid = "tug"\n',
        'corpus.toml, line 5: the id "tug" is given twice; every id must be its own',
        id="an id given twice",
    ),
    pytest.param(
        '[[facets]]\nid = "hull"\n[[open_topics]]\nid = "hull"\n',
        'corpus.toml, line 4: the id "hull" is given twice; every id must be its own',
        id="an open topic with a facet's id",
    ),
    pytest.param(
        '[[sources]]\nfile = "a.txt"\n[[sources]]\nfile = "a.txt"\nid = "again"\n',
        'corpus.toml, line 4: the file "a.txt" is given twice; every file must be its own',
        id="a file given twice",
    ),
    *(
        pytest.param(
            f"{REVIEWED}quotes = {quotes}\n",
            "corpus.toml, line 5: quotes of [[disagreements]] must be a list of two or more"
            f" quotes, not {given}: write {QUOTES}; allowed keys: {DISAGREEMENT}",
            id=f"{given} for two quotes",
        )
        for quotes, given in (
            ('"Deep."', "a string"),
            ("[]", "an empty list"),
            ('[{source = "a", text = "Deep."}]', "a list of one"),
            ('["Deep.", "Not deep."]', "a list with a string"),
            (
                '[{source = "a", text = "Deep."}, {source = "b"}]',
                "a list with a quote without text",
            ),
            (
                '[{source = " ", text = "Deep."}, {source = "b", text = "No."}]',
                "a list with a quote without source",
            ),
            (
                '[{source = "a", txt = "Deep."}, {source = "b", text = "No."}]',
                'a list with a quote that has the key "txt"',
            ),
        )
    ),
    *(
        pytest.param(
            "".join(
                line
                for line in f"{REVIEWED}{QUOTES}\n".splitlines(keepends=True)
                if not line.startswith(key)
            ),
            f"corpus.toml, line 1: [[disagreements]] needs {key} = {example}; allowed keys:"
            f" {DISAGREEMENT}",
            id=f"a disagreement without {key}",
        )
        for key, example in (
            ("subject", '"…"'),
            ("facet", '"…"'),
            ("note", '"…"'),
            ("quotes", QUOTES.partition(" = ")[2]),
        )
    ),
    pytest.param(
        REVIEWED.replace("How deep.", " "),
        "corpus.toml, line 4: note of [[disagreements]] is empty",
        id="an empty note",
    ),
    pytest.param(
        '[subjects]\nname = "tug"\n',
        "corpus.toml, line 1: subjects must be a list of tables; head each one [[subjects]]",
        id="single brackets",
    ),
    pytest.param(
        'subjects = ["tug", "barge"]\n',
        "corpus.toml, line 1: subjects must be a list of tables; head each one [[subjects]]",
        id="a list of names for tables",
    ),
    pytest.param(
        'synonyms = [\n    ["tug"],\n]\n',
        "corpus.toml, line 1: synonyms must be a list of lists of two or more strings: synonyms ="
        ' [["car", "automobile"]]',
        id="a synonym of nothing",
    ),
    pytest.param(
        'everyone = "both ships"\n',
        "corpus.toml, line 1: everyone must be a list of strings, not a string: write everyone ="
        ' ["…"]',
        id="one phrase for a list of them",
    ),
    pytest.param(
        'title = "Ships"\nsubjects_are = "ships"\n',
        'corpus.toml, line 2: subjects_are must be "people" or "things", not \'ships\': write'
        ' subjects_are = "things" if what is compared is no people',
        id="subjects that are neither people nor things",
    ),
    pytest.param(
        "language = 7\n",
        'corpus.toml, line 1: language must be a string, not a number: write language = "…"',
        id="a number for a language",
    ),
    pytest.param(
        'title = "Ships"\nsubjects = [{name = "tug", alias = "tow"}]\n',
        'corpus.toml, line 2: there is no key "alias" of [[subjects]] (did you mean "aliases"?);'
        f" allowed keys: {SUBJECT}",
        id="tables written inline have their list's line",
    ),
    pytest.param(
        'title = "Ships"\nsynonyms = \n',
        "corpus.toml, line 2, column 12: this is not valid TOML (Invalid value); correct that line",
        id="a syntax error",
    ),
    pytest.param(
        'title = "Ships"\nsynonyms = [',
        "corpus.toml, line 2: this is not valid TOML (Invalid value); correct that line",
        id="a syntax error at the end",
    ),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(
    tmp_path: Path, text: str, expected: str
) -> None:
    assert message(tmp_path, text) == expected


def test_nested_lists_are_not_taken_for_tables(tmp_path: Path) -> None:
    text = 'synonyms = [\n    ["a", "b"]\n]\ntitle = 7\n'
    assert message(tmp_path, text).startswith("corpus.toml, line 4: title must be a string")


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_bytes('title = "Ships"\n# Jürgen\n'.encode("latin-1"))
    with pytest.raises(
        ConfigError,
        match=r"corpus\.toml, line 2: this is not UTF-8 \(byte 0xfc\); save the file again as",
    ):
        read_config(tmp_path / "corpus.toml")


def test_a_folder_named_corpus_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").mkdir()
    with pytest.raises(
        ConfigError, match=r"corpus\.toml cannot be opened: .*; check that it is a readable file"
    ):
        read_config(tmp_path / "corpus.toml")


def test_a_value_below_a_key_is_found_on_its_own_line(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        '[[sources]]\nfile = "a.txt"\nboilerplate = [\n    "Buy now",\n    "Read on",\n]\n',
    )
    assert config.place("sources", 0, "boilerplate", "Read on").endswith("corpus.toml, line 5")


def test_the_example_in_the_corpus_readme_is_valid_and_names_every_key(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "corpus" / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```toml\n")[2].partition("```")[0]
    config = read(tmp_path, example)
    assert config.subjects == (Subject("tug", "tug", ("tugboat",), ("tow rope",), ("towing",)),)
    assert [key for table in TABLES.values() for key in table if f"\n{key} = " not in example] == []

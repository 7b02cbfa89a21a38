"""A folder of articles: which files are articles, what corpus.toml does to them, and the articles
of this project.
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.articles.corpus import Corpus
from kb.articles.folder import fingerprint
from kb.articles.loading import load_corpus
from kb.articles.readers import read_article
from kb.errors import ArticleError, ConfigError, CorpusError
from kb.language import ENGLISH, Language
from kb.types import Author, Document, Subject

HERE = Path(__file__).parents[2] / "corpus"

# sha256 of each article's words as its publisher gave them, joined by single spaces.
GIVEN = {
    "carepatron": "f8b6bddaec5f2eccf1806956d126fdadab17fd84b64174d489420f2d9f45e9a6",
    "careertrend": "9fffa604e32890cefd1999a88dc488dfd8406a556c1cc9c9ffd9bd8c6607cb99",
}

TUGS = "All about tugs\n\nTug or barge?\n\nBy Ann.\n\nBuy now\n\nTugs tow barges.\n"


def write(folder: Path, **files: str) -> Path:
    """The folder, with each file's text: `a_txt="…"` writes a.txt."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def of_kind(document: Document, kind: str) -> list[str]:
    return [
        document.text[block.start : block.end] for block in document.blocks if block.kind == kind
    ]


def levels(document: Document) -> dict[str, int]:
    return {document.text[b.start : b.end]: b.level for b in document.blocks if b.kind == "heading"}


@pytest.fixture(scope="module")
def here() -> Corpus:
    return load_corpus(HERE)


def test_the_articles_are_word_for_word_as_given(here: Corpus) -> None:
    words = {document.id: " ".join(document.text.split()) for document in here.documents}
    assert {id_: hashlib.sha256(text.encode()).hexdigest() for id_, text in words.items()} == GIVEN


def test_the_articles_name_their_publishers_authors_and_dates(here: Corpus) -> None:
    assert [
        (d.id, d.title, d.publisher, d.author, d.published, d.fact_checker) for d in here.documents
    ] == [
        (
            "carepatron",
            "Social Worker vs. Case Manager",
            "Carepatron",
            "Gale Alagos",
            "2024-05-06",
            "Nate Lacson",
        ),
        (
            "careertrend",
            "The Difference Between a Social Worker & a Case Manager",
            "Career Trend",
            "Tonya Whitaker",
            "",
            "",
        ),
    ]


def test_exactly_the_adverts_and_picture_notes_are_boilerplate(here: Corpus) -> None:
    assert of_kind(here.document("carepatron"), "boilerplate") == [
        "Get Carepatron Free",
        "Click here to view on YouTube",
        "Social Worker Software",
        "Join 10,000+ teams using Carepatron to be more productive",
        "One app for all your healthcare work",
    ]
    assert of_kind(here.document("careertrend"), "boilerplate") == [
        "Growth Trends for Related Jobs",
        "careertrend article image",
        "Photo Credits",
    ]


def test_bylines_and_the_authors_note_are_no_boilerplate(here: Corpus) -> None:
    assert of_kind(here.document("carepatron"), "byline") == [
        "By Gale Alagos on May 06, 2024.",
        "Fact Checked by Nate Lacson.",
    ]
    (note,) = of_kind(here.document("careertrend"), "byline")
    assert note.startswith("Tonya Whitaker has worked") and note.endswith("in Denton, Texas.")


def test_each_articles_title_is_its_only_heading_of_level_one(here: Corpus) -> None:
    for document in here.documents:
        assert [words for words, level in levels(document).items() if level == 1] == [
            document.title
        ]


def test_boilerplate_moves_no_block(here: Corpus) -> None:
    for document in here.documents:
        _, blocks = read_article(Path(document.path))
        assert [(b.start, b.end) for b in document.blocks] == [(b.start, b.end) for b in blocks]


def test_listed_articles_come_first_and_the_others_by_name(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_txt="A.",
        b_md="# Bees\n\nHum.",
        c_txt="C.",
        corpus_toml='[[sources]]\nfile = "c.txt"\nid = "sea"\n',
    )
    documents = load_corpus(tmp_path).documents
    assert [(d.id, d.title) for d in documents] == [("sea", "c"), ("a", "a"), ("b", "Bees")]


def test_hidden_files_readmes_folders_and_other_kinds_are_no_articles(tmp_path: Path) -> None:
    write(tmp_path, a_txt="A.", README_md="Read me.", notes_pdf="%PDF", corpus_toml="")
    write(tmp_path, **{".hidden_txt": "H."})
    (tmp_path / "deeper").mkdir()
    write(tmp_path / "deeper", d_txt="D.")
    (tmp_path / "folder.txt").mkdir()
    assert [document.id for document in load_corpus(tmp_path).documents] == ["a"]


def test_a_folder_works_without_corpus_toml(tmp_path: Path) -> None:
    corpus = load_corpus(str(write(tmp_path, a_txt="A.")))
    assert (corpus.title, corpus.subjects, corpus.facets, corpus.synonyms) == ("", (), (), ())


def test_marked_lines_change_their_blocks_kind_and_nothing_else(tmp_path: Path) -> None:
    config = '[[sources]]\nfile = "a.txt"\nboilerplate = ["Buy  now"]\nbyline = ["By Ann."]\n'
    text = TUGS + "\nBuy now or never.\n"
    document = load_corpus(write(tmp_path, a_txt=text, corpus_toml=config)).documents[0]
    kinds = [block.kind for block in document.blocks]
    assert kinds == ["heading", "heading", "byline", "boilerplate", "paragraph", "paragraph"]
    assert of_kind(document, "boilerplate") == ["Buy now"]
    assert document.text == text


def test_a_title_below_the_first_line_takes_its_place(tmp_path: Path) -> None:
    config = '[[sources]]\nfile = "a.txt"\ntitle = "Tug  or barge?"\n'
    document = load_corpus(write(tmp_path, a_txt=TUGS, corpus_toml=config)).documents[0]
    assert levels(document) == {"All about tugs": 2, "Tug or barge?": 1, "Buy now": 2}
    assert document.title == "Tug or barge?"


def test_a_title_that_no_heading_says_leaves_the_headings(tmp_path: Path) -> None:
    config = '[[sources]]\nfile = "a.txt"\ntitle = "Harbours"\n'
    document = load_corpus(write(tmp_path, a_txt=TUGS, corpus_toml=config)).documents[0]
    assert levels(document) == {"All about tugs": 1, "Tug or barge?": 2, "Buy now": 2}


def test_an_articles_path_is_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a_txt="A.")
    monkeypatch.chdir(tmp_path)
    assert load_corpus(".").documents[0].path == str(tmp_path / "a.txt")


def test_things_are_found_by_id_name_and_alias(tmp_path: Path) -> None:
    config = '[[subjects]]\nname = "tug"\naliases = ["Tow boat"]\n[[facets]]\nid = "hull_form"\n'
    corpus = load_corpus(write(tmp_path, a_txt=TUGS, corpus_toml=config))
    assert corpus.subject("TOW  BOAT") is corpus.subject("tug") is corpus.subjects[0]
    assert corpus.facet("Hull form") is corpus.facet("hull_form") is corpus.facets[0]
    assert corpus.document("All about tugs") is corpus.document("a")


def test_an_unknown_name_is_told_with_those_there_are(tmp_path: Path) -> None:
    config = '[[subjects]]\nname = "tug"\n[[subjects]]\nname = "barge"\n'
    corpus = load_corpus(write(tmp_path, a_txt=TUGS, corpus_toml=config))
    with pytest.raises(CorpusError) as error:
        corpus.subject("barges")
    assert (
        str(error.value)
        == 'there is no subject "barges" in this corpus (did you mean "barge"?); it has tug, barge'
    )
    with pytest.raises(CorpusError, match='there is no facet "hull" in this corpus; it has none'):
        corpus.facet("hull")


@pytest.mark.parametrize("given", [None, 7, b"tug", ["tug"], Subject("tug", "tug")])
def test_what_is_no_string_is_no_name(tmp_path: Path, given: Any) -> None:
    config = '[[subjects]]\nname = "tug"\n'
    corpus = load_corpus(write(tmp_path, a_txt=TUGS, corpus_toml=config))
    look_ups = {"subject": corpus.subject, "facet": corpus.facet, "article": corpus.document}
    for what, look_up in look_ups.items():
        with pytest.raises(TypeError) as error:
            look_up(given)
        kind = type(given).__name__
        assert str(error.value) == f"{what} must be a string, its id or name, not {kind}: {given!r}"


def test_authors_told_as_data_are_shown_in_one_string_and_change_the_digest(tmp_path: Path) -> None:
    names = '[{family = "Lee", given = "Ann"}, {literal = "Tug Club"}, {family = "Roe"}]'
    write(tmp_path, a_txt=TUGS, corpus_toml=f'[[sources]]\nfile = "a.txt"\nauthors = {names}\n')
    told = load_corpus(tmp_path)
    assert told.documents[0].author == "Ann Lee, Tug Club and Roe"
    assert told.documents[0].authors[1] == Author(literal="Tug Club")
    plain = '[[sources]]\nfile = "a.txt"\nauthor = "Ann Lee, Tug Club and Roe"\n'
    written = load_corpus(write(tmp_path, corpus_toml=plain)).documents[0]
    assert (written.author, written.authors) == (told.documents[0].author, ())
    assert load_corpus(tmp_path).digest != told.digest


@pytest.mark.parametrize(
    "names", [{}, {"given": "Ann"}, {"family": " "}, {"family": "Lee", "literal": "Ann Lee"}]
)
def test_an_author_is_a_person_or_a_name_taken_whole(names: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is no author: give the family name of a person"):
        Author(**names)


def test_an_exact_id_wins_over_anothers_alias(tmp_path: Path) -> None:
    config = '[[subjects]]\nname = "towboat"\naliases = ["tug"]\n[[subjects]]\nname = "tug"\n'
    assert load_corpus(write(tmp_path, a_txt=TUGS, corpus_toml=config)).subject("tug").name == "tug"


FILE = '[[sources]]\nfile = "a.txt"\n'
WRONG_SOURCES = [
    pytest.param(
        f'{FILE}[[sources]]\nfile = "b.txt"\n',
        'line 4: there is no file "b.txt" in {folder} (did you mean "a.txt"?); add it or remove its'
        " [[sources]] table",
        id="a file that is not there",
    ),
    pytest.param(
        '[[sources]]\nfile = "../a.txt"\n',
        'line 2: "../a.txt" is a path: name a file of {folder} itself, such as "a.txt"',
        id="a path out of the folder",
    ),
    pytest.param(
        '[[sources]]\nfile = "README.md"\n',
        'line 2: "README.md" is no article: kb reads .txt, .md, .markdown files that are neither'
        " hidden nor a README",
        id="a file that is no article",
    ),
    pytest.param(
        f'{FILE}boilerplate = [\n  "Buy now",\n  "Buy nowadays",\n]\n',
        'line 5: a boilerplate line must be a whole paragraph, heading or list item, and "Buy'
        ' nowadays" is none of a.txt; the closest is "Buy now"',
        id="a line that the article lacks",
    ),
    pytest.param(
        f'{FILE}byline = ["tow"]\n',
        'line 3: a byline line must be a whole paragraph, heading or list item, and "tow" is none'
        ' of a.txt; the closest is "Tugs tow barges."',
        id="a part of a block",
    ),
    pytest.param(
        f'{FILE}boilerplate = ["By Ann."]\nbyline = ["By Ann."]\n',
        'line 4: "By Ann." is given as boilerplate and as byline; keep one of the two',
        id="a line marked twice",
    ),
]


@pytest.mark.parametrize(("config", "expected"), WRONG_SOURCES)
def test_a_mistake_about_a_source_is_told_with_its_line(
    tmp_path: Path, config: str, expected: str
) -> None:
    write(tmp_path, a_txt=TUGS, README_md="Read me.", corpus_toml=config)
    with pytest.raises(ConfigError) as error:
        load_corpus(tmp_path)
    assert str(error.value) == f"{tmp_path}/corpus.toml, " + expected.replace(
        "{folder}", str(tmp_path)
    )


def test_two_articles_with_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, a_txt="A.", a_md="A.")
    with pytest.raises(
        CorpusError,
        match=r'"a\.md" and "a\.txt" would both have the id "a": give one of them another id',
    ):
        load_corpus(tmp_path)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        CorpusError, match=r"there is no folder .*nowhere: name the folder that holds the articles"
    ):
        load_corpus(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match="there is no folder"):
        fingerprint(tmp_path / ("x" * 5000))


def test_a_file_for_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path, a_txt="A.")
    with pytest.raises(
        CorpusError, match=r"a\.txt is a file: name the folder that holds it and the other articles"
    ):
        load_corpus(tmp_path / "a.txt")


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        CorpusError, match=r"holds no articles: put text files \(\.txt, \.md, \.markdown\) into it"
    ):
        load_corpus(tmp_path)


@pytest.mark.parametrize("text", ["", " \n\t\n", "…\n\n---\n"])
def test_an_article_without_words_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(
        ArticleError,
        match=r"a\.txt holds no words: put the article's text into it or remove the file",
    ):
        load_corpus(write(tmp_path, a_txt=text))


def test_an_article_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Tugs\n\nJürgen tows.".encode("latin-1"))
    with pytest.raises(ArticleError, match=r"a\.txt is not UTF-8 \(byte 0xfc on line 3\)"):
        load_corpus(tmp_path)


SHIPS = (
    "Ships\n\nA tug is deep. It tows (e.g. a\nbarge). It is deep.\n\n  • Depth: A tug is\n    not"
    " deep.\n\nBuy now\n"
)
NAMED = (
    '[[subjects]]\nname = "tug"\naliases = ["towboat"]\n[[facets]]\nid = "hull"\nname = "hull'
    ' form"\n'
)


def reviewed(*texts: str, subject: str = "tug", facet: str = "hull", source: str = "a") -> str:
    """A corpus.toml with one disagreement: its header is line 7, its first quote line 12."""
    quotes = "".join(f'  {{source = "{source}", text = "{text}"}},\n' for text in texts)
    return (
        f'{NAMED}[[disagreements]]\nsubject = "{subject}"\nfacet = "{facet}"\nnote = "How'
        f' deep."\nquotes = [\n{quotes}]\n'
    )


def test_a_reviewed_disagreement_has_its_quotes_places_white_space_apart(tmp_path: Path) -> None:
    config = reviewed(
        "It tows (e.g. a barge). It is deep.",
        "Depth: A tug is not deep.",
        subject="Towboat",
        facet="Hull Form",
    )
    corpus = load_corpus(write(tmp_path, a_txt=SHIPS, corpus_toml=config))
    (disagreement,) = corpus.disagreements
    assert (disagreement.subject, disagreement.facet, disagreement.note) == (
        "tug",
        "hull",
        "How deep.",
    )
    assert [s.text for s in disagreement.spans] == [
        "It tows (e.g. a\nbarge). It is deep.",
        "Depth: A tug is\n    not deep.",
    ]
    assert all(span.document is corpus.documents[0] for span in disagreement.spans)


def test_of_several_places_the_one_that_is_a_whole_sentence_is_quoted(tmp_path: Path) -> None:
    text = "Ships\n\nThe log says It is deep.\n\nIt is deep.\n"
    config = reviewed("It is deep.", "The log says It is deep.")
    (disagreement,) = load_corpus(write(tmp_path, a_txt=text, corpus_toml=config)).disagreements
    assert [span.start for span in disagreement.spans] == [text.rindex("It"), text.index("The")]


WRONG_DISAGREEMENTS = [
    pytest.param(
        reviewed("A tug is deep.", "A tug is not deep", subject="barge"),
        'line 8: subject: there is no subject "barge" in this corpus; it has tug',
        id="an unknown subject",
    ),
    pytest.param(
        reviewed("A tug is deep.", "A tug is not deep", facet="hul"),
        'line 9: facet: there is no facet "hul" in this corpus (did you mean "hull"?); it has hull',
        id="an unknown facet",
    ),
    pytest.param(
        reviewed("A tug is deep.", "A tug is not deep", source="b"),
        'line 12: quotes: there is no article "b" in this corpus; it has a',
        id="an unknown source",
    ),
    pytest.param(
        reviewed("A tug is deep.", "Depth: A tug is never deep."),
        'line 13: quotes: "Depth: A tug is never deep." does not stand word for word in a; '
        'the closest sentence is "Depth: A tug is not deep."',
        id="other words",
    ),
    pytest.param(
        reviewed("A tug is deep.", "a tug is deep."),
        'line 13: quotes: "a tug is deep." does not stand word for word in a; the closest sentence'
        ' is "A tug is deep."',
        id="other capitals",
    ),
    pytest.param(
        reviewed("A tug is deep.", "A tug is not deep."),
        'line 13: quotes: "A tug is not deep." is not made of whole sentences of one paragraph or'
        ' list item of a; the closest sentence is "Depth: A tug is not deep."',
        id="a list item without its label",
    ),
    pytest.param(
        reviewed("A tug is deep.", "It tows (e.g."),
        'line 13: quotes: "It tows (e.g." is not made of whole sentences of one paragraph or list'
        ' item of a; the closest sentence is "It tows (e.g. a barge)."',
        id="half a sentence",
    ),
    pytest.param(
        reviewed("A tug is deep.", "Ships"),
        'line 13: quotes: "Ships" is not made of whole sentences of one paragraph or list item of'
        ' a; the closest sentence is "It is deep."',
        id="a heading",
    ),
    pytest.param(
        reviewed("A tug is deep.", "A tug  is deep."),
        'line 13: quotes: "A tug  is deep." is quoted twice; quote what contradicts it',
        id="a quote twice",
    ),
]


@pytest.mark.parametrize(("config", "expected"), WRONG_DISAGREEMENTS)
def test_a_mistake_in_a_disagreement_is_told_with_its_line_and_the_closest_text(
    tmp_path: Path, config: str, expected: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load_corpus(write(tmp_path, a_txt=SHIPS, corpus_toml=config))
    assert str(error.value) == f"{tmp_path}/corpus.toml, {expected}"


def test_the_articles_disagreements_are_on_these_subjects_and_facets(here: Corpus) -> None:
    assert [
        (d.subject, d.facet, len(d.spans), len({s.document.id for s in d.spans}))
        for d in here.disagreements
    ] == [
        ("social_worker", "licensure", 3, 2),
        ("case_manager", "counseling", 3, 2),
        ("case_manager", "education", 4, 2),
        ("social_worker", "education", 5, 2),
        ("case_manager", "approach", 2, 2),
    ]


DEEP_OR_NOT = """
[[disagreements]]
subject = "tug"
facet = "hull"
note = "How deep."
quotes = [{source = "a", text = "Tugs tow barges."}, {source = "a", text = "By Ann."}]
"""
CHANGES = {
    "a word of an article": {"a_txt": TUGS.replace("tow", "pull")},
    "another article": {"b_txt": "B."},
    "a subject": {"corpus_toml": '[[subjects]]\nname = "tug"\n'},
    "a subject's alias": {"corpus_toml": '[[subjects]]\nname = "tug"\naliases = ["towboat"]\n'},
    "a facet": {"corpus_toml": '[[facets]]\nid = "hull"\n'},
    "an open topic": {"corpus_toml": '[[open_topics]]\nid = "hull"\n'},
    "a synonym": {"corpus_toml": 'synonyms = [["tug", "towboat"]]\n'},
    "subjects and facets": {"corpus_toml": NAMED},
    "a disagreement": {"corpus_toml": NAMED + DEEP_OR_NOT},
    "a disagreement's note": {"corpus_toml": NAMED + DEEP_OR_NOT.replace("How", "Whether")},
    "a publisher": {"corpus_toml": f'{FILE}publisher = "Ann"\n'},
    "a boilerplate line": {"corpus_toml": f'{FILE}boilerplate = ["Buy now"]\n'},
}


def test_every_change_that_matters_changes_digest_and_fingerprint(tmp_path: Path) -> None:
    digests, fingerprints = set(), set()
    for number, change in enumerate([{}, *CHANGES.values()]):
        folder = tmp_path / str(number)
        folder.mkdir()
        write(folder, **{"a_txt": TUGS, **change})
        digests.add(load_corpus(folder).digest)
        fingerprints.add(fingerprint(folder))
    assert len(digests) == len(fingerprints) == len(CHANGES) + 1


def test_digest_and_fingerprint_do_not_depend_on_the_folder(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        write(folder, a_txt=TUGS, b_txt="B.", corpus_toml=FILE)
    assert load_corpus(one).digest == load_corpus(two).digest
    assert fingerprint(one) == fingerprint(two)


def test_a_comment_changes_the_fingerprint_only(tmp_path: Path) -> None:
    write(tmp_path, a_txt=TUGS, corpus_toml=FILE)
    before = load_corpus(tmp_path).digest, fingerprint(tmp_path)
    write(tmp_path, corpus_toml=FILE + "# A remark.\n")
    assert load_corpus(tmp_path).digest == before[0]
    assert fingerprint(tmp_path) != before[1]


def test_files_that_are_no_articles_change_nothing(tmp_path: Path) -> None:
    write(tmp_path, a_txt=TUGS)
    before = fingerprint(tmp_path)
    write(tmp_path, README_md="Read me.", notes_pdf="%PDF")
    assert fingerprint(tmp_path) == before


def test_one_article_that_reads_as_two_has_another_fingerprint(tmp_path: Path) -> None:
    write(tmp_path, a_txt="Tugs.b.txtBarges.")
    before = fingerprint(tmp_path)
    write(tmp_path, a_txt="Tugs.", b_txt="Barges.")
    assert fingerprint(tmp_path) != before


def test_a_corpus_cannot_be_changed(here: Corpus) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        here.title = "Ships"  # type: ignore[misc]


PIECES = st.sampled_from(
    ["\r\n", "\r", "\n\n", "• ", "1. ", "\t", "\ufeff", "\u2028", "🚢", "word "]
)


@given(
    st.lists(PIECES | st.characters(codec="utf-8", exclude_characters="\0"), max_size=60).map(
        "".join
    )
)
def test_any_text_with_a_word_is_an_article_and_keeps_its_characters(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.txt").write_bytes(("word " + text).encode())
    document = load_corpus(folder).documents[0]
    assert document.text == ("word " + text).replace("\r\n", "\n").replace("\r", "\n")


def ships(folder: Path, config: str) -> Path:
    (folder / "a.txt").write_text("Ein Schlepper zieht.\n", encoding="utf-8")
    (folder / "corpus.toml").write_text(config, encoding="utf-8")
    return folder


def test_a_language_is_english_or_one_that_is_given(tmp_path: Path) -> None:
    german = Language("de", "german")
    assert load_corpus(ships(tmp_path, "")).language is ENGLISH
    folder = ships(tmp_path, 'title = "Schiffe"\nlanguage = "de"\n')
    assert load_corpus(folder, languages={"de": german}).language is german
    with pytest.raises(ConfigError) as error:
        load_corpus(folder, languages={"dk": Language("dk", "danish")})
    assert str(error.value) == (
        f'{folder / "corpus.toml"}, line 2: there is no language "de"; known:'
        ' dk, en; give another one as languages = {"de": …} in Python'
    )


def test_the_digest_tells_an_edited_language(tmp_path: Path) -> None:
    folder = ships(tmp_path, 'language = "de"\n')
    stops = (frozenset({"und"}), frozenset({"oder"}))
    digests = {load_corpus(folder, {"de": Language("de", "german", s)}).digest for s in stops}
    assert len(digests) == 2


def test_the_digest_tells_what_the_subjects_are_and_what_speaks_of_all(tmp_path: Path) -> None:
    configs = ("", 'subjects_are = "things"\n', 'everyone = ["both ships"]\n')
    assert len({load_corpus(ships(tmp_path, config)).digest for config in configs}) == 3


def test_what_the_subjects_are_is_the_last_word_of_what_speaks_of_all(tmp_path: Path) -> None:
    folder = ships(tmp_path, 'everyone = ["both ships", "all ships", "both kinds of boat"]\n')
    assert load_corpus(folder).kinds == ("ships", "boat")


def test_a_language_under_another_code_is_refused(tmp_path: Path) -> None:
    folder = ships(tmp_path, 'language = "de"\n')
    with pytest.raises(ConfigError, match='given as "de" calls itself "nl": give it under its own'):
        load_corpus(folder, languages={"de": Language("nl", "dutch")})

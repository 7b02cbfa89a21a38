"""`kb check`: each kind of finding on a small corpus that has that one fault, and what it says on a
corpus without any.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kb.articles.folder import fingerprint
from kb.articles.loading import load_corpus
from kb.cli import app
from kb.embedding.hashing import HashEmbedder
from kb.evaluation.check import Finding, check, findings_to_text
from kb.index.build import Index, build_index
from kb.index.stored import load_index
from kb.knowledge_base import build
from kb.types import Disagreement, Span

ROOT = Path(__file__).parents[2]
BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"
NOTES = [
    "source",
    "unused name",
    "unused name",
]  # what the bakers' corpus has, and nobody need mend

DISAGREEMENT = """
[[disagreements]]
subject = "confectioner"
facet = "training"
note = "Where confectioners are trained."
quotes = [
    {source = "guild", text = '''Confectioners attend a trade school for two years and finish with
 a written test.'''},
    {source = "almanac", text = '''Confectioners study food hygiene and chemistry at the
 trade school.'''},
]
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAKERS, tmp_path / "corpus"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def indexed(corpus: Path) -> Index:
    return build_index(load_corpus(corpus), fingerprint(corpus), HashEmbedder(256))


def found(corpus: Path, *kinds: str) -> list[str]:
    """What is found of these kinds, one "where: message" each, the folder left out."""
    findings = [finding for finding in check(indexed(corpus)) if finding.kind in kinds]
    return [f"{finding.where}: {finding.message}".replace(f"{corpus}/", "") for finding in findings]


def test_a_good_corpus_has_notes_only(corpus: Path) -> None:
    findings = check(indexed(corpus))
    assert [finding.kind for finding in findings] == NOTES
    assert not any(finding.is_wrong for finding in findings)


def test_a_subject_that_the_articles_never_name_is_wrong(corpus: Path) -> None:
    with (corpus / "corpus.toml").open("a", encoding="utf-8") as toml:
        toml.write('[[subjects]]\nname = "miller"\naliases = ["grinder"]\nterms = ["flour"]\n')
    first = check(indexed(corpus))[0]
    assert (first.kind, first.is_wrong) == ("subject never named", True)
    assert (
        first.message
        == 'the articles never name "miller": add the name that they use to its aliases'
    )
    assert first.where.endswith("corpus.toml, line 54")


def test_a_subject_that_goes_by_its_alias_is_a_note(corpus: Path) -> None:
    edit(
        corpus / "corpus.toml",
        'name = "confectioner"\naliases = ["sugar baker"',
        'name = "sweeter"\naliases = ["confectioner"',
    )
    assert found(corpus, "subject never named") == []
    assert (
        'corpus.toml, line 26: the articles never say "sweeter": kept, they help only to read'
        " questions" in found(corpus, "unused name")
    )


def test_names_that_never_occur_are_told_by_key_with_their_line(corpus: Path) -> None:
    edit(corpus / "corpus.toml", 'terms = ["chocolate"]', 'terms = ["chocolate", "praline"]')
    assert found(corpus, "unused name") == [
        (
            'corpus.toml, line 22: the articles never say "bread maker": kept, they help only to'
            " read questions"
        ),
        (
            'corpus.toml, line 27: the articles never say "pastry cook": kept, they help only to'
            " read questions"
        ),
        (
            'corpus.toml, line 28: the articles never say "praline": kept, they help only to read'
            " questions"
        ),
    ]


@pytest.mark.parametrize("with_subjects", [True, False])
def test_a_facet_without_any_evidence_is_wrong(corpus: Path, with_subjects: bool) -> None:
    toml = corpus / "corpus.toml"
    if not with_subjects:
        text = toml.read_text(encoding="utf-8")
        toml.write_text(
            text[: text.index("[[subjects]]")] + text[text.index("[[facets]]") :], encoding="utf-8"
        )
    edit(toml, 'description = "Licences: whether a licence is needed to sell"\n', "")
    edit(
        toml,
        'id = "licences"\ncues = ["licence", "licensed"]\n',
        'id = "zeppelins"\ncues = ["zeppelin"]\n',
    )
    (message,) = found(corpus, "facet without evidence")
    assert message.endswith(
        ': no passage on "zeppelins": give it cues that the articles use, or make it an open topic'
    )
    assert found(corpus, "gap") == []


def test_a_facet_with_one_side_only_is_a_note(corpus: Path) -> None:
    edit(
        corpus / "corpus.toml",
        'cues = ["tools", "oven", "pan", "slab"]',
        'cues = ["slab", "marble"]',
    )
    edit(
        corpus / "corpus.toml",
        'id = "tools"\ndescription = "Tools: what stands in the workshop"',
        'id = "slabs"',
    )
    (gap,) = found(corpus, "gap")
    assert (
        gap == 'corpus.toml, line 42: no passage on "slabs" about "baker": if there is one, add its'
        " words to the cues"
    )


def test_cues_that_nobody_says_are_told_apart_from_those_that_only_questions_say(
    corpus: Path,
) -> None:
    edit(
        corpus / "corpus.toml",
        'cues = ["tools", "oven", "pan", "slab"]',
        'cues = ["Tool", "ovens", "when", "use", "lathe"]',
    )
    assert found(corpus, "unused cue", "question cue") == [
        (
            'corpus.toml, line 45: "tools": neither the articles nor its example questions say'
            ' "lathe": remove what nobody would ask, correct what is misspelt'
        ),
        (
            'corpus.toml, line 45: "tools": only questions say "when", "use": keep them, they help'
            " to read questions"
        ),
    ]


def test_cues_of_open_topics_may_be_missing(corpus: Path) -> None:
    assert "salary" not in (corpus / "guild.txt").read_text(encoding="utf-8")
    assert found(corpus, "unused cue", "question cue") == []


def test_an_example_question_that_is_read_as_another_facets_is_told(corpus: Path) -> None:
    toml = corpus / "corpus.toml"
    edit(
        toml,
        '"Which tools do they use?"',
        '"Which tools do they use?", "Which school exam ends the training?"',
    )
    edit(toml, '"Who earns more?"', '"Who earns more?", "Is a licence needed here?"')
    assert found(corpus, "example question") == [
        (
            'corpus.toml, line 46: "Which school exam ends the training?" is read as "training",'
            ' not as "tools": reword it, or see to the cues of both'
        ),
        (
            'corpus.toml, line 53: "Is a licence needed here?" is read as "licences", not as "pay":'
            " reword it, or see to the cues of both"
        ),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Click here to view the video",
        "Get Dough App Free",
        "Subscribe today",
        "Sign up for our newsletter",
        "Join 10,000+ bakers",
        "Photo Credits",
        "Advertisement",
        "Read more »",
        "We use cookies.",
        "© 2024 The Guild Post",
        "Back to top",
    ],
)
def test_advertising_left_in_is_wrong_and_told_with_its_line(corpus: Path, line: str) -> None:
    edit(corpus / "guild.txt", "Training\n", f"{line}\n\nTraining\n")
    expected = (
        f'guild.txt, line 9: "{line}" is no part of the article, it seems: add it to boilerplate in'
        " its [[sources]] table"
    )
    assert found(corpus, "advertising") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "They bake cookies and all kinds of rolls.",
        "Join the pieces with warm sugar.",
        "Get the oven hot, then free the crumbs.",
        "Press on the dough.",
        "Read the recipe more than once.",
        "Apprentices share this room.",
        (
            "Click here, says the advert, and the reader who does so is led away from all that the"
            " article has to say."
        ),
    ],
)
def test_sentences_that_only_sound_like_advertising_are_left_alone(corpus: Path, line: str) -> None:
    edit(corpus / "guild.txt", "Training\n", f"Training\n\n{line}\n")
    assert found(corpus, "advertising", "possible navigation") == []


def test_marked_boilerplate_and_bylines_are_not_told(corpus: Path) -> None:
    assert "Subscribe now" in (corpus / "guild.txt").read_text(encoding="utf-8")
    assert found(corpus, "advertising", "possible navigation") == []


def test_headings_of_nothing_and_lines_that_are_no_sentence_are_notes(corpus: Path) -> None:
    edit(
        corpus / "almanac.md",
        "## Tools",
        "## Sister sites\n\n## Tools\n\nOne app for all your bread\n\nFresh bread, daily.",
    )
    assert found(corpus, "possible navigation") == [
        'almanac.md, line 5: no sentence and no text below: "Sister sites", "One app for all your'
        ' bread": add what is no part of the article to boilerplate'
    ]


def test_lines_that_stand_in_several_articles_are_one_note(corpus: Path) -> None:
    for name, heading in (("guild.txt", "Where they work\n"), ("almanac.md", "## Schooling\n")):
        lines = "".join(f"This page has part {n}.\n\n" for n in "abcdef")
        edit(corpus / name, heading, f"{lines}{heading}")
    assert found(corpus, "possible navigation") == [
        'guild.txt, line 23: in more than one article: "This page has part a.", "This page has part'
        ' b.", "This page has part c.", "This page has part d." and 2 more: add what is no part of'
        " the articles to boilerplate"
    ]


def test_an_article_that_corpus_toml_does_not_list_is_told(corpus: Path) -> None:
    (corpus / "extra.txt").write_text("Bakers rise early.", encoding="utf-8")
    assert found(corpus, "unlisted article") == [
        "extra.txt: corpus.toml does not list this article: tell its publisher, author and date in"
        " a [[sources]] table"
    ]


def test_a_source_without_author_and_date_is_told(corpus: Path) -> None:
    assert found(corpus, "source") == [
        "corpus.toml, line 15: no author and no date (published): add what the article tells, so"
        " that a quote says whose it is"
    ]


def test_sentences_about_nobody_are_counted(corpus: Path) -> None:
    assert found(corpus, "about nobody") == []
    (corpus / "extra.txt").write_text(
        "The town lies on a river. It has a market.", encoding="utf-8"
    )
    (message,) = found(corpus, "about nobody")
    assert message.startswith(
        "corpus.toml, line 20: 2 of 26 sentences (8%) are about no subject, the first is "
    )
    assert '"The town lies on a river."' in message


def test_a_reviewed_quote_that_is_cut_is_wrong(corpus: Path) -> None:
    index = indexed(corpus)
    document = index.corpus.document("guild")
    at = document.text.index("They sit a practical exam")
    whole, cut = (
        Span(document, at, document.text.index(end, at) + len(end))
        for end in ("the guild.", "exam")
    )
    reviewed = Disagreement("baker", "training", "Whether there is an exam.", (whole, cut))
    altered = dataclasses.replace(
        index, corpus=dataclasses.replace(index.corpus, disagreements=(reviewed,))
    )
    (finding,) = [finding for finding in check(altered) if finding.kind == "quote of a part"]
    assert finding.is_wrong
    assert (
        finding.message
        == '"They sit a practical exam" is quoted in part: quote from the beginning of a sentence'
        " to the end of one"
    )


def test_reviewed_disagreements_are_stored_with_the_index(corpus: Path) -> None:
    with (corpus / "corpus.toml").open("a", encoding="utf-8") as toml:
        toml.write(DISAGREEMENT)
    build(corpus, model="hash-64")
    stored = load_index(corpus / ".index", corpus).corpus
    assert stored.disagreements == load_corpus(corpus).disagreements
    assert [
        span.document is stored.document(span.document.id) for span in stored.disagreements[0].spans
    ] == [True, True]
    assert [f.kind for f in check(load_index(corpus / ".index", corpus))] == NOTES


def test_a_folder_of_articles_alone_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tugs\n\nTugs tow barges.", encoding="utf-8")
    assert [finding.kind for finding in check(indexed(tmp_path))] == ["unlisted article"]


def test_the_text_tells_what_is_wrong_and_counts() -> None:
    findings = [
        Finding("advertising", "a.txt, line 2", "buy"),
        Finding("gap", "corpus.toml, line 4", "none"),
    ]
    assert (
        findings_to_text(findings)
        == "wrong  a.txt, line 2: buy\nnote   corpus.toml, line 4: none\n1 wrong, 1 to note"
    )
    assert findings_to_text([]) == "0 wrong, 0 to note"


def test_the_command_prints_text_or_json_and_ends_with_1_only_if_something_is_wrong(
    corpus: Path,
) -> None:
    options = ["--corpus", str(corpus)]
    assert CliRunner().invoke(app, ["build", *options, "--model", "hash-64"]).exit_code == 0
    good = CliRunner().invoke(app, ["check", *options])
    assert (good.exit_code, good.stdout.splitlines()[-1]) == (0, "0 wrong, 3 to note")
    edit(corpus / "corpus.toml", 'boilerplate = ["Subscribe now"]\n', "")
    bad = CliRunner().invoke(app, ["check", *options, "--json"])
    findings = json.loads(bad.stdout)
    assert bad.exit_code == 1
    assert set(findings[0]) == {"kind", "where", "message", "is_wrong"}
    assert [f["kind"] for f in findings if f["is_wrong"]] == ["advertising", "advertising"]


@pytest.mark.slow
def test_this_projects_corpus_has_nothing_wrong_and_every_example_is_read_right(
    tmp_path: Path,
) -> None:
    build(ROOT / "corpus", index=tmp_path)
    findings = check(load_index(tmp_path, ROOT / "corpus"))
    assert {finding.kind for finding in findings} == {
        "source",
        "unused name",
        "unused cue",
        "question cue",
    }

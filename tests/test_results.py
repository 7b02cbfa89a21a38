"""The values that answering gives: hashable, plain for JSON, strict about what they are asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kb import KnowledgeBase
from kb.errors import CorpusError, KBError, LimitError

COMPARISON = "How does the training of bakers and confectioners differ?"
ONE_SIDED = "Do bakers need a licence?"
OPEN = "Who earns more?"


def values(base: KnowledgeBase) -> list[Any]:
    """One of each kind."""
    answer, refusal = base.ask(COMPARISON), base.ask(OPEN)
    assert answer.comparison
    quote = answer.citations[0]
    located = base.locate(quote.address)
    table = base.compare()
    hit = base.search(ONE_SIDED, k=1)[0]
    evidence, verdict = quote.evidence, table.rows[0].verdict
    follow_up = base.follow_ups(answer, k=1)[0]
    document = base.corpus.documents[0]
    of_answer = [answer, refusal, refusal.reason, quote, evidence, evidence.why, follow_up]
    return [*of_answer, answer.comparison, table, verdict, hit, located, document]


def test_every_value_is_hashable_and_equal_to_one_made_again(bakers: KnowledgeBase) -> None:
    assert [hash(value) for value in values(bakers)] == [hash(value) for value in values(bakers)]
    assert values(bakers) == values(bakers)
    assert len(set(values(bakers))) == len(values(bakers))


def test_every_value_as_plain_values_names_their_schema(bakers: KnowledgeBase) -> None:
    for value in values(bakers):
        plain = value.to_dict()
        assert plain["schema"] == 4 and json.loads(json.dumps(plain)) == plain


def test_cells_name_the_numbers_of_quotes_that_stand_once(bakers: KnowledgeBase) -> None:
    plain = bakers.compare(k=bakers.size).to_dict()
    numbers = [citation["number"] for citation in plain["citations"]]
    in_cells = {
        number
        for row in plain["rows"]
        for cells in (row["cells"], row["loose"])
        for cell in cells.values()
        for number in cell
    }
    assert numbers == sorted(in_cells)
    asked = bakers.ask(COMPARISON).to_dict()
    assert "citations" not in asked["comparison"] and asked["citations"]


def test_an_answer_names_what_it_was_made_by(bakers: KnowledgeBase) -> None:
    origin = bakers.ask(ONE_SIDED).origin
    assert (origin.model, origin.fingerprint) == (bakers.model, bakers.index.fingerprint)
    assert bakers.ask(OPEN).origin == bakers.ask("").origin == origin


def test_a_refusal_is_no_answer(bakers: KnowledgeBase) -> None:
    refusal = bakers.ask(OPEN)
    assert refusal.status == "not covered" and refusal.citations == () and refusal.nearest
    assert refusal.shown == refusal.nearest
    assert bakers.ask(ONE_SIDED).nearest == ()


def test_whom_a_quote_is_about_and_for_whom_it_was_sought_are_two_things(
    bakers: KnowledgeBase,
) -> None:
    answer = bakers.ask("Do bakers and confectioners need a licence?")
    (contrast,) = [c for c in answer.citations if c.text.startswith("Unlike bakers")]
    assert contrast.about == ("baker", "confectioner") and contrast.subject == "both"
    assert contrast.asked_for in contrast.about


def test_what_nothing_has_scored_has_no_score(bakers: KnowledgeBase) -> None:
    cited = bakers.cite(bakers.ask(ONE_SIDED).citations[0].span)
    assert (cited.relevance, cited.evidence.strength, cited.evidence.why) == (None, None, None)


@pytest.mark.parametrize("subject", ["confectioner", "Pastry Cook", "sugar baker"])
@pytest.mark.parametrize("facet", ["licences", "Licences"])
def test_a_cell_takes_names_as_compare_does(
    bakers: KnowledgeBase, subject: str, facet: str
) -> None:
    table = bakers.compare()
    assert table.cell(subject, facet) == table.cells["confectioner", "licences"] != ()


WRONG: list[tuple[Callable[[KnowledgeBase], object], type[Exception], str]] = [
    (lambda b: b.compare().cell("nobody", "licences"), CorpusError, 'no subject "nobody" in this'),
    (lambda b: b.compare().cell("baker", "pay"), CorpusError, 'no facet "pay" in this comparison'),
    (lambda b: b.compare().verdict("pay"), CorpusError, "it has training, licences, tools"),
    (lambda b: b.compare().disagreements("pay"), CorpusError, 'there is no facet "pay"'),
    (lambda b: b.compare().cell(7, "pay"), TypeError, "subject must be a string, its id or name"),  # type: ignore[arg-type]
    (lambda b: b.compare(["baker"]), TypeError, "subject must be a string"),  # type: ignore[arg-type]
    (lambda b: b.compare(facet=[None]), TypeError, "facet must be a string"),  # type: ignore[list-item]
    (lambda b: b.compare(facet=7), TypeError, "facet is a name or a list of names, not 7"),  # type: ignore[arg-type]
    (lambda b: b.ask(None), TypeError, "a question is a string, not NoneType"),  # type: ignore[arg-type]
    (lambda b: b.ask(b"baker"), TypeError, "a question is a string, not bytes"),  # type: ignore[arg-type]
    (lambda b: b.search(["a"]), TypeError, "a question is a string, not list"),  # type: ignore[arg-type]
    (lambda b: b.ask("baker", k=0), LimitError, "expected 1 or more, got 0"),
    (lambda b: b.ask("baker", k=1.5), TypeError, "expected a whole number, got 1.5"),  # type: ignore[arg-type]
    (lambda b: b.search("baker", k=True), TypeError, "expected a whole number, got True"),
    (lambda b: b.compare(k=-1), KBError, "expected 1 or more, got -1"),
]


@pytest.mark.parametrize(("call", "error", "message"), WRONG)
def test_what_cannot_be_asked_is_told_with_what_can(
    bakers: KnowledgeBase,
    call: Callable[[KnowledgeBase], object],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error) as raised:
        call(bakers)
    assert message in str(raised.value)

"""The public names as a user's type checker sees them.

`mypy --strict` reads this file with the rest of tests/: `assert_type` fails there, not here. Here
the same lines are run, so that what the types promise is what comes back.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, assert_type

import kb
from kb import (
    Answer,
    Author,
    Block,
    Carried,
    CheckedQuote,
    CheckedSentence,
    CheckedText,
    Citation,
    Comparison,
    Disagreement,
    Document,
    Embedder,
    Evidence,
    Facet,
    FollowUp,
    HashEmbedder,
    Hit,
    KBError,
    KnowledgeBase,
    Located,
    Origin,
    Passage,
    Reason,
    Row,
    Sentence,
    SentenceTransformerEmbedder,
    Span,
    Store,
    Subject,
    VectorStore,
    Verdict,
    Why,
    build,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.protocols import Matrix, Progress

BAKERS = Path(__file__).parents[1] / "corpora" / "bakers"


def test_building_and_opening_give_a_knowledge_base(tmp_path: Path) -> None:
    assert_type(build(str(BAKERS), index=tmp_path, model="hash-256"), KnowledgeBase)
    base = KnowledgeBase.open(BAKERS, index=tmp_path, progress=lambda done, of: None)
    assert_type(base, KnowledgeBase)
    assert_type(base.size, int)
    assert_type(base.model, str)
    assert_type(base.is_current(), bool)
    assert_type(base.corpus.documents, tuple[Document, ...])
    assert_type(base.corpus.subjects, tuple[Subject, ...])
    assert_type(base.corpus.facets, tuple[Facet, ...])
    assert base.is_current()


def test_an_answer_is_a_status_with_citations(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("How do bakers and confectioners differ in training?", k=4)
    assert_type(answer, Answer)
    assert_type(
        answer.status,
        Literal[
            "answered",
            "partly covered",
            "said otherwise",
            "near, but not stated",
            "not covered",
        ],
    )
    assert_type(answer.confidence, float | None)
    assert_type(answer.citations, tuple[Citation, ...])
    assert_type(answer.nearest, tuple[Citation, ...])
    assert_type(answer.reason, Reason | None)
    assert_type(answer.origin, Origin)
    assert_type((answer.origin.kb, answer.origin.model), tuple[str, str])
    assert_type(answer.comparison, Comparison | None)
    assert_type(answer.to_markdown(), str)
    assert_type(answer.to_text(), str)
    assert_type(answer.to_dict(), dict[str, Any])
    follow_ups = bakers.follow_ups(answer, k=2)
    assert_type(follow_ups, tuple[FollowUp, ...])
    assert_type([each.question for each in follow_ups], list[str])
    assert_type([each.facet for each in follow_ups], list[Facet])
    assert answer.comparison is not None


def test_what_is_carried_from_the_question_before_is_a_question(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("and confectioners?", after=bakers.ask("How are bakers trained?"))
    assert_type(answer.carried, Carried | None)
    assert answer.carried is not None
    assert_type(answer.carried.question, str)
    assert_type(answer.carried.subjects, tuple[Subject, ...])
    assert_type(answer.read_as, str)


def test_a_checked_text_is_sentences_with_citations(bakers: KnowledgeBase) -> None:
    checked = bakers.check('Bakers starts "at three in the morning on most days".')
    assert_type(checked, CheckedText)
    assert_type(checked.sentences, tuple[CheckedSentence, ...])
    (sentence,) = checked.sentences
    assert_type(sentence.state, Literal["stated", "said otherwise", "not stated", "cannot tell"])
    assert_type(sentence.citations, tuple[Citation, ...])
    assert_type(sentence.quotes, tuple[CheckedQuote, ...])
    assert_type(checked.is_stated, bool)
    assert_type(checked.to_text(), str)
    assert_type(checked.to_markdown(), str)
    assert_type(checked.to_dict(), dict[str, Any])


def test_a_refusal_is_a_reason_that_reads_as_a_sentence(bakers: KnowledgeBase) -> None:
    answer = bakers.ask("What is the salary?")
    assert answer.reason is not None
    assert_type(answer.reason, Reason)
    assert_type(answer.reason.facts.topic, Facet | None)
    assert_type(str(answer.reason), str)
    assert answer.citations == ()


def test_a_citation_leads_back_to_its_place(bakers: KnowledgeBase) -> None:
    citation = bakers.ask("How long is a baker trained?").citations[0]
    assert_type(citation, Citation)
    assert_type((citation.number, citation.start, citation.end), tuple[int, int, int])
    assert_type((citation.text, citation.source, citation.subject), tuple[str, str, str])
    assert_type(citation.span, Span)
    assert_type(citation.passage, Passage)
    assert_type(citation.headings, tuple[str, ...])
    assert_type(citation.evidence, Evidence)
    assert_type(citation.evidence.sentence, Sentence)
    assert_type((citation.about, citation.asked_for), tuple[tuple[str, ...], str])
    assert_type(citation.relevance, float | None)
    assert_type(citation.evidence.asked_for, Subject | None)
    assert_type(citation.evidence.facet, Facet | None)
    assert_type(citation.evidence.why, Why | None)
    assert_type(citation.verify(), Literal["exact", "moved", "changed", "gone"])
    assert_type(citation.to_apa(), str)
    assert_type(citation.to_dict(), dict[str, Any])
    assert_type(citation.span.document, Document)
    assert_type(citation.span.document.blocks, tuple[Block, ...])
    assert_type(citation.span.document.authors, tuple[Author, ...])
    located = bakers.locate(citation.address)
    assert_type(located, Located)
    assert_type(located.span, Span | None)
    assert located.span == Span(citation.span.document, citation.start, citation.end)


def test_a_comparison_has_cells_verdicts_and_disagreements(bakers: KnowledgeBase) -> None:
    comparison = bakers.compare("baker", "confectioner", facet=["training"], k=2)
    assert_type(comparison, Comparison)
    assert_type(comparison.cell("baker", "training"), tuple[Citation, ...])
    assert_type(comparison.verdict("training"), Verdict)
    assert_type(comparison.rows, tuple[Row, ...])
    assert_type(comparison.row("training").disagreements, tuple[Disagreement, ...])
    assert_type(comparison.disagreements(), tuple[Disagreement, ...])
    assert_type([d.spans for d in comparison.disagreements()], list[tuple[Span, ...]])
    assert_type(comparison.gaps(sources=2), tuple[tuple[str, str], ...])
    assert_type(comparison.to_markdown(), str)
    assert comparison.cell("baker", "training")


def test_a_search_gives_hits_best_first(bakers: KnowledgeBase) -> None:
    hits = bakers.search("Who needs a licence?", k=2)
    assert_type(hits, list[Hit])
    assert_type([hit.passage for hit in hits], list[Passage])
    assert_type([hit.sentence for hit in hits], list[Sentence])
    assert_type([hit.rank for hit in hits], list[int])
    assert_type([hit.relevance for hit in hits], list[float])
    assert [hit.rank for hit in hits] == [1, 2]


def test_one_error_catches_all_that_kb_refuses(bakers: KnowledgeBase) -> None:
    try:
        bakers.ask("?" * 5000)
    except KBError as error:
        assert_type(error, KBError)
        message = str(error)
    assert message


class LengthEmbedder:
    """A user's own: nothing is inherited, the shape is enough."""

    name = "length"
    dimension = 2

    def encode_document(self, texts: Sequence[str], progress: Progress | None = None) -> Matrix:
        return self.encode_query(texts)

    def encode_query(self, texts: Sequence[str]) -> Matrix:
        import numpy as np

        angles = np.array([len(text) for text in texts], dtype=np.float32)
        return np.stack([np.cos(angles), np.sin(angles)], axis=1)

    def knows(self, word: str) -> bool:
        return True


def test_an_embedder_is_whatever_has_its_shape() -> None:
    choices: list[Callable[[], Embedder]] = [
        LengthEmbedder,
        HashEmbedder,
        lambda: SentenceTransformerEmbedder("a-model"),
    ]
    assert choices[0]().encode_query(["four"]).shape == (1, 2)
    assert choices[1]().dimension == HashEmbedder().dimension


def nearest(store: Store, queries: Matrix) -> NDArray[np.int64]:
    """What a function of a user's looks like that takes any store."""
    ids, scores = store.search(queries, k=1)
    if TYPE_CHECKING:
        assert_type(scores, Matrix)
    return ids


def test_a_store_is_whatever_has_its_shape() -> None:
    from kb.index.stores import open_store

    store: Store = open_store("numpy")()
    by_its_former_name: VectorStore = store
    assert by_its_former_name is store
    vectors = LengthEmbedder().encode_query(["one", "three"])
    store.add([0, 1], vectors)
    assert nearest(store, vectors).tolist() == [[0], [1]]


def test_every_public_name_is_used_here() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert sorted(set(kb.__all__) - used) == []

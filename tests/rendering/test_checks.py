"""A checked text in words."""

from __future__ import annotations

from kb import KnowledgeBase

EXACT = "Bakers must hold a guild licence to sell bread."


def test_each_sentence_stands_under_its_state_with_its_evidence(bakers: KnowledgeBase) -> None:
    checked = bakers.check(f"{EXACT}\nThe Guild Post writes: “{EXACT}”\n“No such words are here.”")
    text = checked.to_text()
    assert f"Stated: {EXACT}" in text and f"[1] “{EXACT}”" in text
    assert "Quoted word for word" in text and "Stands in no source" in text
    assert text.endswith("1 of 2 quotes stand in the sources word for word.\n")
    assert checked.to_markdown().startswith(f"- **Stated**: {EXACT}\n")


def test_a_text_without_quotes_says_nothing_of_quotes(bakers: KnowledgeBase) -> None:
    assert (
        bakers.check(EXACT)
        .to_text()
        .endswith("1 sentence: 1 stated, 0 said otherwise, 0 not stated, 0 cannot tell.\n")
    )


def test_a_text_is_escaped_in_markdown(bakers: KnowledgeBase) -> None:
    told = bakers.check("Bakers love <img src=x> and *stars*.").to_markdown()
    assert r"love \<img src=x\> and \*stars\*." in told

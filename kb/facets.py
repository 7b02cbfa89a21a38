"""How strongly sentences and questions speak of each facet: by cue words, and by nearness to its description and examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kb.lexical import stems_in_order
from kb.types import Facet, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.protocols import Matrix

# A cue in an item's label names the item's matter; in a heading it names the section's; in the text it may stand there by the
# way. Round numbers, not fitted.
LABEL, HEADING, TEXT = 1.0, 0.7, 0.6
# Two short texts on unrelated matters of one field have a cosine of about .2 with MiniLM; paraphrases reach .7.
UNRELATED, PARAPHRASE = 0.2, 0.7


class Cues:
    """The cue words of facets, ready to be looked up in a text by stem."""

    def __init__(self, facets: Sequence[Facet]) -> None:
        self._facets = [{tuple(stems_in_order(cue)) for cue in (facet.name, *facet.cues)} - {()} for facet in facets]
        self._longest = max((len(cue) for cues in self._facets for cue in cues), default=0)

    def matches(self, text: str) -> list[list[tuple[str, ...]]]:
        """For each facet its cues (as stems) in the text, sorted; a cue inside a longer one that is there is left out."""
        stems = stems_in_order(text)
        here = {tuple(stems[i : i + n]) for n in range(1, self._longest + 1) for i in range(len(stems) - n + 1)}
        return [_longest(cues & here) for cues in self._facets]


def _longest(cues: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    joined = {cue: f" {' '.join(cue)} " for cue in cues}
    return sorted(cue for cue in cues if not any(joined[cue] in joined[other] for other in cues if other != cue))


def example_texts(facet: Facet) -> tuple[str, ...]:
    """What is embedded to know a question on the facet: its description and the example questions."""
    return (f"{facet.name}: {facet.description}" if facet.description else facet.name, *facet.questions)


def near(similarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines mapped to 0 (unrelated) .. 1 (a paraphrase)."""
    import numpy as np

    scaled: NDArray[np.float32] = np.clip((similarity - UNRELATED) / (PARAPHRASE - UNRELATED), 0, 1)
    return scaled


def sentence_affinity(sentences: Sequence[Sentence], vectors: Matrix, facets: Sequence[Facet], descriptions: Matrix) -> Matrix:
    """(len(sentences), len(facets)), each 0..1: half by the best place of a cue, half by nearness to the description.

    `descriptions` are the facets' descriptions embedded, (len(facets), dimension).
    """
    import numpy as np

    by_cue = np.zeros((len(sentences), len(facets)), dtype=np.float32)
    cues = Cues(facets)
    for row, sentence in enumerate(sentences):
        headings = " . ".join(sentence.headings[1:] or sentence.headings)
        for text, weight in ((sentence.text, TEXT), (headings, HEADING), (sentence.label, LABEL)):
            for column, found in enumerate(cues.matches(text)):
                if found:
                    by_cue[row, column] = max(by_cue[row, column], weight)
    return np.asarray((by_cue + near(vectors @ descriptions.T)) / 2, dtype=np.float32)

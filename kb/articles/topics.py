"""What people ask about any two things, and articles seldom tell: the general topics of a
language, but for those that a corpus has of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.language import Language
from kb.types import Facet


def general_topics(
    language: Language, facets: Sequence[Facet], open_topics: Sequence[Facet]
) -> tuple[Facet, ...]:
    """Those of the language that are neither among the corpus's own facets and open topics, by id,
    nor on what a facet is on: a cue of the topic stands in its name, its description or its cues.
    """
    own = {each.id for each in (*facets, *open_topics)}
    texts = [
        f" {' '.join(language.stems_in_order(text))} "
        for facet in facets
        for text in (facet.name, facet.description, *facet.cues)
    ]
    return tuple(
        topic
        for topic in language.open_topics
        if topic.id not in own and not _stand_in(topic.cues, texts, language)
    )


def _stand_in(cues: Iterable[str], texts: Sequence[str], language: Language) -> bool:
    phrases = (f" {' '.join(language.stems_in_order(cue))} " for cue in cues)
    return any(phrase in text for phrase in phrases for text in texts)

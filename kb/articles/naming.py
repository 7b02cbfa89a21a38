"""Things of a corpus by the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from kb.articles.closest import did_you_mean, squeezed
from kb.errors import CorpusError
from kb.types import Document, Facet, Subject

Named = TypeVar("Named", bound=Document | Facet | Subject)


def named_document(name: str, documents: Sequence[Document], where: str) -> Document:
    """The document with this id or title. Raises CorpusError if there is none `where` says."""
    names = {document.id: (document.title,) for document in documents}
    return _named(name, documents, names, "article", where)


def named_subject(name: str, subjects: Sequence[Subject], where: str) -> Subject:
    """The subject with this id, name or alias, capitals aside. Raises as `named_document` does."""
    names = {subject.id: (subject.name, *subject.aliases) for subject in subjects}
    return _named(name, subjects, names, "subject", where)


def named_facet(name: str, facets: Sequence[Facet], where: str) -> Facet:
    """The facet with this id or name, capitals aside. Raises as `named_document` does."""
    names = {facet.id: (facet.name,) for facet in facets}
    return _named(name, facets, names, "facet", where)


def _named(
    name: str,
    things: Sequence[Named],
    names: Mapping[str, Sequence[str]],
    kind: str,
    where: str,
) -> Named:
    """The thing with that id or, capitals and white space aside, one of its names."""
    if not isinstance(name, str):
        given = f"{type(name).__name__}: {name!r}"
        raise TypeError(f"{kind} must be a string, its id or name, not {given}")
    for thing in things:
        if thing.id == name:
            return thing
    wanted = squeezed(name).casefold()
    for thing in things:
        if wanted in map(str.casefold, (thing.id, *names[thing.id])):
            return thing
    ids = [thing.id for thing in things]
    known = f"it has {', '.join(ids)}" if ids else "it has none"
    hint = did_you_mean(name, ids)
    raise CorpusError(f'there is no {kind} "{name}" in {where}{hint}; {known}')

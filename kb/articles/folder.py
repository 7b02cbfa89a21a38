"""A folder of articles: which files they are, and a fingerprint of them all.

The articles are the files of the folder itself whose ending `kb.articles.readers` knows. Hidden
files, sub-folders and READMEs are none.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kb.articles.readers import ENDINGS
from kb.errors import CorpusError

FILE = "corpus.toml"


def fingerprint(folder: Path | str) -> str:
    """sha256 over the names and bytes of corpus.toml and the articles, none of them parsed.

    Equal fingerprints mean an equal corpus; an unequal one may still have the same `Corpus.digest`.
    Raises CorpusError if the folder or a file in it cannot be read.
    """
    folder = Path(folder)
    files = article_files(folder)
    config = folder / FILE
    sha = hashlib.sha256()
    for file in [config, *files] if config.exists() else files:
        try:
            data = file.read_bytes()
        except OSError as error:
            problem = f"{file} cannot be opened: {error.strerror}"
            raise CorpusError(f"{problem}; check that the file is there and readable") from error
        # A length before each part: no two folders run together into the same bytes.
        for part in (file.name.encode("utf-8", "surrogateescape"), data):
            sha.update(len(part).to_bytes(8, "big") + part)
    return sha.hexdigest()


def article_files(folder: Path) -> list[Path]:
    """The articles in the folder, by name. Raises CorpusError if it is missing, no folder, or
    cannot be listed.
    """
    # unlike Path.exists, no error for a path that cannot even be looked up
    if not os.path.exists(folder):
        raise CorpusError(f"there is no folder {folder}: name the folder that holds the articles")
    if not os.path.isdir(folder):
        raise CorpusError(
            f"{folder} is a file: name the folder that holds it and the other articles"
        )
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise CorpusError(
            f"{folder} cannot be read: {error.strerror}; check its permissions"
        ) from error
    return [entry for entry in entries if _is_article(entry)]


def _is_article(entry: Path) -> bool:
    is_apart = entry.name.startswith(".") or entry.stem.lower() == "readme"
    return entry.suffix.lower() in ENDINGS and not is_apart and entry.is_file()

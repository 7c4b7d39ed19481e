"""The three kinds of model, behind one interface."""

import hashlib
import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from sensemaking.embedding.safetensors import read_tensors
from sensemaking.embedding.tokenizer import Tokenizer, load_tokenizer, padded
from sensemaking.errors import SensemakingError
from sensemaking.vectors import Floats, unit

LONGEST = 512  # pieces of a text that count
_BATCH = 32


class Embedder(Protocol):
    """What turns texts into vectors.

    `kind` and `fingerprint` (of the model's file) belong into the parameters of every result made with it.
    """

    @property
    def kind(self) -> str:
        """Return "model2vec", "onnx" or "sentence-transformers"."""
        ...

    @property
    def fingerprint(self) -> str:
        """Return the beginning of the SHA-256 of the model's file."""
        ...

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return vectors of length 1, float32, shape (texts, d); zeros for a text without anything known."""
        ...


def load_embedder(folder: str | Path) -> Embedder:
    """Return the model in `folder`. Raises `SensemakingError` that says what is missing or what to install."""
    place = Path(folder)
    if not place.is_dir():
        raise SensemakingError(f"Den Ordner {place} gibt es nicht.", f"There is no folder {place}.")
    onnx = next((file for file in (place / "model.onnx", place / "onnx" / "model.onnx") if file.is_file()), None)
    if _is_static(place):
        return Static.load(place)
    if onnx is not None:
        return Onnx.load(place, onnx)
    if (place / "modules.json").is_file():
        return SentenceTransformers.load(place)
    raise SensemakingError(
        f"{place} enthält kein Modell. Erkannt werden model2vec (model.safetensors und tokenizer.json), ONNX "
        "(model.onnx und tokenizer.json) und sentence-transformers (modules.json).",
        f"{place} holds no model. Known are model2vec (model.safetensors and tokenizer.json), ONNX (model.onnx and "
        "tokenizer.json) and sentence-transformers (modules.json).",
    )


def _is_static(place: Path) -> bool:
    """Return whether the folder holds a table of vectors and no network."""
    if not ((place / "model.safetensors").is_file() and (place / "tokenizer.json").is_file()):
        return False
    kind = _json(place / "config.json").get("model_type")
    modules = (place / "modules.json").read_text(encoding="utf-8") if (place / "modules.json").is_file() else ""
    return kind in {None, "model2vec"} and ("Transformer" not in modules.replace("sentence_transformers", ""))


@dataclass(frozen=True, slots=True)
class Static:
    """model2vec: one vector for each piece of a word; a text is their (weighted) mean (Tulkens & van Dongen 2024)."""

    table: Floats
    weights: Floats
    mapping: Any
    tokenizer: Tokenizer
    unknown: int | None
    fingerprint: str
    kind: str = "model2vec"

    @classmethod
    def load(cls, place: Path) -> "Static":
        """Read `model.safetensors` and `tokenizer.json`."""
        file = place / "model.safetensors"
        tensors = read_tensors(file)
        table = next((tensors[name] for name in ("embeddings", "embedding.weight") if name in tensors), None)
        if table is None or table.ndim != 2:
            raise SensemakingError(
                f"{file} enthält keine Tabelle „embeddings“.", f'{file} holds no table "embeddings".'
            )
        tokenizer, unknown = load_tokenizer(place / "tokenizer.json")
        pieces = len(tensors["mapping"]) if "mapping" in tensors else len(table)
        weights = tensors.get("weights", np.ones(pieces))
        mapping = tensors.get("mapping", np.arange(pieces))
        return cls(
            table.astype(np.float32), weights.astype(np.float32), mapping, tokenizer, unknown, _fingerprint(file)
        )

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the mean vectors, of length 1."""
        vectors = np.zeros((len(texts), self.table.shape[1]), np.float32)
        for row, text in enumerate(texts):
            known = [n for n in self.tokenizer(text)[:LONGEST] if n != self.unknown and n < len(self.mapping)]
            if known:
                vectors[row] = (self.table[self.mapping[known]] * self.weights[known, None]).mean(axis=0)
        return unit(vectors)


@dataclass(frozen=True, slots=True)
class Onnx:
    """A network in ONNX; a text is the mean of the vectors of its pieces, unless the network gives one vector."""

    session: Any
    tokenizer: Tokenizer
    fingerprint: str
    kind: str = "onnx"

    @classmethod
    def load(cls, place: Path, file: Path) -> "Onnx":
        """Open the network on the processor."""
        runtime = _package("onnxruntime", place)
        tokenizer, _ = load_tokenizer(place / "tokenizer.json", special=True)
        options = runtime.SessionOptions()
        options.use_deterministic_compute = True
        session = runtime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        return cls(session, tokenizer, _fingerprint(file))

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return vectors of length 1."""
        parts = [self._some(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        return unit(np.concatenate(parts)) if parts else np.zeros((0, 0), np.float32)

    def _some(self, texts: Sequence[str]) -> Floats:
        numbers, there = padded([self.tokenizer(text)[:LONGEST] for text in texts])
        given = {
            "input_ids": np.array(numbers, np.int64),
            "attention_mask": np.array(there, np.int64),
            "token_type_ids": np.zeros((len(numbers), len(numbers[0])), np.int64),
        }
        wanted = {entry.name for entry in self.session.get_inputs()}
        names = [entry.name for entry in self.session.get_outputs()]
        answers = dict(
            zip(names, self.session.run(None, {key: given[key] for key in wanted if key in given}), strict=True)
        )
        answer = np.asarray(answers.get("sentence_embedding", answers[names[0]]), np.float32)
        if answer.ndim == 2:
            return answer
        mask = given["attention_mask"][:, :, None].astype(np.float32)
        return np.asarray((answer * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1), np.float32)


@dataclass(frozen=True, slots=True)
class SentenceTransformers:
    """A model of the package sentence-transformers, from the folder only."""

    model: Any
    fingerprint: str
    kind: str = "sentence-transformers"

    @classmethod
    def load(cls, place: Path) -> "SentenceTransformers":
        """Load it on the processor, without looking anything up."""
        package = _package("sentence_transformers", place, "sentence-transformers")
        model = package.SentenceTransformer(str(place), device="cpu", local_files_only=True)
        weights = next((file for file in sorted(place.rglob("*.safetensors"))), place / "modules.json")
        return cls(model, _fingerprint(weights))

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return vectors of length 1."""
        return unit(np.asarray(self.model.encode(list(texts), batch_size=_BATCH, show_progress_bar=False), np.float32))


def _package(module: str, place: Path, name: str | None = None) -> Any:
    name = name or module
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SensemakingError(
            f"Für das Modell in {place} fehlt das Paket „{name}“. Bitte installieren: pip install {name}",
            f'The model in {place} needs the package "{name}". Please install it: pip install {name}',
        ) from error


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]

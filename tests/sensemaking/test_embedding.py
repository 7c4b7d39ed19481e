"""A model in a folder is read and used; what is missing is named. The models are made here, with four words each."""

import json
import struct
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from sensemaking.assist import Assistant, Features
from sensemaking.commands import main
from sensemaking.embedding import load_embedder
from sensemaking.embedding.safetensors import read_tensors
from sensemaking.embedding.tokenizer import load_tokenizer
from sensemaking.errors import SensemakingError
from sensemaking.search import Search

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "velo", "fahr", "##rad", "kita", "krippe", "."]
TABLE = np.array([[0, 0], [9, 9], [0, 0], [0, 0], [1, 0.1], [1, 0], [0.9, 0.1], [0, 1], [0.1, 1], [0, 0]], np.float32)


def tensors_file(path: Path, tensors: dict[str, np.ndarray], types_of: dict[str, str] | None = None) -> None:
    names = {"f4": "F32", "f2": "F16", "f8": "F64", "i8": "I64", "i4": "I32"}
    header, parts, at = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in tensors.items():
        content = np.ascontiguousarray(tensor).tobytes()
        kind = (types_of or {}).get(name) or names[tensor.dtype.str[1:]]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [at, at + len(content)]}
        parts.append(content)
        at += len(content)
    head = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + b"".join(parts))


def word_pieces(path: Path) -> None:
    model = {
        "type": "WordPiece",
        "unk_token": "[UNK]",
        "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100,
        "vocab": {piece: number for number, piece in enumerate(VOCABULARY)},
    }
    template = {
        "type": "TemplateProcessing",
        "single": [
            {"SpecialToken": {"id": "[CLS]", "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "[SEP]", "type_id": 0}},
        ],
        "pair": [],
        "special_tokens": {
            "[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
            "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]},
        },
    }
    normalizer = {
        "type": "BertNormalizer",
        "clean_text": True,
        "handle_chinese_chars": True,
        "strip_accents": None,
        "lowercase": True,
    }
    content = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": normalizer,
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": template,
        "decoder": None,
        "model": model,
    }
    path.write_text(json.dumps(content), encoding="utf-8")


def static_model(folder: Path, **more: np.ndarray) -> Path:
    tensors_file(folder / "model.safetensors", {"embeddings": TABLE, **more})
    word_pieces(folder / "tokenizer.json")
    (folder / "config.json").write_text('{"model_type": "model2vec", "normalize": true}', encoding="utf-8")
    return folder


def test_model2vec_is_the_mean_of_the_vectors_of_its_pieces(tmp_path: Path) -> None:
    embedder = load_embedder(static_model(tmp_path))

    vectors = embedder.embed(["Velo", "Fahrrad.", "Kita Krippe", "völlig unbekannt", ""])

    assert embedder.kind == "model2vec"
    assert len(embedder.fingerprint) == 16
    wheel = (TABLE[5] + TABLE[6] + TABLE[9]) / 3
    assert vectors.dtype == np.float32
    assert vectors[1] == pytest.approx(wheel / np.linalg.norm(wheel), abs=1e-6)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0, 0], abs=1e-6)
    assert vectors[0] @ vectors[1] > 0.99
    assert vectors[0] @ vectors[2] < 0.2


def test_weights_and_mapping_of_a_quantised_model_are_used(tmp_path: Path) -> None:
    mapping = np.arange(len(VOCABULARY))
    mapping[4] = 7  # velo shares the vector of kita
    weights = np.ones(len(VOCABULARY), np.float32)
    weights[5] = 0
    embedder = load_embedder(static_model(tmp_path, mapping=mapping, weights=weights))

    velo, wheel = embedder.embed(["velo", "fahrrad"])

    assert velo == pytest.approx([0, 1])
    assert wheel == pytest.approx(TABLE[6] / np.linalg.norm(TABLE[6]), abs=1e-6)


def test_model_enters_search_and_sorting_as_one_more_view(tmp_path: Path) -> None:
    embedder = load_embedder(static_model(tmp_path))
    texts = ["Velo", "Fahrrad", "Kita", "Krippe"]
    vectors = embedder.embed(texts)

    search = Search().fit(texts, texts, vectors)
    helper = Assistant(texts, texts, Features.of(texts, vectors=vectors))
    helper.decide({"Velo": "rad", "Kita": "kind"})

    assert search.similar_to("Velo")[0].id == "Fahrrad"
    assert {found.id: found.group for found in helper.learn().suggestions()} == {"Fahrrad": "rad", "Krippe": "kind"}


def test_command_takes_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = tmp_path / "a.csv", tmp_path / "out.json"
    table.write_text("text\nVelo\nKita\nKrippe\n", encoding="utf-8")
    static_model(tmp_path)

    code = main(["similar", str(table), "--query", "Fahrrad", "--model", str(tmp_path), "--out", str(out)])

    told = json.loads(out.read_text(encoding="utf-8"))
    assert code == 0
    assert told["queries"][0]["hits"][0]["id"] == "1"
    assert told["parameters"]["model"].startswith("model2vec ")
    assert main(["similar", str(table), "--query", "Rad", "--model", str(tmp_path / "nowhere")]) == 2
    assert main(["themes", str(table), "--k", "2", "--model", str(tmp_path), "--out", str(out)]) == 0
    assert json.loads(out.read_text())["parameters"]["model"].startswith("model2vec")
    assert main(["themes", str(table), "--model", str(tmp_path / "nowhere")]) == 2
    assert "gibt es nicht" in capsys.readouterr().err


def test_pieces_are_longest_first_and_marks_stand_around(tmp_path: Path) -> None:
    word_pieces(tmp_path / "tokenizer.json")

    plain, unknown = load_tokenizer(tmp_path / "tokenizer.json")
    marked, _ = load_tokenizer(tmp_path / "tokenizer.json", special=True)

    assert unknown == 1
    assert plain("Fáhrrad, Velo.") == [5, 6, 1, 4, 9]
    assert marked("kita") == [2, 7, 3]


def test_unigram_takes_the_likeliest_way(tmp_path: Path) -> None:
    vocabulary = [["<unk>", 0.0], ["▁", -3.0], ["▁fahr", -2.0], ["rad", -2.0], ["▁fahrrad", -5.0], ["r", -4.0]]
    content = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": None,
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 0, "vocab": vocabulary, "byte_fallback": False},
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(content), encoding="utf-8")

    number, unknown = load_tokenizer(tmp_path / "tokenizer.json")

    assert unknown == 0
    assert number("fahrrad") == [2, 3]  # -4 beats -5
    assert number("fahr r") == [2, 1, 5]
    assert number("xy") == [1, 0]


def test_tensors_of_every_kind_are_read(tmp_path: Path) -> None:
    numbers = np.array([[1.5, -2.0], [0.0, 3.25]], np.float32)
    half = (numbers.view("<u4") >> 16).astype("<u2")
    tensors_file(
        tmp_path / "a.safetensors",
        {"f2": numbers.astype(np.float16), "f8": numbers.astype(np.float64), "bf": half, "i8": np.array([7])},
        {"bf": "BF16"},
    )

    read = read_tensors(tmp_path / "a.safetensors")

    assert read["f2"].tolist() == read["f8"].tolist() == read["bf"].tolist() == numbers.tolist()
    assert read["i8"].tolist() == [7]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x01",
        struct.pack("<Q", 2**40),
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 4) + b'{"a"',
        struct.pack("<Q", 55) + b'{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}',
    ],
)
def test_broken_file_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.safetensors").write_bytes(content)

    with pytest.raises(SensemakingError, match="keine lesbare"):
        read_tensors(tmp_path / "a.safetensors")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SensemakingError, match="gibt es nicht"):
        load_embedder(tmp_path / "nowhere")
    with pytest.raises(SensemakingError, match="enthält kein Modell"):
        load_embedder(tmp_path)
    tensors_file(tmp_path / "model.safetensors", {"other": TABLE})
    word_pieces(tmp_path / "tokenizer.json")
    with pytest.raises(SensemakingError, match="keine Tabelle"):
        load_embedder(tmp_path)


@pytest.mark.parametrize(
    ("file", "module", "package"),
    [("model.onnx", "onnxruntime", "onnxruntime"), ("modules.json", "sentence_transformers", "sentence-transformers")],
)
def test_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, module: str, package: str
) -> None:
    (tmp_path / file).write_text("[]", encoding="utf-8")
    word_pieces(tmp_path / "tokenizer.json")
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(SensemakingError, match=f"pip install {package}"):
        load_embedder(tmp_path)


def test_tokenizer_of_another_kind_names_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    (tmp_path / "tokenizer.json").write_text('{"model": {"type": "BPE", "vocab": {}}}', encoding="utf-8")

    with pytest.raises(SensemakingError, match="„tokenizers“ installieren"):
        load_tokenizer(tmp_path / "tokenizer.json")
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(SensemakingError, match="nicht lesen"):
        load_tokenizer(tmp_path / "tokenizer.json")


def test_sentence_transformers_is_asked_from_the_folder_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}

    class SentenceTransformer:
        def __init__(self, name: str, *, device: str, local_files_only: bool) -> None:
            asked.update(name=name, device=device, local=local_files_only)

        def encode(self, texts, *, batch_size: int, show_progress_bar: bool):
            return np.array([[len(text), 0.0] for text in texts])

    module = types.ModuleType("sentence_transformers")
    module.SentenceTransformer = SentenceTransformer
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    kind = "sentence_transformers.models.Transformer"
    (tmp_path / "modules.json").write_text(json.dumps([{"idx": 0, "path": "", "type": kind}]), encoding="utf-8")

    embedder = load_embedder(tmp_path)

    assert embedder.kind == "sentence-transformers"
    assert embedder.embed(["abc"]).tolist() == [[1.0, 0.0]]
    assert asked == {"name": str(tmp_path), "device": "cpu", "local": True}


# ---- ONNX: a network of one step, written as the protocol buffer it is


def field(number: int, content: bytes | int) -> bytes:
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def value(name: str, kind: int, dimensions: list[str | int]) -> bytes:
    dims = b"".join(
        field(1, field(2, size.encode()) if isinstance(size, str) else field(1, size)) for size in dimensions
    )
    return field(1, name.encode()) + field(2, field(1, field(1, kind) + field(2, dims)))


def gather_network() -> bytes:
    """Return a network that looks up a vector for each piece: last_hidden_state = TABLE[input_ids]."""
    node = field(1, b"table") + field(1, b"input_ids") + field(2, b"last_hidden_state") + field(4, b"Gather")
    table = (
        b"".join(field(1, size) for size in TABLE.shape) + field(2, 1) + field(8, b"table") + field(9, TABLE.tobytes())
    )
    graph = field(1, node) + field(2, b"g") + field(5, table)
    graph += field(11, value("input_ids", 7, ["n", "m"])) + field(12, value("last_hidden_state", 1, ["n", "m", 2]))
    return field(1, 8) + field(7, graph) + field(8, field(1, b"") + field(2, 13))


def test_onnx_is_the_mean_over_the_pieces_that_are_there(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason="an operator's choice, not part of the installation")
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes(gather_network())
    word_pieces(tmp_path / "tokenizer.json")

    embedder = load_embedder(tmp_path)
    short, long = embedder.embed(["Velo", "Fahrrad Kita Krippe"])

    assert embedder.kind == "onnx"
    assert short == pytest.approx(TABLE[4] / np.linalg.norm(TABLE[4]), abs=1e-6)
    assert long == pytest.approx(embedder.embed(["Fahrrad Kita Krippe"])[0], abs=1e-6)
    assert len(embedder.embed(["Velo"] * 70)) == 70

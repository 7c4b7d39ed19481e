"""An embedding model from a folder, as one more view of the texts. Off unless an operator names a folder.

Nothing here opens a network connection. `load_embedder(folder)` recognises

* model2vec: `model.safetensors` beside `tokenizer.json`, read with NumPy alone;
* ONNX: `model.onnx` (or `onnx/model.onnx`) beside `tokenizer.json`, needs the package onnxruntime;
* sentence-transformers: `modules.json`, needs the package sentence-transformers.

The vectors go into `Search.fit(…, vectors)`, `assist.Features.of(…, vectors=…)` and `themes` as an extra view.
"""

from sensemaking.embedding.models import Embedder, load_embedder

__all__ = ["Embedder", "load_embedder"]

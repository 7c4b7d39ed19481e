"""The safetensors format: eight bytes for the length of a JSON header, the header, then the numbers.

The header names for each tensor its type, its shape and from which byte to which it stands behind the header.
"""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sensemaking.errors import SensemakingError

_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1", "U8": "u1"}
_LONGEST_HEADER = 100_000_000


def read_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """Return the tensors of a file by name. BF16 becomes float32, everything else keeps its type."""
    content = path.read_bytes()
    try:
        (length,) = struct.unpack_from("<Q", content)
        if length > min(_LONGEST_HEADER, len(content) - 8):
            raise ValueError("header")
        header = json.loads(content[8 : 8 + length])
        entries = {name: entry for name, entry in header.items() if name != "__metadata__"}
        return {name: _tensor(content, 8 + length, entry) for name, entry in entries.items()}
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SensemakingError(
            f"{path} ist keine lesbare safetensors-Datei.", f"{path} is no readable safetensors file."
        ) from error


def _tensor(content: bytes, begin: int, entry: dict[str, Any]) -> NDArray[Any]:
    first, last = entry["data_offsets"]
    if not 0 <= first <= last <= len(content) - begin:
        raise ValueError("offsets")
    part = memoryview(content)[begin + first : begin + last]
    if entry["dtype"] == "BF16":  # the upper half of a float32
        wide = np.frombuffer(part, "<u2").astype("<u4") << 16
        return wide.view("<f4").reshape(entry["shape"])
    return np.frombuffer(part, _TYPES[entry["dtype"]]).reshape(entry["shape"])

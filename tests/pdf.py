"""What a PDF says of itself, read without a PDF library: all its streams unpacked."""

import re
import zlib


def unpacked(pdf: bytes) -> bytes:
    """Return the file followed by the content of each of its compressed streams."""
    parts = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def text_string(text: str) -> bytes:
    """Return how a PDF writes a title: as it is, or in UTF-16 where ASCII does not do."""
    if text.isascii():
        return b"(" + text.encode("ascii") + b")"
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().encode("ascii") + b">"

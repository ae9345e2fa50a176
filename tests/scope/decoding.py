"""读出: everything a person could read in an answer, whatever its format."""

import io
import zipfile
from urllib.parse import unquote

from django.http import HttpResponseBase

ZIP = b"PK\x03\x04"


def text_of(response: HttpResponseBase) -> str:
    """The body as text, office files unpacked, with the headers (file names tell, too)."""
    body = _body(response)
    head = "\n".join(unquote(f"{name}: {value}") for name, value in response.items())
    parts = _unpacked(body) if body.startswith(ZIP) else [body.decode("utf-8", errors="replace")]
    text = "\n".join(parts)
    # 71,811.37 and 71811.37 are the same secret.
    return "\n\n".join((head, text, text.replace(",", "")))


def _body(response: HttpResponseBase) -> bytes:
    if response.streaming:
        return b"".join(response)  # type: ignore[arg-type, attr-defined]
    return bytes(response.content)  # type: ignore[attr-defined]


def _unpacked(body: bytes) -> list[str]:
    texts = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if data.startswith(ZIP):
                texts += _unpacked(data)
            else:
                texts.append(f"{name}\n{data.decode('utf-8', errors='replace')}")
    return texts

"""读出: everything a person could read in an answer, whatever its format."""

import io
import zipfile
from urllib.parse import unquote

from django.http import HttpResponseBase
from pypdf import PdfReader

ZIP, PDF = b"PK\x03\x04", b"%PDF-"


def text_of(response: HttpResponseBase) -> str:
    """The body as text, office files unpacked, with the headers (file names tell, too)."""
    body = _body(response)
    head = "\n".join(unquote(f"{name}: {value}") for name, value in response.items())
    text = "\n".join(_parts(body))
    # 71,811.37 and 71811.37 are the same secret.
    return "\n\n".join((head, text, text.replace(",", "")))


def _parts(body: bytes) -> list[str]:
    if body.startswith(ZIP):
        return _unpacked(body)
    if body.startswith(PDF):
        # Its bytes are full of positions, which look like numbers that nobody said; the spaces
        # between Han characters and digits are the typesetter's.
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(body)).pages]
        return [*pages, *("".join(page.split()) for page in pages)]
    return [body.decode("utf-8", errors="replace")]


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

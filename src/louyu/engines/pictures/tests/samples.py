"""样图: small pictures of every kind, and files that only claim to be one."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>" + SCRIPT


def halves(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "#c01010")
    image.paste("#1010c0", (width // 2, 0, width, height))
    return image.convert(mode)


def saved(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def exif(**tags: Any) -> Image.Exif:
    """A telephone's: which way up, whose, and where it was taken."""
    told = Image.Exif()
    told[0x0112] = tags.get("orientation", 1)
    told[0x010F] = "SECRETPHONE"
    told.get_ifd(0x8825).update({1: "N", 2: (37.0, 32.0, 8.0), 3: "E", 4: (121.0, 24.0, 1.0)})
    return told


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def polyglots() -> dict[str, bytes]:
    """Pictures that are read as something else as well, where somebody lets them."""
    plain = saved(halves())
    return {
        "html after the picture": plain + HTML,
        "html in a comment": saved(halves(), comment=b"*/" + HTML),
        "html in the exif": saved(halves(), exif=_described()),
        "html in a text chunk": _texted(),
        "a zip after the picture": plain + b"PK\x03\x04" + SCRIPT,
        "xmp": saved(halves(), xmp=SVG),
        "a colour profile": saved(halves(), icc_profile=SCRIPT * 9),
    }


def _described() -> Image.Exif:
    told = exif()
    told[0x010E] = HTML.decode()
    return told


def _texted() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", HTML.decode())
    return saved(halves(), "PNG", pnginfo=notes)


NO_PICTURES = {
    "html": HTML,
    "svg": SVG,
    "xml": b"<?xml version='1.0'?>" + SVG,
    "html that begins like a gif": b"GIF89a/*" + HTML,
    "a gif": saved(halves(), "GIF"),
    "a bmp": saved(halves(), "BMP"),
    "a tiff": saved(halves(), "TIFF"),
    "a pdf": b"%PDF-1.4\n" + SCRIPT,
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n" + SCRIPT,
}

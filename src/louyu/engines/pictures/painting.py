"""重绘: decodes one untrusted picture and paints its pixels into new JPEGs."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from louyu.engines.pictures.limits import FORMATS, LARGE, PIXELS, QUALITY, SMALL, Refused


def painted(content: bytes) -> list[tuple[bytes, int, int]]:
    """The small and the large JPEG, each with its width and height."""
    image = _opened(content)
    # A JPEG may be decoded at a fraction of its size; others ignore this.
    image.draft("RGB", (LARGE, LARGE))
    upright = ImageOps.exif_transpose(image)
    return [_jpeg(upright, width) for width in (SMALL, LARGE)]


def _opened(content: bytes) -> Image.Image:
    """Only its first bytes are read: nothing is decoded before its size is known."""
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        raise Refused("认不出这张图片，请用 JPG、PNG 或 WebP 格式的照片。") from None
    except Image.DecompressionBombError:
        raise Refused(_too_many()) from None
    if image.width * image.height > PIXELS:
        raise Refused(_too_many())
    return image


def _too_many() -> str:
    return f"图片超过 {PIXELS // 10_000:,} 万像素，请缩小后再传。"


def _jpeg(image: Image.Image, width: int) -> tuple[bytes, int, int]:
    see_through = image.has_transparency_data
    made = image.convert("RGBA" if see_through else "RGB")
    made.thumbnail((width, 2 * width))
    if see_through:
        paper = Image.new("RGBA", made.size, "white")
        paper.alpha_composite(made)
        made = paper.convert("RGB")
    # Comments, positions and thumbnails of the sent file travel here.
    made.info.clear()
    out = BytesIO()
    made.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue(), *made.size

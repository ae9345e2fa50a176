"""图片限度: how much of a picture is taken in, and how large it leaves."""

MB = 1024 * 1024
FILE_BYTES = 15 * MB
# The largest photos of today's telephones have 48 to 50 million.
PIXELS = 50_000_000
MEMORY_BYTES = 1024 * MB
SECONDS = 20
# Width in pixels; a picture is never enlarged, and never higher than twice its width.
SMALL, LARGE = 480, 1280
QUALITY = 78
FORMATS = ("JPEG", "PNG", "WEBP")


class Refused(Exception):
    """The picture is not taken; the message is a Chinese sentence that says what to do."""

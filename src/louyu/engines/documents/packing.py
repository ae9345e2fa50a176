"""打包: the same document gives the same bytes, so a re-made bulletin can be compared."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)  # the earliest day a zip entry can carry


def timeless(archive: bytes) -> bytes:
    """The archive without the hour it was made at."""
    buffer = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(
                ZipInfo(name, LONG_AGO.timetuple()[:6]), source.read(name), ZIP_DEFLATED
            )
    return buffer.getvalue()

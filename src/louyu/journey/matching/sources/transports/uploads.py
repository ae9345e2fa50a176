"""人工上传: nothing is fetched; a person brings the file to the source's page."""

from datetime import timedelta
from pathlib import Path

from louyu.engines.measures import Period
from louyu.journey.matching.sources.transports.contract import (
    COLUMNS,
    Fetched,
    NothingThere,
    Told,
    Transport,
)


class UploadTransport(Transport):
    key = "upload"
    settings = (COLUMNS,)
    again_after = timedelta(days=1)

    def try_out(self, told: Told) -> str:
        return "人工上传不需要连接。"

    def fetch(self, told: Told, period: Period, into: Path) -> Fetched:
        raise NothingThere(f"还没有上传 {period} 的文件。")

    def put_away(self, told: Told, name: str, sha256: str) -> None:
        return

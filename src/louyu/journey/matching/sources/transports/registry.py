"""接入方式一览: by the word a source is stored with."""

from louyu.journey.matching.sources.transports.contract import Transport
from louyu.journey.matching.sources.transports.folders import FolderTransport
from louyu.journey.matching.sources.transports.rest import RestTransport
from louyu.journey.matching.sources.transports.sftp import SftpTransport
from louyu.journey.matching.sources.transports.sql import SqlTransport
from louyu.journey.matching.sources.transports.uploads import UploadTransport

TRANSPORTS: dict[str, Transport] = {
    one.key: one
    for one in (
        UploadTransport(),
        FolderTransport(),
        SftpTransport(),
        RestTransport(),
        SqlTransport(),
    )
}

"""图片: a picture somebody sent, painted anew as JPEG; whose it is, the caller knows."""

from louyu.engines.pictures.limits import FILE_BYTES, MB, PIXELS, Refused
from louyu.engines.pictures.remaking import Jpeg, Remade, remade

__all__ = ["FILE_BYTES", "MB", "PIXELS", "Jpeg", "Refused", "Remade", "remade"]

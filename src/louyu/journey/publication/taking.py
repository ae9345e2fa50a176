"""取数: the stored figures of a quarter's last month, and of the two it is compared with."""

from louyu.engines.measures import Quarter
from louyu.journey.publication.snapshot import Snapshot, as_of
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place


class FiguresMissing(Exception):
    """The quarter's figures are not there; the message says how to compute them."""


def taken(*, quarter: Quarter, place: Place, actor: Actor) -> Snapshot:
    raise FiguresMissing(
        f"{as_of(quarter.last_month)}的指标还没有计算。请在“指标分析”页计算，"
        f"或运行 ./louyu compute {quarter.last_month}，然后再起草。"
    )


def freeze(snapshot: Snapshot, *, actor: Actor) -> None:
    """The months a bulletin rests on are not computed again."""

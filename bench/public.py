"""P12 公开门户: the list of spaces with its map, against the same bytes as a static file.

Kept and made anew: what a page costs depends on whether anything was written since.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from django.core.cache import caches
from django.test import Client, RequestFactory
from django.utils import timezone
from django.views.static import serve

from bench.measure import Pair
from demo import factories
from louyu.kernel.jobs.services import refresh_planner
from louyu.registers.buildings.models import Unit
from louyu.registers.occupancy.models import Offer, Vacancy
from louyu.registers.organizations.models import Role

LISTINGS = 5_000
ADDRESS = "/open/spaces/"


def pairs() -> Iterator[Pair]:
    """On the units that the timing of the list has made and nobody sits in."""
    _offer()
    client, factory = Client(SERVER_NAME="localhost"), RequestFactory()
    folder = Path(mkdtemp())
    page = client.get(ADDRESS).content
    if f"{LISTINGS:,}".encode() not in page:
        raise RuntimeError("the page does not show what is on offer")
    (folder / "spaces.html").write_bytes(page)

    def static() -> None:
        answer = serve(factory.get("/spaces.html"), "spaces.html", document_root=str(folder))
        b"".join(answer.streaming_content)

    def anew() -> None:
        caches["pages"].clear()
        client.get(ADDRESS)

    for how, ours in (("现成的", lambda: client.get(ADDRESS)), ("重新生成", anew)):
        yield Pair(
            promise="P12",
            work=f"公开房源列表和地图一页，共 {LISTINGS:,} 处，{how}（处理器时间）",
            baseline="同样的字节作为静态文件发出",
            omits="全部：静态文件不查询也不生成",
            reach=20.0,
            ours=partial(_ten_times, ours),
            theirs=partial(_ten_times, static),
            clock=time.process_time,
        )


def _ten_times(work: Callable[[], object]) -> None:
    for _ in range(10):
        work()


def _offer() -> None:
    today = timezone.localdate()
    since = today - timedelta(days=30)
    free = Unit.objects.unscoped("bench").filter(occupancy_links=None)
    units = list(free.order_by("pk").select_related("building")[:LISTINGS])
    contact, office = factories.organization(phone="0535-0000000"), factories.user(Role.OFFICE)
    Vacancy.objects.bulk_create(Vacancy(unit=u, start=since, confirmed_on=since) for u in units)
    Offer.objects.bulk_create(
        Offer(
            building=u.building,
            unit=u,
            area=u.area,
            available_from=since,
            listed_on=since,
            verified_on=today,
            verified_by=office,
            contact=contact,
            contact_phone="0535-0000000",
        )
        for u in units
    )
    refresh_planner()

"""真实楼宇的一个月: a third never report; the rates say so, and silence is read as nothing."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, NotComplete, hand_in
from louyu.journey.collection.models import Cycle, Duty
from louyu.journey.collection.opening import open_month
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.models import DutyMonth, Figure
from louyu.registers.organizations.actors import actor_of, console
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place
from tests.real.test_maps import DATA, Capture, hanyang, imported, pytestmark  # noqa: F401

SILENT = 3  # every third building


def test_a_third_of_forty_five_buildings_never_reports(
    hanyang: Place,  # noqa: F811
    capsys: Capture,
    client: Client,
) -> None:
    today = timezone.localdate()
    month = Period.of(today).previous
    path = DATA / "dev/buildings_wuhan_hanyang_snapshotA.geojson"
    options = ("--map", "wuhan", "--period", str(month), "--place", hanyang.code)
    assert imported(capsys, "buildings", path, *options).counts[0] == 45
    clerk = factories.user(Role.OFFICE, name="试区办")
    cycle = open_month(month=month, day=month.last, actor=console("试验")).cycle
    Cycle.objects.unscoped("test").filter(pk=cycle.pk).update(due_on=today)
    duties = list(cycle.buildings_due.select_related("building").order_by("pk"))
    silent = [duty for number, duty in enumerate(duties) if number % SILENT == 0]
    told = [duty for duty in duties if duty not in silent]
    for duty in told:
        with pytest.raises(NotComplete):
            _handed_in(duty, clerk, signed=False)
        _handed_in(duty, clerk, signed=True)
    compute(period=month, actor=console("试验"))
    figures = Figure.objects.unscoped("test").filter(building=None)
    for code in ("WK02", "WK02B"):
        whole = figures.get(place=hanyang, indicator=code)
        assert (whole.value.numerator, whole.value.denominator) == (len(told), len(duties))
        assert whole.total == len(duties), "the whole list stands behind the rate"
    for duty in silent:
        rows = DutyMonth.objects.unscoped("test").filter(building=duty.building)
        assert not any(rows.values_list("handed_in", flat=True))
    # None of these buildings has a tenant list: nothing was collected, and nothing is made up.
    assert figures.get(place=hanyang, indicator="EN01").value.is_missing
    client.force_login(clerk)
    assert _coverage(client, "WK02", month) == (len(duties), len(duties))
    known, total = _coverage(client, "SP07", month)
    # Seven of those that stand in use state neither an occupancy nor a vacancy.
    assert (known, total) == (len(duties) - 7, len(duties))


def _coverage(client: Client, code: str, month: Period) -> tuple[int, int]:
    """As the page of the indicator prints it."""
    page = client.get(f"/figures/{code}/?period={month}").content.decode()
    printed = re.search(r"<dt>覆盖</dt><dd>\S+ (\d+)／(\d+) 幢</dd>", page)
    assert printed, f"{code} prints no coverage"
    return int(printed[1]), int(printed[2])


def _handed_in(duty: Duty, clerk: object, *, signed: bool) -> None:
    hand_in(
        duty=duty,
        key=uuid4(),
        base=0,
        answers=Answers(rest_unchanged=signed),
        actor=actor_of(clerk),  # type: ignore[arg-type]
    )

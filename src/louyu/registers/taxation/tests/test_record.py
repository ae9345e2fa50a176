"""使用授权: what a data-use record does not allow is not shown, and no sum it is in."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo import factories
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.use import EXPIRED, NOT_GRANTED
from louyu.registers.organizations.models import Role, User
from louyu.registers.taxation.access import reading
from louyu.registers.taxation.tests.bureau import LONG, ONE, Bureau
from louyu.registers.taxation.tests.worlds import TaxWorld, unzipped
from louyu.registers.taxation.totals import payer_amounts

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
OVER: dict[str, Any] = {"valid_until": YESTERDAY}
WITHOUT_STREETS: dict[str, Any] = {"allowed_roles": ["office", "tax"]}
MONTHS = (1, 2, 3)


def world(**records: dict[str, Any]) -> TaxWorld:
    """Six payers of 100,000 yuan each in three months; `jan`, `feb` or `mar` has its own record."""
    numbers = {"jan": 1, "feb": 2, "mar": 3}
    made = TaxWorld(records={numbers[name]: told for name, told in records.items()})
    building = factories.building(made.tree.street, name="六户大厦")
    unit = factories.unit(building, floor=1, number="101")
    for _ in range(6):
        made.firm(unit, 100_000, months=MONTHS)
    return made


def totals(person: User, **asked: str) -> tuple[list[str], str]:
    client = Client()
    factories.sign_in(client, person)
    response = client.get(reverse("tax"), asked)
    return [e.text for e in response.context["display"].total.entries], response.content.decode()


Shows = Callable[[TaxWorld], User]
READERS: dict[str, Shows] = {
    "the office": lambda made: factories.user(Role.OFFICE),
    "a leader": lambda made: factories.user(Role.LEADER),
    "a street": lambda made: factories.user(Role.STREET, place=made.tree.street),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_month_whose_term_is_over_is_shown_to_nobody_nor_any_sum_it_is_in(reader: Shows) -> None:
    made = world(feb=OVER)
    shown, page = totals(reader(made))
    assert shown == ["60.00", EXPIRED, "60.00", EXPIRED]
    assert f"使用期限 {YESTERDAY} 已过" in page
    assert "120.00" not in page
    assert "180.00" not in page


def test_the_last_day_of_a_term_still_counts() -> None:
    world(feb={"valid_until": timezone.localdate()})
    assert totals(factories.user(Role.OFFICE))[0][1] == "60.00"


def test_a_record_that_does_not_name_the_streets_shows_them_neither_sum_nor_band() -> None:
    made = world(jan=WITHOUT_STREETS)
    street = factories.user(Role.STREET, place=made.tree.street)
    assert totals(street)[0] == [NOT_GRANTED, "60.00", "60.00", NOT_GRANTED]
    assert totals(factories.user(Role.OFFICE))[0] == ["60.00", "60.00", "60.00", "180.00"]
    client = Client()
    factories.sign_in(client, street)
    page = client.get(made.firms[0].get_absolute_url()).content.decode()
    assert NOT_GRANTED in page
    assert "10–50万元" not in page


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_file_withholds_what_the_page_withholds(ending: str) -> None:
    world(jan=OVER, feb=OVER, mar=OVER)
    client = Client()
    factories.sign_in(client, factories.user(Role.OFFICE))
    response = client.get(reverse("tax-export", args=[ending]))
    body = b"".join(response.streaming_content)
    text = unzipped(body) if ending == "xlsx" else body.decode("utf-8-sig")
    assert EXPIRED in text
    for amount in (",60.00", ",180.00", "<v>60</v>", "<v>180</v>"):
        assert amount not in text


def test_named_rows_are_read_as_far_as_their_record_goes(analyst: Actor) -> None:
    made = world(jan=OVER, feb={"allowed_roles": ["office"]})
    with reading(analyst, purpose="核对", what="试验") as tax:
        months = {row.month.month for row in tax.shown(tax.payments)}
    assert months == {3}
    assert len(payer_amounts(date(2026, 1, 1), date(2026, 12, 1))) == len(made.firms) * 3


def test_an_enterprise_reads_its_own_whomever_the_record_names_until_the_term_ends() -> None:
    made = world(jan=OVER, feb={"allowed_roles": ["office"]})
    own = made.firms[0]
    body = factories.organization("enterprise", name="本企业", uscc=own.uscc)
    client = Client()
    client.force_login(factories.user(Role.ENTERPRISE, organization=body))
    page = client.get(reverse("enterprise-tax", args=[own.pk])).content.decode()
    assert "2026-02" in page
    assert "2026-03" in page
    assert "2026-01" not in page
    assert "2026年1月数据使用期限" in page


def test_a_file_whose_term_is_over_is_not_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau = Bureau(tmp_path, capsys)
    rows = ((ONE, "甲", "增值税", 1),)
    told = bureau.refused("2026-03", LONG, *rows, options=("--until", str(YESTERDAY)))
    assert f"使用期限 {YESTERDAY} 已过" in told
    assert "写成" in bureau.refused("2026-03", LONG, *rows, options=("--until", "明年"))

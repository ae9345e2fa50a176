"""通报规则: tried to be broken in SQL."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from demo import factories
from louyu.engines.measures import Value
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.snapshot import Row, checksum
from louyu.journey.publication.tests import samples
from louyu.kernel.files.services import store
from louyu.kernel.testing import refused_by, sql

pytestmark = pytest.mark.django_db

VALUE = Value(Decimal(1), None, 1, 1, 1)
FROZEN = "issued_bulletin_never_changes"
ISSUE = (
    "UPDATE publication_bulletin SET state = 'issued', file_id = %s, issued_by_id = %s, "
    "issued_at = %s WHERE id = %s"
)


@pytest.fixture
def draft() -> Bulletin:
    return samples.bulletin(factories.place_tree().district)


@pytest.fixture
def issued(draft: Bulletin) -> Bulletin:
    sql(ISSUE, [_file().pk, factories.user().pk, timezone.now(), draft.pk])
    return draft


def _file() -> Any:
    return store(name="通报.docx", chunks=[b"word"], owner_id=None)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'draft'",
        "data = '{}', checksum = encode(sha256('{}'), 'hex')",
        "text = text || '改'",
        "period = '2026Q2'",
        "place_id = (SELECT id FROM places_place WHERE code = '370602001')",
        "file_id = %s",
        "issued_at = now()",
        "issued_by_id = (SELECT max(id) FROM organizations_user)",
    ],
)
def test_an_issued_bulletin_never_changes(issued: Bulletin, change: str) -> None:
    factories.user()
    values = [_file().pk] if "%s" in change else []
    with refused_by(FROZEN):
        sql(f"UPDATE publication_bulletin SET {change} WHERE id = {issued.pk}", values)


def test_an_issued_bulletin_is_never_deleted(issued: Bulletin) -> None:
    with refused_by(FROZEN):
        sql("DELETE FROM publication_bulletin WHERE id = %s", [issued.pk])


def test_the_number_is_recorded_once_after_issuing(issued: Bulletin) -> None:
    number = "UPDATE publication_bulletin SET number = %s WHERE id = %s"
    assert sql(number, ["某办〔2026〕3号", issued.pk]) == 1
    for other in ("某办〔2026〕4号", ""):
        with refused_by(FROZEN):
            sql(number, [other, issued.pk])


def test_a_draft_may_change_and_be_given_up(draft: Bulletin) -> None:
    assert sql("UPDATE publication_bulletin SET text = '新' WHERE id = %s", [draft.pk]) == 1
    assert sql("DELETE FROM publication_bulletin WHERE id = %s", [draft.pk]) == 1


def test_data_must_match_their_checksum(draft: Bulletin) -> None:
    with refused_by("bulletin_data_match_checksum"):
        sql("UPDATE publication_bulletin SET data = data || ' ' WHERE id = %s", [draft.pk])


@pytest.mark.parametrize("missing", range(3))
def test_issuing_needs_a_file_an_issuer_and_a_time(draft: Bulletin, missing: int) -> None:
    values: list[Any] = [_file().pk, factories.user().pk, timezone.now()]
    values[missing] = None
    with refused_by("bulletin_issued_with_file_and_issuer"):
        sql(ISSUE, [*values, draft.pk])


def test_a_draft_has_no_number(draft: Bulletin) -> None:
    with refused_by("bulletin_issued_with_file_and_issuer"):
        sql("UPDATE publication_bulletin SET number = '3号' WHERE id = %s", [draft.pk])


def test_one_bulletin_per_quarter_and_place(draft: Bulletin) -> None:
    with refused_by("bulletin_once_per_period_and_place"):
        samples.bulletin(draft.place)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("kind", "weekly", "bulletin_kind_known"),
        ("state", "stamped", "bulletin_state_known"),
        ("period", "2026-09", "bulletin_period_of_its_kind"),
    ],
)
def test_words_outside_the_list_are_refused(
    draft: Bulletin, field: str, value: str, rule: str
) -> None:
    with refused_by(rule):
        sql(f"UPDATE publication_bulletin SET {field} = %s WHERE id = %s", [value, draft.pk])


def test_the_kept_file_of_an_issued_bulletin_cannot_be_changed(issued: Bulletin) -> None:
    with refused_by("stored_file_is_immutable"):
        sql("UPDATE files_storedfile SET sha256 = 'other'")


def test_no_figure_of_tax_is_kept_in_a_bulletin(draft: Bulletin) -> None:
    """A place or building may be called or coded like one."""
    keep = "UPDATE publication_bulletin SET data = %s, checksum = %s WHERE id = %s"
    named = samples.snapshot(issuer='"TX01":', place_level="TX01").written()
    sql(keep, [named, checksum(named), draft.pk])
    of_tax = replace(samples.snapshot(), parts=(Row("1", "某街道", {"TX01": VALUE}),)).written()
    with refused_by("bulletin_holds_no_tax"):
        sql(keep, [of_tax, checksum(of_tax), draft.pk])


def test_no_edition_for_those_cleared_is_kept(issued: Bulletin) -> None:
    keep = (
        "INSERT INTO publication_edition (bulletin_id, audience, ending, file_id) "
        "VALUES (%s, %s, 'docx', %s)"
    )
    sql(keep, [issued.pk, "public", _file().pk])
    with refused_by("edition_holds_no_tax"):
        sql(keep, [issued.pk, "cleared", _file().pk])

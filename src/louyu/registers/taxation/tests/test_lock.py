"""涉税锁: tried in SQL as the role the product runs as, past every form, policy and service."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from demo import factories
from louyu.kernel.scope import Actor
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.access import NotCleared, reading
from louyu.registers.taxation.lock import SETTING, locked_tables, opened
from louyu.registers.taxation.models import TaxPayment, TaxView
from louyu.registers.taxation.tests.bureau import LONG, ONE, TWO, Bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two_payments(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    bureau = Bureau(tmp_path, capsys)  # type: ignore[arg-type]
    bureau.sends("2026-03", LONG, (ONE, "甲", "增值税", 1), (TWO, "乙", "增值税", 2))


def seen(table: str) -> int:
    return sql(f'SELECT * FROM "{table}"')


@pytest.mark.usefixtures("_two_payments")
def test_without_the_setting_no_row_is_there() -> None:
    assert seen("taxation_taxpayment") == 0
    with opened("read"):
        assert seen("taxation_taxpayment") == 2
    assert seen("taxation_taxpayment") == 0


@pytest.mark.usefixtures("_two_payments")
@pytest.mark.parametrize("mode", ["", "read", "nonsense"])
def test_who_may_not_write_changes_and_removes_nothing(mode: str) -> None:
    with transaction.atomic():
        sql("SELECT set_config(%s, %s, true)", [SETTING, mode])
        assert sql("UPDATE taxation_taxpayment SET yuan = 0") == 0
        assert sql("DELETE FROM taxation_taxpayment") == 0
        with refused_by("row-level security"):
            sql(
                "INSERT INTO taxation_taxpayment"
                " (month, yuan, line, tax_type, code, name, delivery_id)"
                " SELECT '2026-03-01', 5, 9, 'vat', '', '丙', id FROM deliveries_delivery"
            )
    with opened("read"):
        assert {row.yuan for row in TaxPayment.objects.unscoped("test")} == {1, 2}


@pytest.mark.parametrize("table", locked_tables())
def test_the_owner_is_bound_as_well(table: str) -> None:
    assert sql(
        "SELECT 1 FROM pg_class WHERE relname = %s AND relrowsecurity AND relforcerowsecurity",
        [table],
    )


def test_the_role_of_the_product_can_neither_bypass_nor_lift_the_lock() -> None:
    for table in locked_tables():
        with refused_by("owner"):
            sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    with refused_by("row-level security"):
        sql("SET LOCAL row_security = off")
        sql("SELECT * FROM taxation_taxpayment")


def test_the_setting_does_not_outlive_a_block_that_broke_off() -> None:
    with pytest.raises(ZeroDivisionError), opened("write"):
        raise ZeroDivisionError
    assert _setting() == ""


def test_a_reading_inside_a_writing_gives_the_writing_back() -> None:
    with opened("write"):
        with opened("read"):
            assert _setting() == "read"
        assert _setting() == "write"


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_its_own_takes_the_setting_along() -> None:
    with CaptureQueriesContext(connection) as asked, opened("read"):
        assert _setting() == "read"
    assert _setting() == ""
    # BEGIN, the setting, the question above, COMMIT.
    assert len(asked) == 4


def _setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


@pytest.mark.usefixtures("_two_payments")
def test_every_view_of_named_rows_is_in_the_log(analyst: Actor) -> None:
    with reading(analyst, purpose="核对", what="企业税收明细", form="xlsx") as tax:
        tax.shown(tax.payments.filter(code=ONE))
    view = TaxView.objects.unscoped("test").get()
    told = (view.user_id, view.purpose, view.rows, view.form)
    assert told == (analyst.user_id, "核对", 1, "xlsx")


@pytest.mark.usefixtures("_two_payments")
def test_rows_that_were_read_for_nothing_are_in_the_log_too(analyst: Actor) -> None:
    with reading(analyst, purpose="核对", what="企业税收明细") as tax:
        assert tax.shown(tax.payments.filter(code="")) == []
    assert TaxView.objects.unscoped("test").get().rows == 0


@pytest.mark.parametrize("lacks", ["clearance", "second factor", "purpose"])
def test_the_door_stays_shut(lacks: str, analyst: Actor) -> None:
    from dataclasses import replace

    changes: dict[str, Callable[[], Actor]] = {
        "clearance": lambda: replace(analyst, clearances=frozenset({"fiscal"})),
        "second factor": lambda: replace(analyst, second_factor=False),
        "purpose": lambda: analyst,
    }
    who = changes[lacks]()
    with pytest.raises(NotCleared), reading(who, purpose=" " * (lacks == "purpose"), what="x"):
        pass
    assert not TaxView.objects.unscoped("test").exists()


def test_the_log_of_views_is_only_written_to(analyst: Actor) -> None:
    with reading(analyst, purpose="核对", what="企业税收明细"):
        pass
    for statement in ("UPDATE taxation_taxview SET rows = 9", "DELETE FROM taxation_taxview"):
        with refused_by("tax_view_log_is_append_only"):
            sql(statement)


def test_only_the_auditor_reads_the_log(analyst: Actor) -> None:
    with reading(analyst, purpose="核对", what="企业税收明细"):
        pass
    for role in Role:
        if role in {Role.STREET, Role.COMMUNITY, Role.LIAISON, Role.OPERATOR, Role.ENTERPRISE}:
            continue
        seen_by = TaxView.objects.visible_to(factories.actor(role)).count()
        assert seen_by == (1 if role == Role.AUDITOR else 0), role

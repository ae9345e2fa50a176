"""经营主体规则: tried to be broken in SQL."""

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from demo import codes, factories
from louyu.kernel.testing import DAYS_APART, refused_by, sql

pytestmark = pytest.mark.django_db

INSERT = (
    "INSERT INTO enterprises_enterprise (name, name_sort, uscc, kind, status, old_number, "
    "registered_address, registration_authority, tax_authority, industry_code, business_scope) "
    "VALUES (%s, '', %s, 'enterprise', 'active', '', '', '', '', '', '')"
)
VALID = "9161013629425331XR"  # the example printed in the standard's own explanation


def test_a_code_belongs_to_one_enterprise() -> None:
    sql(INSERT, ["甲", VALID])
    with refused_by("enterprises_enterprise_uscc_key"):
        sql(INSERT, ["乙", VALID])


def test_enterprises_without_a_code_may_be_many() -> None:
    sql(INSERT, ["甲", None])
    assert sql(INSERT, ["乙", None]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "9161013629425331XA",  # check digit
        "9161013629425313XR",  # two neighbours exchanged
        "9161013629425331xr",  # not normalised
        "9161013629425331X",
        "91610136294253310XR",
        "9.161E+17",
        "9I61013629425331XR",  # the letter I is not in the alphabet
        "９161013629425331XR",  # a full-width digit
        "9161013629425331XR\n",
    ],
)
def test_a_wrong_code_is_refused(wrong: str) -> None:
    with refused_by("enterprise_uscc_valid" if len(wrong) <= 18 else "too long"):
        sql(INSERT, ["甲", wrong])


@settings(max_examples=60, deadline=None)
@given(st.text(codes.ALPHABET, min_size=9, max_size=9), st.integers(0, 17), st.data())
def test_one_wrong_character_is_always_noticed(body: str, at: int, data: st.DataObject) -> None:
    code = codes.with_check_digit(f"91370602{body}")
    alphabet = "0123456789" if 2 <= at <= 7 else codes.ALPHABET
    wrong = data.draw(st.sampled_from([c for c in alphabet if c != code[at]]))
    answers = []
    from django.db import connection

    with connection.cursor() as cursor:
        for each in (code, code[:at] + wrong + code[at + 1 :]):
            cursor.execute("SELECT louyu_uscc_is_valid(%s)", [each])
            answers.append(cursor.fetchone()[0])
    assert answers == [True, False]


def test_words_capital_and_industry_are_checked() -> None:
    firm = factories.enterprise()
    for rule, column, value in (
        ("enterprise_words_known", "kind", "firm"),
        ("enterprise_words_known", "status", "gone"),
        ("enterprise_capital_not_negative", "capital_yuan", -1),
        ("enterprise_industry_code_form", "industry_code", "软件"),
    ):
        with refused_by(rule):
            sql(f"UPDATE enterprises_enterprise SET {column} = %s WHERE id = %s", [value, firm.pk])


def test_a_name_changed_in_sql_is_kept_as_a_former_name() -> None:
    firm = factories.enterprise(name="原名有限公司")
    sql("UPDATE enterprises_enterprise SET name = '新名有限公司' WHERE id = %s", [firm.pk])
    assert [row.name for row in firm.former_names.all()] == ["原名有限公司"]


@pytest.mark.parametrize("zone", DAYS_APART)
def test_a_former_name_ends_on_the_day_it_is_in_china(zone: str) -> None:
    firm = factories.enterprise(name="原名有限公司")
    sql("SELECT set_config('TimeZone', %s, true)", [zone])
    sql("UPDATE enterprises_enterprise SET name = '新名有限公司' WHERE id = %s", [firm.pk])
    assert [row.until for row in firm.former_names.all()] == [timezone.localdate()]

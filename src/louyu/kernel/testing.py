"""测试机制: what tests of every app share; no domain word, never imported by the product."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import Error, connection, transaction

DAYS_APART = ("Etc/GMT+12", "Etc/GMT-14")  # at any hour one of them is not on China's day


def sql(statement: str, values: Sequence[Any] = ()) -> int:
    """Run one statement as the role the product runs as, past every form and service."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def refused_by(rule: str) -> Iterator[None]:
    """The database itself must refuse what happens inside, and name this rule."""
    with pytest.raises(Error) as refusal, transaction.atomic():  # noqa: PT012 (constraints)
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cause = refusal.value.__cause__
    named = getattr(getattr(cause, "diag", None), "constraint_name", None)
    assert rule in {named, *str(refusal.value).split('"')} or rule in str(refusal.value), (
        f"refused, but not by {rule}: {refusal.value}"
    )

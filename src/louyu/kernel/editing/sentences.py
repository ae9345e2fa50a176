"""规则的说法: what people read when a rule of the database refuses a row, and at which field."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError
from django.db.models import BaseConstraint, Q, UniqueConstraint

GENERAL_RULE = "所填内容不符合登记规则，请核对此项。"
TWICE = "已有同样的一条，请核对是否重复登记。"
_sentences: dict[str, str] = {}


def tell(constraint: str, sentence: str) -> None:
    """For rules whose constraint carries no sentence of its own, such as triggers."""
    _sentences[constraint] = sentence


def sentence_of(name: str, constraint: BaseConstraint | None = None) -> str:
    own = constraint.violation_error_message if constraint else None
    if own == BaseConstraint.default_violation_error_message:
        own = TWICE if isinstance(constraint, UniqueConstraint) else None
    return _sentences.get(name) or str(own or GENERAL_RULE)


def broken_rule(refusal: IntegrityError) -> str:
    """The name of the constraint or trigger that the database named."""
    cause = getattr(refusal.__cause__, "diag", None)
    return str(getattr(cause, "constraint_name", "") or "")


def fields_of(constraint: Any) -> list[str]:
    """The fields a constraint is about, in the order it names them."""
    condition = getattr(constraint, "condition", None)
    named = list(getattr(constraint, "fields", ()))
    return named or (list(_names_in(condition)) if isinstance(condition, Q) else [])


def _names_in(condition: Any) -> Iterator[str]:
    if isinstance(condition, Q):
        for child in condition.children:
            yield from _names_in(child)
    elif isinstance(condition, tuple):
        yield str(condition[0]).split("__")[0]
    elif hasattr(condition, "get_source_expressions"):
        for source in condition.get_source_expressions():
            yield getattr(source, "name", "") or ""

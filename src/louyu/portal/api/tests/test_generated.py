"""任意请求: two thousand generated requests, no server error, every answer as described."""

from typing import Any

import pytest
import schemathesis
from django.core import signals as ends
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from demo import factories
from louyu.portal.api.tests.conftest import token_of
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
ROLES = (Role.OFFICE, Role.STREET, Role.LIAISON)
PER_OPERATION = 14  # fifty-five operations, three roles: above two thousand requests


@pytest.fixture(params=ROLES)
def headers(request: Any) -> dict[str, str]:
    tree = factories.place_tree()
    room = factories.unit(factories.building(tree.street))
    factories.occupancy(factories.enterprise(place=tree.street), room)
    body = factories.organization("property_manager")
    factories.party(room.building, body)
    bounds: dict[str, Any] = {
        Role.STREET: {"place": tree.street},
        Role.LIAISON: {"organization": body},
    }.get(request.param, {})
    person = factories.user(request.param, **bounds)
    return {"Authorization": f"Bearer {token_of(person)}", "Accept-Encoding": "identity"}


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real application closes its connection with a request; the test's own must stay."""
    for signal in (ends.request_started, ends.request_finished):
        monkeypatch.setattr(signal, "send", lambda sender, **named: [])


def test_generated_requests_get_the_answers_that_are_described(headers: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = 0
    for operation in schema.get_all_operations():
        found = operation.ok()

        @settings(
            max_examples=PER_OPERATION,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=found.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            # What the register's own rules refuse is well-formed all the same.
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        ask()
    assert asked * len(ROLES) >= 2_000

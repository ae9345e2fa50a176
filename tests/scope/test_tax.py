"""涉税明细: who reads a payment, in which form, and the line every reading leaves in the log."""

import pytest
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from demo.factories import sign_in
from louyu.registers.taxation.models import TaxView
from tests.scope.decoding import text_of
from tests.scope.expectations.tax import may_ask
from tests.scope.test_matrix import PEOPLE
from tests.scope.world import Person, World

FORMS = ("html", "xlsx", "csv")
WHY = "核对一月入库税款"


def asked(world: World, person: Person, form: str) -> list[tuple[int, int, str]]:
    """Site, status and text of asking for each tenant's payments after saying why."""
    client = Client()
    if person.user:
        sign_in(client, person.user)
    answers = []
    for number, site in enumerate(world.sites):
        address = reverse("enterprise-tax", args=[site.tenant.pk])
        response = client.post(address, {"purpose": WHY, "form": form})
        answers.append((number, response.status_code, text_of(response)))
    return answers


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("label", PEOPLE)
def test_a_payment_is_read_by_whom_it_is_for_and_every_reading_is_in_the_log(
    world: World, label: str, form: str
) -> None:
    person = next(p for p in world.people() if p.label == label)
    vat = [str(each) for each in world.planted["tax"].vat]
    read = 0
    for number, status, text in asked(world, person, form):
        told = [one for one, amount in enumerate(vat) if amount in text]
        assert told == ([number] if may_ask(person, number) else []), (number, status)
        assert status == 200 or not told
        read += len(told)
    views = TaxView.objects.unscoped("test").filter(user_id=person.user and person.user.pk)
    assert views.count() == read
    assert (views.aggregate(rows=Sum("rows"))["rows"] or 0) == 2 * read  # taxes
    assert {view.what for view in views} <= {"企业税款明细"}


@pytest.mark.parametrize("label", ["tax analyst", "cleared street"])
def test_with_the_first_factor_alone_a_clearance_opens_nothing(world: World, label: str) -> None:
    person = next(p for p in world.people() if p.label == label)
    assert person.user is not None
    client = Client()
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    for number, site in enumerate(world.sites):
        address = reverse("enterprise-tax", args=[site.tenant.pk])
        response = client.post(address, {"purpose": WHY, "form": "html"})
        assert response.status_code in {302, 404}, number
    assert client.get(reverse("tax-unidentified")).status_code in {302, 404}

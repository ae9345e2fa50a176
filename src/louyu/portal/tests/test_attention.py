"""需要关注的清单: narrowed and ordered, exported as shown, from a row to its form and back."""

from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from demo import codes
from demo.factories import PlaceTree, building, enterprise, occupancy, place_tree, unit, user
from louyu.portal.tests.test_home import client_of, in_days
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import Place

pytestmark = pytest.mark.django_db
URL = reverse("attention", args=["uncoded"])


@pytest.fixture
def tree() -> PlaceTree:
    return place_tree()


def lacking(place: Place, *, name: str, tower: str, since: int = -10) -> Enterprise:
    firm = enterprise(name=name, uscc=None, place=place)
    occupancy(firm, unit(building(place, name=tower)), start=in_days(since))
    return firm


def names(client: Client, **asked: Any) -> list[str]:
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    return [one.title for one in answer.context["concerns"]]


def test_the_list_is_narrowed_to_a_street_or_a_building(tree: PlaceTree) -> None:
    lacking(tree.street, name="甲公司", tower="A座")
    lacking(tree.street, name="乙公司", tower="B座")
    lacking(tree.other_street, name="丙公司", tower="C座")
    office = client_of(user(Role.OFFICE))
    assert names(office) == ["甲公司", "乙公司", "丙公司"]
    assert names(office, place=tree.other_street.pk) == ["丙公司"]
    towers = office.get(URL).context["form"].fields["building"].queryset
    assert names(office, building=towers.get(name="B座").pk) == ["乙公司"]


def test_the_list_is_ordered_as_asked(tree: PlaceTree) -> None:
    lacking(tree.street, name="甲公司", tower="A座", since=-5)
    lacking(tree.street, name="乙公司", tower="B座", since=-50)
    office = client_of(user(Role.OFFICE))
    assert names(office, sort="start") == ["乙公司", "甲公司"]
    assert names(office, sort="-start") == ["甲公司", "乙公司"]


def test_a_street_is_offered_and_told_its_own_alone(tree: PlaceTree) -> None:
    lacking(tree.street, name="甲公司", tower="A座")
    theirs = lacking(tree.other_street, name="丙公司", tower="别街大厦")
    street = client_of(user(Role.STREET, place=tree.street))
    assert names(street) == ["甲公司"]
    assert "别街大厦" not in street.get(URL).content.decode()
    assert names(street, place=tree.other_street.pk) == []
    export = reverse("attention-export", args=["uncoded", "csv"])
    text = b"".join(street.get(export).streaming_content).decode("utf-8-sig")
    assert "甲公司" in text
    assert theirs.name not in text


def test_the_file_holds_the_rows_of_the_page_in_its_order(tree: PlaceTree) -> None:
    lacking(tree.street, name="甲公司", tower="A座", since=-5)
    lacking(tree.street, name="乙公司", tower="B座", since=-50)
    lacking(tree.other_street, name="丙公司", tower="C座")
    office = client_of(user(Role.OFFICE))
    asked = {"place": tree.street.pk, "sort": "start"}
    answer = office.get(reverse("attention-export", args=["uncoded", "csv"]), asked)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == names(office, **asked)


def test_a_code_is_entered_from_the_list_and_leads_back_to_it(tree: PlaceTree) -> None:
    firm = lacking(tree.street, name="甲公司", tower="A座")
    street = client_of(user(Role.STREET, place=tree.street))
    page = street.get(URL, {"sort": "start"})
    address = f"/enterprises/{firm.pk}/edit/?{page.context['back']}"
    assert address in page.content.decode()
    form = street.get(address)
    told = {"name": firm.name, "uscc": codes.invented(77), "kind": firm.kind, "why": "执照"}
    told |= {"status": firm.status, "place": tree.street.pk, "version": form.context["version"]}
    saved = street.post(address, told | {"key": str(uuid4())})
    assert saved["Location"] == f"{URL}?sort=start"
    assert names(street) == []


@pytest.mark.parametrize(
    "asked", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1"]
)
def test_nobody_is_led_to_another_site(tree: PlaceTree, asked: str) -> None:
    firm = lacking(tree.street, name="甲公司", tower="A座")
    office = client_of(user(Role.OFFICE))
    form = office.get(f"/enterprises/{firm.pk}/edit/", {"next": asked})
    assert form.context["back"] == firm.get_absolute_url()
    assert not parse_qs(urlsplit(form.context["back"]).query)

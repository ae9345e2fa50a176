"""人员页: who may do what to whom, and that what is taken away is gone with the next request."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories import (
    PlaceTree,
    building,
    organization,
    party,
    place_tree,
    sign_in,
    user,
)
from louyu.registers.organizations.models import (
    DutyRole,
    Grant,
    Organization,
    OrganizationKind,
    Role,
    User,
)

pytestmark = pytest.mark.django_db


def client_of(person: User) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def admin(role: Role = Role.SYSTEM_ADMIN) -> Client:
    return client_of(user(role))


@pytest.fixture
def tree() -> PlaceTree:
    return place_tree()


def opened(client: Client) -> User:
    answer = client.post(
        reverse("account-new"),
        {
            "name": "新任",
            "username": "newcomer",
            "role": Role.LEADER,
            "start": timezone.localdate(),
            "basis": "任职文件",
        },
    )
    assert answer.status_code == 302
    return User.objects.get(username="newcomer")


def test_an_account_has_no_duty_until_a_second_administrator_approves() -> None:
    first = admin()
    person = opened(first)
    grant = Grant.objects.unscoped("test").get(user=person)
    decision = {"step": "approve", "grant": grant.pk}
    first.post(reverse("grants-decide"), decision)
    assert not person.duties.exists()
    admin(Role.SECURITY_ADMIN).post(reverse("grants-decide"), decision)
    assert person.duties.get().role == Role.LEADER


def test_the_page_says_who_can_approve_and_when_nobody_can() -> None:
    first = admin()
    opened(first)
    assert "目前没有人" in first.get(reverse("grants")).content.decode()
    user(Role.AUDITOR, name="审计员甲")
    page = first.get(reverse("grants")).content.decode()
    assert "审计员甲" in page
    assert "目前没有人" not in page


def test_a_link_lets_the_person_choose_a_password_without_an_old_one() -> None:
    first = admin()
    person = opened(first)
    page = first.post(reverse("account-link", args=[person.pk])).content.decode()
    link = re.search(r"http://testserver(/accounts/link/[^<]+)", page)
    assert link
    theirs = Client()
    theirs.post(link[1])
    form = theirs.get(reverse("password_change")).content.decode()
    assert "old_password" not in form
    theirs.post(
        reverse("password_change"),
        {"new_password1": "tower-and-river-26", "new_password2": "tower-and-river-26"},
    )
    person.refresh_from_db()
    assert person.check_password("tower-and-river-26")
    assert "old_password" in theirs.get(reverse("password_change")).content.decode()


def test_switching_off_and_taking_away_hold_in_an_open_session(tree: PlaceTree) -> None:
    person, first = user(Role.STREET, place=tree.street), admin()
    theirs = client_of(person)
    assert theirs.get(reverse("liaisons")).status_code == 200
    held = person.duties.get()
    first.post(reverse("account-take-away", args=["duty", held.pk]), {"reason": "调离"})
    assert theirs.get(reverse("liaisons")).status_code == 404
    other = user(Role.STREET, place=tree.street)
    theirs = client_of(other)
    first.post(reverse("account-switch", args=[other.pk]))
    assert theirs.get(reverse("liaisons")).status_code == 302


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECURITY_ADMIN])
def test_only_a_system_administrator_opens_accounts(role: Role) -> None:
    client, person = admin(role), user()
    assert client.get(reverse("account", args=[person.pk])).status_code == 200
    assert client.get(reverse("account-new")).status_code == 404
    assert client.post(reverse("account-link", args=[person.pk])).status_code == 404
    assert client.post(reverse("account-switch", args=[person.pk])).status_code == 404


def test_phones_are_masked_in_the_list() -> None:
    user(phone="13900001234", name="有号人")
    page = admin().get(reverse("accounts")).content.decode()
    assert "139****1234" in page
    assert "13900001234" not in page


@pytest.fixture
def manager(tree: PlaceTree) -> Organization:
    """Works in both streets."""
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    party(building(tree.street, name="本街大楼"), body)
    party(building(tree.other_street, name="外街大楼"), body)
    return body


@pytest.fixture
def street(tree: PlaceTree) -> Client:
    return client_of(user(Role.STREET, place=tree.street))


def invited(street: Client, body: Organization, phone: str = "13900005678") -> str:
    form = {"name": "新联络员", "phone": phone, "body": body.pk}
    return street.post(reverse("liaisons"), form).content.decode()


def test_a_street_lets_its_liaison_in_and_out_by_itself(
    street: Client, manager: Organization
) -> None:
    page = invited(street, manager)
    link = re.search(r"http://testserver(/accounts/link/[^<]+)", page)
    assert link
    theirs = Client()
    theirs.post(link[1])
    assert "本街大楼" in theirs.get(reverse("buildings")).content.decode()
    held = DutyRole.objects.get(user__phone="13900005678")
    street.post(reverse("liaison-end", args=[held.pk]), {"reason": "换人"})
    assert "本街大楼" not in theirs.get(reverse("buildings")).content.decode()


def test_a_streets_liaison_sees_nothing_of_the_same_company_in_another_street(
    street: Client, manager: Organization
) -> None:
    page = invited(street, manager)
    theirs = Client()
    theirs.post(re.search(r"http://testserver(/accounts/link/[^<]+)", page)[1])  # type: ignore[index]
    assert "外街大楼" not in theirs.get(reverse("buildings")).content.decode()


def test_a_day_to_come_leaves_the_liaison_until_then(street: Client, manager: Organization) -> None:
    invited(street, manager)
    held, tomorrow = DutyRole.objects.get(user__phone="13900005678"), timezone.localdate()
    tomorrow += timedelta(days=1)
    street.post(
        reverse("liaison-end", args=[held.pk]), {"reason": "到期", "last_day": tomorrow.isoformat()}
    )
    held.refresh_from_db()
    assert held.end == tomorrow


def test_a_street_cannot_invite_for_a_company_that_is_not_at_work_there(
    street: Client, tree: PlaceTree
) -> None:
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    party(building(tree.other_street), body)
    assert "13900005678" in invited(street, body)  # the form again
    assert not User.objects.filter(phone="13900005678").exists()


def test_a_street_gets_no_way_into_anybody_elses_account(
    street: Client, manager: Organization, tree: PlaceTree
) -> None:
    official = user(Role.OFFICE, phone="13900000001", name="新联络员")
    waiting = user(phone="13900000002", name="新联络员")
    other = user(Role.LIAISON, place=tree.other_street, organization=manager, phone="13900000003")
    for person in (official, waiting, other):
        before = person.duties.count()
        assert "accounts/link/" not in invited(street, manager, person.phone)
        assert person.duties.count() == before
    foreign = other.duties.get()
    assert street.post(reverse("liaison-link", args=[foreign.pk])).status_code == 404
    assert street.post(reverse("liaison-end", args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.SYSTEM_ADMIN])
def test_liaisons_are_the_streets_own_business(role: Role) -> None:
    assert admin(role).get(reverse("liaisons")).status_code == 404


def test_new_accounts_get_their_links_on_one_sheet_and_the_others_do_not() -> None:
    first = admin()
    person, old = opened(first), user(Role.LEADER, name="旧人")
    page = first.post(reverse("account-links"), {"person": [person.pk, old.pk]}).content.decode()
    found = re.findall(r"http://testserver(/accounts/link/[^<]+)<", page)
    assert len(found) == 1
    assert "旧人" not in page
    newcomer = Client()
    newcomer.post(found[0])
    assert newcomer.get("/").wsgi_request.user == person


def test_a_sheet_for_nobody_says_what_to_do() -> None:
    first = admin()
    answer = first.post(reverse("account-links"), {"person": []}, follow=True)
    assert "请先勾选" in answer.content.decode()


def test_a_name_is_put_right_with_a_reason_and_the_auditor_reads_it() -> None:
    first = admin()
    person = opened(first)
    change = {"name": "新名", "phone": "13900000188", "why": "登记时写错"}
    assert first.post(reverse("account-change", args=[person.pk]), change).status_code == 302
    page = admin(Role.AUDITOR).get(reverse("rights"), {"person": person.pk}).content.decode()
    for word in ("新名", "登记时写错", "139****0188", "修改账号", "待复核：区领导·全区"):
        assert word in page
    assert "13900000188" not in page


def test_another_persons_phone_is_refused_at_its_field() -> None:
    first = admin()
    person = opened(first)
    user(phone="13900000188")
    change = {"name": "新名", "phone": "13900000188", "why": "登记时写错"}
    answer = first.post(reverse("account-change", args=[person.pk]), change)
    assert answer.status_code == 422
    assert "已登记在另一个账号上" in answer.content.decode()
    person.refresh_from_db()
    assert (person.name, person.phone) == ("新任", "")


def test_what_was_taken_away_stands_in_the_log_with_its_reason() -> None:
    person = user(Role.LEADER, name="离任者")
    admin().post(
        reverse("account-take-away", args=["duty", person.duties.get().pk]), {"reason": "调离"}
    )
    page = admin(Role.AUDITOR).get(reverse("rights"), {"person": person.pk}).content.decode()
    assert "修改岗位" in page
    assert "调离" in page

"""认定台: one key, a batch, what it writes, taking it back, whose pairs they are."""

from typing import Any

import pytest
from django.test import Client

from demo import codes, factories
from louyu.journey.matching.models import Pairing, PairingVerdict
from louyu.journey.matching.tests.conftest import District, line
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.organizations.models import Role, User

HERE = "烟台市芝罘区澄湾路3号望澜大厦101"


@pytest.fixture
def pairs(district: District) -> list[Pairing]:
    """Three tenants without a code, each asked about with a registration; the likeliest first."""
    lines, firms = [], []
    for at in range(3):
        firms.append(district.firm(91_000 + at, f"霁川{at}商贸公司", uscc=None))
        lines.append(line(codes.invented(91_000 + at), f"霁川{at}商贸有限公司", HERE))
    district.sends("2026-09", lines)
    return [
        Pairing.objects.create(
            enterprise=firm,
            registration=district.registered(f"霁川{at}商贸有限公司"),
            state=Pairing.State.ASKED,
            ground=Pairing.Ground.LIKENESS,
            score=0.95 - at / 100,
            evidence="支持：字号相同（+4.2）",
        )
        for at, firm in enumerate(firms)
    ]


def told(pair: Pairing) -> str:
    return f"{pair.pk}:{pair.registration_id}"


def decided(client: Client, *chosen: Pairing, verdict: str = "same", **more: Any) -> str:
    asked = {"pair": [told(pair) for pair in chosen], "verdict": verdict} | more
    answer = client.post("/matching/pairs/decide/", asked, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def code_of(pair: Pairing) -> str | None:
    return Enterprise.objects.unscoped("test").get(pk=pair.enterprise_id).uscc


def standing() -> int:
    return PairingVerdict.objects.unscoped("test").filter(undone_at=None).count()


def test_the_likeliest_comes_first_and_the_next_one_after_it(
    client: Client, office: User, pairs: list[Pairing]
) -> None:
    client.force_login(office)
    page = client.get("/matching/pairs/")
    assert page.context["desk"].current == pairs[0]
    assert "霁川0商贸<mark>有限</mark>公司" in page.content.decode()
    after = client.get(f"/matching/pairs/?after={pairs[0].pk}")
    assert after.context["desk"].current == pairs[1]


def test_the_same_firm_learns_its_code_and_can_be_taken_back(
    client: Client, office: User, pairs: list[Pairing], district: District
) -> None:
    client.force_login(office)
    assert "是同一家" in decided(client, pairs[0])
    taken = district.pairing(pairs[0].enterprise)
    assert taken is not None
    assert (taken.state, taken.ground) == ("taken", "verdict")
    assert code_of(pairs[0]) == codes.invented(91_000)
    verdict = PairingVerdict.objects.unscoped("test").get()
    client.post(f"/matching/verdicts/{verdict.pk}/undo/")
    asked = district.pairing(pairs[0].enterprise)
    assert asked is not None
    assert (asked.state, asked.evidence) == ("asked", "支持：字号相同（+4.2）")
    assert code_of(pairs[0]) is None
    assert standing() == 0


def test_another_firm_is_asked_about_no_more(
    client: Client, office: User, pairs: list[Pairing], district: District
) -> None:
    client.force_login(office)
    decided(client, pairs[0], verdict="apart")
    assert district.pairing(pairs[0].enterprise) is None
    district.compares()
    pairing = district.pairing(pairs[0].enterprise)
    assert pairing is None or pairing.registration.name != "霁川0商贸有限公司"
    assert code_of(pairs[0]) is None


def test_a_batch_is_taken_and_taken_back_as_one(
    client: Client, office: User, pairs: list[Pairing]
) -> None:
    client.force_login(office)
    decided(client, *pairs, batch="1")
    assert standing() == 3
    first = PairingVerdict.objects.unscoped("test").earliest("pk")
    client.post(f"/matching/verdicts/{first.pk}/undo/", {"batch": "1"})
    assert standing() == 0
    assert Pairing.objects.unscoped("test").filter(state="asked").count() == 3


def test_a_code_another_enterprise_bears_is_not_taken(
    client: Client, office: User, pairs: list[Pairing]
) -> None:
    factories.enterprise(uscc=codes.invented(91_000), name="早就有它")
    client.force_login(office)
    decided(client, pairs[0])
    assert code_of(pairs[0]) is None
    assert standing() == 1


def test_what_another_decided_meanwhile_is_told(
    client: Client, office: User, pairs: list[Pairing]
) -> None:
    client.force_login(office)
    decided(client, pairs[0])
    Pairing.objects.unscoped("test").filter(pk=pairs[1].pk).delete()
    assert "已由他人认定" in decided(client, pairs[1], pairs[2], batch="1")
    assert standing() == 1


def test_a_street_decides_its_own_tenants_alone(
    client: Client, street: User, pairs: list[Pairing], district: District
) -> None:
    other = factories.user(Role.STREET, place=district.tree.other_street)
    client.force_login(other)
    assert client.get("/matching/pairs/").context["desk"].current is None
    assert "已由他人认定" in decided(client, pairs[0])
    assert standing() == 0
    client.force_login(street)
    decided(client, pairs[0])
    assert standing() == 1
    verdict = PairingVerdict.objects.unscoped("test").get()
    client.force_login(other)
    assert client.post(f"/matching/verdicts/{verdict.pk}/undo/").status_code == 404
    assert standing() == 1


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR, Role.DEPARTMENT, Role.COMMUNITY])
def test_others_have_no_desk(
    client: Client, pairs: list[Pairing], district: District, role: str
) -> None:
    bound: dict[str, Any] = {"organization": factories.organization()}
    if role == Role.COMMUNITY:
        bound = {"place": district.tree.community}
    elif role == Role.DEPARTMENT:
        bound = {"organization": factories.organization("department")}
    client.force_login(factories.user(role, **bound))
    assert client.get("/matching/pairs/").status_code == 403
    decided_by_nobody = client.post(
        "/matching/pairs/decide/", {"pair": told(pairs[0]), "verdict": "same"}
    )
    assert decided_by_nobody.status_code == 403
    assert standing() == 0


@pytest.mark.parametrize("sent", [{}, {"pair": "x"}, {"pair": "1:"}, {"verdict": "same"}])
def test_a_sending_without_a_pair_does_nothing(
    client: Client, office: User, pairs: list[Pairing], sent: dict[str, str]
) -> None:
    client.force_login(office)
    answer = client.post("/matching/pairs/decide/", sent, follow=True)
    assert "没有选择" in answer.content.decode()
    assert standing() == 0

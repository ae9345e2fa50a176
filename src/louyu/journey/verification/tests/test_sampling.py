"""抽查规则: drawn once by a seed that draws it again; found by somebody else than who said so."""

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.journey.collection.answering import TenantSaid
from louyu.journey.collection.models import Verdict
from louyu.journey.collection.tests.conftest import Round, a_round, tree  # noqa: F401
from louyu.journey.verification.models import Sample
from louyu.journey.verification.sampling import (
    CHANGE_WEIGHS,
    MOST_MONTHS,
    SampleRefused,
    Seen,
    draw,
    weighted_lot,
    weights_of,
    write_down,
)
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(a_round: Round) -> User:  # noqa: F811
    return factories.user(Role.STREET, place=a_round.tree.street, name="试街道")


def _drawn(a_round: Round, clerk: User, wanted: int = 9, **more: object) -> Sample:  # noqa: F811
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays(), **more)
    place = a_round.tree.street
    return draw(cycle=duty.cycle, place=place, wanted=wanted, seed=7, actor=actor_of(clerk))


def test_the_same_seed_draws_the_same_and_weight_makes_likelier() -> None:
    weights = {key: 9 if key % 10 == 0 else 1 for key in range(1_000)}
    once = weighted_lot(weights, 100, 5)
    assert once == weighted_lot(dict(reversed(weights.items())), 100, 5)
    assert once != weighted_lot(weights, 100, 6)
    heavy = [sum(key % 10 == 0 for key in weighted_lot(weights, 100, seed)) for seed in range(9)]
    # One in ten by number, nine in eighteen by weight.
    assert 30 < sum(heavy) / 9 < 60
    assert weighted_lot({4: 1, 2: 1}, 10, 1) == [2, 4]


def test_who_tells_of_a_change_or_was_long_not_seen_weighs_more(
    a_round: Round,  # noqa: F811
    clerk: User,
) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, TenantSaid(a_round.overdue, Verdict.CHANGED, headcount=3))
    weights = weights_of(duty.cycle, a_round.tree.street, timezone.localdate())
    by_stay = dict(duty.submissions.get().tenant_answers.values_list("occupancy_id", "pk"))
    assert weights[by_stay[a_round.overdue.pk]] == CHANGE_WEIGHS * (1 + MOST_MONTHS)
    sample = draw(
        cycle=duty.cycle, place=a_round.tree.street, wanted=9, seed=1, actor=actor_of(clerk)
    )
    record = sample.drawn_records.get(answer=by_stay[a_round.overdue.pk])
    write_down(sample=sample, seen={record.pk: Seen(True)}, actor=actor_of(clerk))
    weights = weights_of(duty.cycle, a_round.tree.street, timezone.localdate())
    assert weights[by_stay[a_round.overdue.pk]] == CHANGE_WEIGHS


def test_what_no_database_can_keep_is_left_out_of_what_was_found(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    sample = _drawn(a_round, clerk, wanted=1)
    record = sample.drawn_records.get()
    client.force_login(clerk)
    told = {f"r-{record.pk}": "wrong", f"w-{record.pk}": "换了\x00门牌"}
    assert client.post(sample.get_absolute_url(), told).status_code == 302
    record.refresh_from_db()
    assert record.found == "换了门牌"


def test_it_is_drawn_once_a_month_and_not_out_of_nothing(
    a_round: Round,  # noqa: F811
    clerk: User,
) -> None:
    sample = _drawn(a_round, clerk, wanted=2)
    assert (sample.drawn_records.count(), sample.out_of) == (2, 3)
    again = {"cycle": sample.cycle, "place": sample.place, "wanted": 2, "seed": 8}
    with pytest.raises(SampleRefused, match="不能重抽"):
        draw(**again, actor=actor_of(clerk))
    with pytest.raises(SampleRefused, match="还没有可抽查"):
        draw(**again | {"place": a_round.tree.park}, actor=actor_of(clerk))


def test_nobody_finds_right_what_they_handed_in(
    a_round: Round,  # noqa: F811
    clerk: User,
) -> None:
    actor = actor_of(clerk)
    sample = _drawn(a_round, clerk, actor=actor)
    record = sample.drawn_records.first()
    assert record is not None
    with pytest.raises(SampleRefused, match="自己提交"):
        write_down(sample=sample, seen={record.pk: Seen(True)}, actor=actor)
    with refused_by("sampled_nobody_looks_at_their_own"):
        sql(
            "UPDATE verification_sampledstay SET is_right = true, seen_on = now(), by_id = %s",
            [clerk.pk],
        )


def test_the_street_writes_down_what_it_found_on_its_phone(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    client.force_login(clerk)
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    told = {"cycle": duty.cycle_id, "place": a_round.tree.street.pk, "wanted": 3}
    page = client.post("/verification/samples/draw/", told, follow=True).content.decode()
    sample = Sample.objects.unscoped("test").get()
    assert f"种子 {sample.seed}" in page
    first, second, third = sample.drawn_records.all()
    address = sample.get_absolute_url()
    assert "还没有选任何一条" in client.post(address, {}).content.decode()
    wrong = {f"r-{first.pk}": "right", f"r-{second.pk}": "wrong"}
    answer = client.post(address, wrong)
    assert (answer.status_code, "请写明现场情况" in answer.content.decode()) == (422, True)
    first.refresh_from_db()
    assert first.is_right is None, "all of them or none"
    page = client.post(address, wrong | {f"w-{second.pk}": "关门"}, follow=True).content.decode()
    assert '<b class="num">2</b> 条' in page
    assert '<b class="num">1</b> 条' in page
    third.refresh_from_db()
    assert third.is_right is None


def test_another_street_neither_draws_nor_writes(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    sample = _drawn(a_round, clerk)
    client.force_login(factories.user(Role.STREET, place=a_round.tree.other_street))
    assert client.get(sample.get_absolute_url()).status_code == 404
    told = {"cycle": sample.cycle_id, "place": sample.place_id, "wanted": 3}
    page = client.post("/verification/samples/draw/", told, follow=True).content.decode()
    assert "请选择街道和月份" in page

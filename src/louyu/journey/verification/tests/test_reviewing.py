"""核实规则: looked at by somebody else, all or none; what is sent back says why."""

import pytest
from django.test import Client

from demo import factories
from louyu.journey.collection.models import Duty, DutyState
from louyu.journey.collection.tests.conftest import Round, a_round, tree  # noqa: F401
from louyu.journey.verification.models import Outcome, Review
from louyu.journey.verification.services import accept as accept_looked_at
from louyu.journey.verification.services import return_one
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.kernel.testing import refused_by, sql
from louyu.registers.occupancy.models import OccupancyUnit
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(a_round: Round) -> User:  # noqa: F811
    return factories.user(Role.STREET, place=a_round.tree.street, name="试街道")


@pytest.fixture
def street(clerk: User) -> Actor:
    return actor_of(clerk)


def accept(*, duties: list[int], actor: Actor) -> int:
    """As they stand now."""
    rows = Duty.objects.unscoped("test").filter(pk__in=duties)
    versions = dict(rows.values_list("pk", "version"))
    return accept_looked_at(looked_at={pk: versions.get(pk, 0) for pk in duties}, actor=actor)


def test_what_was_handed_in_is_accepted_with_who_and_when(
    a_round: Round,  # noqa: F811
    street: Actor,
) -> None:
    duty = a_round.open()
    submission = a_round.hand_in(duty, a_round.stays())
    assert accept(duties=[duty.pk], actor=street) == 1
    duty.refresh_from_db()
    assert duty.state == DutyState.ACCEPTED
    review = submission.review
    assert (review.outcome, review.by_words) == (Outcome.ACCEPTED, "试街道")


def test_nobody_accepts_their_own_entry(a_round: Round, street: Actor) -> None:  # noqa: F811
    duty = a_round.open()
    submission = a_round.hand_in(duty, a_round.stays(), actor=street)
    with pytest.raises(TransitionRefused, match="自己提交"):
        accept(duties=[duty.pk], actor=street)
    with refused_by("review_nobody_accepts_their_own"):
        sql(
            "INSERT INTO verification_review (submission_id, outcome, reason, by_id, by_words, at)"
            " VALUES (%s, 'accepted', '', %s, '', now())",
            [submission.pk, street.user_id],
        )
    colleague = factories.actor(Role.STREET, place=a_round.tree.street)
    accept(duties=[duty.pk], actor=colleague)


def test_what_comes_back_says_why_and_is_handed_in_again(
    a_round: Round,  # noqa: F811
    street: Actor,
) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    with pytest.raises(TransitionRefused, match="理由"):
        return_one(duty=duty, version=1, reason="", actor=street)
    return_one(duty=duty, version=1, reason="1203 换了企业", actor=street)
    duty.refresh_from_db()
    assert (duty.state, duty.why) == (DutyState.RETURNED, "1203 换了企业")
    a_round.hand_in(duty, a_round.stays())
    accept(duties=[duty.pk], actor=street)
    told = Review.objects.unscoped("test").order_by("pk").values_list("outcome", flat=True)
    assert list(told) == [Outcome.RETURNED, Outcome.ACCEPTED]


def test_all_of_them_or_none(a_round: Round, street: Actor) -> None:  # noqa: F811
    other = factories.building(a_round.tree.street)
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    silent = (
        duty.cycle.buildings_due.filter(building=other).first() or duty.cycle.buildings_due.last()
    )
    assert silent is not None
    with pytest.raises(TransitionRefused):
        accept(duties=[duty.pk, 987_654], actor=street)
    duty.refresh_from_db()
    assert duty.state == DutyState.SUBMITTED
    assert not Review.objects.unscoped("test").exists()


def test_another_street_looks_at_nothing_of_this_one(a_round: Round) -> None:  # noqa: F811
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    stranger = factories.actor(Role.STREET, place=a_round.tree.other_street)
    with pytest.raises(TransitionRefused):
        accept(duties=[duty.pk], actor=stranger)


def test_a_review_is_written_once(a_round: Round, street: Actor) -> None:  # noqa: F811
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    accept(duties=[duty.pk], actor=street)
    with refused_by(""):
        sql("UPDATE verification_review SET outcome = 'returned', reason = '错'")


def test_the_desk_tells_what_waits_what_is_missing_and_rates_of_what_was_due(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    silent = factories.building(a_round.tree.street, name="试验未报楼", life_stage="in_use")
    factories.building(a_round.tree.other_street, name="他街楼", life_stage="in_use")
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    client.force_login(clerk)
    page = client.get("/verification/").content.decode()
    assert '<dt>应报</dt><dd><b class="num">2</b> 幢' in page
    assert "<small>50.00%</small>" in page
    queue, missing = page.split("还没有提交")[0], page.split("还没有提交")[1]
    assert "试验塔楼" in queue
    assert str(silent) in missing
    assert "他街楼" not in page


def test_the_street_accepts_what_it_ticks(
    a_round: Round,  # noqa: F811
    clerk: User,
    client: Client,
) -> None:
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    client.force_login(clerk)
    assert "没有选中" in client.post("/verification/accept/", follow=True).content.decode()
    client.post("/verification/accept/", {"duty": [f"{duty.pk}:1"]})
    duty.refresh_from_db()
    assert duty.state == DutyState.ACCEPTED


def test_what_cannot_be_so_is_mended_first(a_round: Round, street: Actor) -> None:  # noqa: F811
    """A second firm claims a room whole areas of which the first one has already."""
    duty = a_round.open()
    a_round.hand_in(duty, a_round.stays())
    room = a_round.lately[0].unit_links.get().unit
    a_round.lately[0].unit_links.update(area=room.area)
    other = factories.occupancy(factories.enterprise(), building=a_round.building)
    claim = OccupancyUnit.objects.create(occupancy=other, unit=room, area=room.area)
    with pytest.raises(TransitionRefused, match="不可能如此"):
        accept(duties=[duty.pk], actor=street)
    duty.refresh_from_db()
    assert duty.state == DutyState.SUBMITTED
    claim.delete()
    assert accept(duties=[duty.pk], actor=street) == 1

"""服务步骤: who comes on the list, and the order of asking, consent, help and result."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from demo import factories
from louyu.initiatives.local_registration import services
from louyu.initiatives.local_registration.consent_text import TEXT
from louyu.initiatives.local_registration.models import Campaign, Consent, Entry
from louyu.initiatives.local_registration.proposing import add, proposed
from louyu.initiatives.local_registration.services import Answer, Guidance
from louyu.initiatives.local_registration.tests.conftest import HERE, Service
from louyu.kernel.states import TransitionRefused
from louyu.kernel.testing import refused_by, sql
from louyu.registers.assignments.models import Visit
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role


def state(entry: Entry) -> str:
    entry.refresh_from_db()
    return str(entry.state)


def names(campaign: Campaign, actor: Any) -> set[str]:
    return {one.name for one in proposed(campaign, actor)}


def test_firms_on_site_that_are_registered_elsewhere_are_proposed(service: Service) -> None:
    service.firm("试验本区有限公司", service.tower, HERE)
    service.compare()
    own = {f"试验{word}有限公司" for word in "甲乙丙"}
    assert names(service.campaign, service.office) == {*own, "试验丁有限公司"}
    assert names(service.campaign, service.street) == own


def test_a_campaign_of_a_street_is_about_its_buildings(service: Service) -> None:
    service.campaign.place = service.tree.other_street
    service.campaign.save()
    service.compare()
    assert names(service.campaign, service.office) == {"试验丁有限公司"}


def test_a_firm_in_two_buildings_is_listed_once_where_it_mainly_sits(service: Service) -> None:
    room = factories.unit(service.other_tower)
    factories.occupancy(service.firms[0], room, is_primary=False, start=service.day)
    assert len(service.list_all()) == 4
    assert {one.building for one in service.entries()[:1]} == {service.tower}


def test_listed_twice_it_is_on_the_list_once_and_in_no_other_campaign(service: Service) -> None:
    service.list_all()
    assert add(campaign=service.campaign, enterprises=None, actor=service.office) == 0
    other = Campaign.objects.create(
        name="另一活动",
        basis="试验文件",
        place=service.tree.district,
        start=service.day,
        end=service.day,
    )
    assert names(other, service.office) == set()
    services.remove(entry=service.entries()[0], reason="已搬走", actor=service.street)
    assert names(other, service.office) == {"试验甲有限公司"}
    assert names(service.campaign, service.office) == set()


def test_a_street_adds_its_own_alone(service: Service) -> None:
    service.compare()
    every = [*(firm.pk for firm in service.firms), service.other_firm.pk]
    assert add(campaign=service.campaign, enterprises=every, actor=service.street) == 3
    with pytest.raises(TransitionRefused, match="岗位"):
        add(campaign=service.campaign, enterprises=None, actor=actor_of(service.leader_user))


def test_a_visit_is_a_row_of_the_visits(service: Service) -> None:
    entry = service.visited()
    visit = Visit.objects.unscoped("test").get()
    told = (visit.enterprise, visit.building, visit.visitor, visit.day)
    assert told == (entry.enterprise, service.tower, service.clerk, service.day)
    assert state(entry) == "visited"
    assert entry.taken_steps.last().visit == visit  # type: ignore[union-attr]


def test_many_visits_cost_what_one_costs(service: Service) -> None:
    for number in range(12):
        service.firm(f"试验续{number}有限公司", service.tower)
    first, *others = service.list_all()
    own = [one.pk for one in others if one.building_id == service.tower.pk]
    with CaptureQueriesContext(connection) as one:
        services.visit(entries=[first.pk], day=service.day, actor=service.street)
    with CaptureQueriesContext(connection) as many:
        services.visit(entries=own, day=service.day, actor=service.street)
    assert len(own) > 10
    assert len(many) == len(one)


def test_another_streets_firm_is_refused_with_all_the_others(service: Service) -> None:
    every = [one.pk for one in service.list_all()]
    with pytest.raises(TransitionRefused, match="辖区"):
        services.visit(entries=every, day=service.day, actor=service.street)
    assert not Visit.objects.unscoped("test").exists()


def test_nobody_is_helped_without_a_consent(service: Service) -> None:
    entry = service.visited()
    guidance = Guidance(service.day, "流程", "材料", "试帮办")
    with pytest.raises(TransitionRefused):
        services.guide(entry=entry, guidance=guidance, actor=service.street)
    with refused_by("entry_helped_by_consent"):
        sql("UPDATE local_registration_entry SET state = 'consented' WHERE id = %s", [entry.pk])
    consent = service.answered(entry)
    assert (consent.told, consent.by_words, state(entry)) == (TEXT, "试街道", "consented")
    services.guide(entry=entry, guidance=guidance, actor=service.street)
    assert state(entry) == "guided"


def test_a_no_ends_it_for_everybody(service: Service) -> None:
    entry = service.visited()
    service.answered(entry, agrees=False)
    assert state(entry) == "declined"
    answer = Answer(True, "别人", "", "phone", service.day)
    for refused in (
        lambda: services.visit(entries=[entry.pk], day=service.day, actor=service.street),
        lambda: services.ask(entry=entry, day=service.day, text="", actor=service.street),
        lambda: services.record(entry=entry, answer=answer, actor=service.office),
        lambda: services.remove(entry=entry, reason="另作处理", actor=service.office),
    ):
        with pytest.raises(TransitionRefused):
            refused()
    with refused_by("entry_refused_is_left_alone"):
        sql("UPDATE local_registration_entry SET state = 'visited' WHERE id = %s", [entry.pk])


def test_a_no_can_be_said_before_anything_was_asked(service: Service) -> None:
    entry = service.entry()
    answer = Answer(True, "试答复", "", "phone", service.day)
    with pytest.raises(TransitionRefused):
        services.record(entry=entry, answer=answer, actor=service.street)
    assert not Consent.objects.unscoped("test").exists()
    service.answered(entry, agrees=False)
    assert state(entry) == "declined"


def test_a_consent_is_withdrawn_at_any_time_and_never_rewritten(service: Service) -> None:
    entry = service.visited()
    consent = service.answered(entry)
    with refused_by("consent_is_only_withdrawn"):
        sql("UPDATE local_registration_consent SET person = '别人' WHERE id = %s", [consent.pk])
    services.settle(entry=entry, stays=True, text="", actor=service.street)
    services.withdraw(consent=consent, actor=service.street)
    assert state(entry) == "withdrawn"
    with pytest.raises(TransitionRefused, match="已经撤回"):
        services.withdraw(consent=consent, actor=service.street)
    with refused_by("consent_is_only_withdrawn"):
        sql(
            "UPDATE local_registration_consent SET withdrawn_at = NULL, withdrawn_by_words = ''"
            " WHERE id = %s",
            [consent.pk],
        )


def test_after_the_campaign_nobody_is_approached_but_all_may_withdraw(service: Service) -> None:
    entry = service.visited()
    consent = service.answered(entry)
    second = service.entries()[1]
    service.campaign.end = service.day - timedelta(days=1)
    service.campaign.save()
    with pytest.raises(TransitionRefused, match="期间"):
        services.visit(entries=[second.pk], day=service.day, actor=service.street)
    with pytest.raises(TransitionRefused, match="期间"):
        add(campaign=service.campaign, enterprises=None, actor=service.office)
    services.withdraw(consent=consent, actor=service.street)
    assert state(entry) == "withdrawn"


def test_tomorrow_is_not_written_down_today(service: Service) -> None:
    entry = service.entry()
    with pytest.raises(TransitionRefused, match="晚于今天"):
        services.visit(
            entries=[entry.pk], day=service.day + timedelta(days=1), actor=service.street
        )


def test_the_next_list_of_the_registry_confirms_the_result(service: Service) -> None:
    entry = service.visited()
    service.answered(entry)
    service.registry_tells(service.firms[0])
    assert state(entry) == "registered"
    last = entry.taken_steps.last()
    assert last is not None
    assert last.act == "registered"


def test_a_list_after_the_campaign_and_a_firm_elsewhere_confirm_nothing(service: Service) -> None:
    entry = service.visited()
    service.registry_tells(service.firms[0], is_local=False, authority="烟台市莱山区登记局")
    assert state(entry) == "visited"
    later = service.campaign.end + timedelta(days=40)  # type: ignore[operator]
    service.registry_tells(service.firms[0], later)
    assert state(entry) == "visited"


def test_a_firm_that_said_no_is_left_alone_by_the_registry_too(service: Service) -> None:
    entry = service.visited()
    service.answered(entry, agrees=False)
    service.registry_tells(service.firms[0])
    assert state(entry) == "declined"


def test_withdrawn_after_the_registration_the_result_stays(service: Service) -> None:
    entry = service.visited()
    consent = service.answered(entry)
    service.registry_tells(service.firms[0])
    services.withdraw(consent=consent, actor=service.street)
    consent.refresh_from_db()
    assert (state(entry), consent.stands) == ("registered", False)


def test_a_leader_writes_nothing(service: Service) -> None:
    entry = service.entry()
    leader = factories.actor(Role.LEADER)
    with pytest.raises(TransitionRefused):
        services.visit(entries=[entry.pk], day=service.day, actor=leader)

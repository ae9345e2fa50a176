"""比对一致率的说法: the month's bulletin tells how many tenants the registry's list knows."""

import pytest

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.documents import Paragraph
from louyu.journey.matching.models import Registration
from louyu.journey.publication import services
from louyu.journey.publication.issuing import signed_document
from louyu.journey.publication.tests.test_monthly import MONTH, office, tree  # noqa: F401
from louyu.journey.statistics.computing import compute
from louyu.journey.statistics.queries import readings_of
from louyu.journey.statistics.subjects import Subject
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.taxation.tests.worlds import delivery

pytestmark = pytest.mark.django_db


def test_who_is_found_in_the_list_of_the_month_is_told_as_a_rate(
    tree: PlaceTree,  # noqa: F811
    office: Actor,  # noqa: F811
) -> None:
    house = Building.objects.unscoped("test").get(name="甲大厦")
    told = delivery(factories.organization(), MONTH.first, "registrations")
    firm = factories.enterprise()
    factories.occupancy(firm, building=house)
    Registration.objects.unscoped("test").create(
        delivery=told, line=1, subject=firm.uscc, code=firm.uscc, name=firm.name
    )
    compute(period=MONTH, actor=office)
    rate = readings_of(office, Subject(tree.district), MONTH)["WK05"]
    assert rate.is_number
    draft = services.draft(span=MONTH, place=tree.district, actor=office)
    paragraphs = [b.text for b in signed_document(draft).blocks if isinstance(b, Paragraph)]
    assert f"与登记名单的比对一致率：{rate.text}%。" in "\n".join(paragraphs)

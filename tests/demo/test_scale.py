"""演示规模: a city's parts bear names, codes and doors of their own; the first is the demo."""

from datetime import date
from random import Random

import pytest

from demo.firms import ENTERPRISES, Firms
from demo.premises import BUILDINGS, UNITS, Premises, build_premises
from demo.scale import TIMES, Part, parts
from demo.territory import build_territory
from louyu.registers.places.models import Place

BASE = date(2026, 9, 25)
SEED = 7


@pytest.mark.django_db
def test_parts_repeat_the_district_under_other_names() -> None:
    territory = build_territory()
    first, second, *_ = parts("city", seed=SEED)

    made = [build_premises(territory, part, base=BASE) for part in (first, second)]

    assert [len(part) for part in made] == [BUILDINGS, BUILDINGS]
    assert [sum(len(each.units) for each in part) for part in made] == [UNITS, UNITS]
    both = [each for part in made for each in part]
    for named in (_code, _name, _address):
        assert len({named(each) for each in both}) == 2 * BUILDINGS


def test_the_first_part_draws_what_the_district_draws() -> None:
    (district,) = parts("district", seed=SEED)
    first, second, *_ = parts("city", seed=SEED)

    assert first.random.getstate() == district.random.getstate() != second.random.getstate()


def test_no_two_enterprises_of_a_city_share_a_name_or_a_code() -> None:
    made = []
    for number in range(TIMES["city"]):
        firms = Firms(Part(number, Random(number)))
        for _ in range(ENTERPRISES):
            firms.new(place=Place(pk=1), address="澄湾路3号", before=BASE)
        made += firms.all

    codes = [firm.uscc for firm in made if firm.uscc]
    assert len({firm.name for firm in made}) == len(made) == TIMES["city"] * ENTERPRISES
    assert len(set(codes)) == len(codes)


def _code(premises: Premises) -> str:
    return premises.building.code


def _name(premises: Premises) -> str:
    return premises.building.name


def _address(premises: Premises) -> str:
    return premises.building.address

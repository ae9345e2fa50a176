"""地名: the lists are whole, without doubles, and no name hides a longer one."""

from itertools import permutations

from louyu.engines import placenames


def test_provinces_and_cities_are_as_many_as_there_are() -> None:
    whole = (*placenames.PROVINCES, *placenames.REGIONS, *placenames.MUNICIPALITIES)
    assert len(set(whole)) == len(whole) == 34
    assert len(set(placenames.CITIES)) == len(placenames.CITIES) == 293


def test_every_region_is_called_by_the_beginning_of_its_name() -> None:
    assert all(full.startswith(name) for name, full in placenames.REGIONS.items())


def test_no_prefecture_begins_as_another() -> None:
    """Patterns try them in the order of the list: the shorter would be taken for the longer."""
    names = (*placenames.CITIES, *placenames.PREFECTURES, *placenames.FORMER)
    assert len(set(names)) == len(names)
    assert not [pair for pair in permutations(names, 2) if pair[0].startswith(pair[1])]

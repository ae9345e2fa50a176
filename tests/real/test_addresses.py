"""真实地址: how far labelled addresses are read as people labelled them; who shares a building.

The labels of the sets are mapped to ours here; what they call redundant, a person or a way to
find a place is `other`. Floors asserted below are what was reached, rounded down.
"""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from louyu.engines.addresses import cluster, parse, read
from tests.real.test_registry import DATA

HERE = Path(__file__).parent
OFFICES = DATA / "dev" / "office_addresses_modern_A.csv"
REGISTRY = DATA / "dev" / "registry_buildings_xiamen_chengdu.csv.gz"
LABELS = {
    "country": "country", "prov": "province", "city": "city", "district": "district",
    "town": "town", "devzone": "devzone", "community": "community", "village": "community",
    "group": "road", "road": "road", "subroad": "road_branch", "roadno": "door_number",
    "subroadno": "door_number", "poi": "place_name", "subpoi": "place_name", "houseno": "tower",
    "cellno": "entrance", "floorno": "floor", "roomno": "room",
}  # fmt: skip
# Wordpieces, which no address has, stand in some rows.
BROKEN = ("##", "[UNK]")

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not OFFICES.exists(), reason="the real data are not beside the checkout"),
]

Span = tuple[int, int, str]


def merged(spans: Iterator[Span]) -> set[Span]:
    """Neighbouring pieces of `other` are one: nobody says where it ends."""
    found: list[Span] = []
    for start, end, label in spans:
        if found and label == found[-1][2] == "other":
            start = found.pop()[0]
        found.append((start, end, label))
    return set(found)


def labelled(name: str) -> Iterator[tuple[str, set[Span]]]:
    with gzip.open(DATA / "dev" / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if any(sign in row["text"] for sign in BROKEN):
                continue
            ends, spans = 0, []
            for text, label in row["spans"]:
                spans.append((ends, ends + len(text), LABELS.get(label.lower(), "other")))
                ends += len(text)
            yield row["text"], merged(iter(spans))


def told(text: str) -> set[Span]:
    """A building is one kind of named place to the labelled sets."""
    return merged(
        (one.start, one.end, "place_name" if one.label == "building" else one.label)
        for one in parse(text)
    )


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("address_labelled_naacl2019_traindev.jsonl.gz", 0.84),
        ("address_labelled_swei412_train.jsonl.gz", 0.89),
    ],
)
def test_labelled_addresses_are_read_as_labelled(
    capsys: pytest.CaptureFixture[str], name: str, floor: float
) -> None:
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for text, spans in labelled(name):
        ours = told(text)
        wanted.update(label for *_, label in spans)
        given.update(label for *_, label in ours)
        right.update(label for *_, label in spans & ours)
    overall = 2 * right.total() / (wanted.total() + given.total())
    with capsys.disabled():
        print(f"\n{name}: F1 {overall:.4f}")
        for label, count in wanted.most_common():
            print(f"  {label:12} {2 * right[label] / (count + given[label]):.3f}  ({count})")
    assert overall >= floor


def test_floors_and_rooms_of_three_hundred_offices() -> None:
    """Row numbers as a sheet counts them; labelled by eye."""
    with OFFICES.open(encoding="utf-8-sig") as lines:
        addresses = [row["address"] for row in csv.DictReader(lines)]
    with (HERE / "office_floors_rooms.csv").open(encoding="utf-8") as lines:
        labels = list(csv.DictReader(lines))
    read_rows = [(read(addresses[int(one["row"]) - 2]), one) for one in labels]
    assert len(read_rows) == 300
    assert sum(address.floor == one["floor"] for address, one in read_rows) >= 297
    assert sum(address.room == one["room"] for address, one in read_rows) >= 293


def test_registered_addresses_gather_in_their_buildings() -> None:
    with gzip.open(REGISTRY, "rt", encoding="utf-8-sig") as lines:
        addresses = [row["address"] for row in csv.DictReader(lines)]
    found = cluster(addresses)
    sizes = Counter(one.building for one in found)
    assert sizes.pop("") < 0.03 * len(addresses)
    assert sum(size >= 3 for size in sizes.values()) > 800
    # Rows of one building agree on their city, whichever way it was told.
    cities: dict[str, set[str]] = {}
    for address, one in zip(addresses, found, strict=True):
        cities.setdefault(one.building, set()).add("厦门" if "厦门" in address else "成都")
    mixed = [number for number, names in cities.items() if number and len(names) > 1]
    assert len(mixed) <= 3

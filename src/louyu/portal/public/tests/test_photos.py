"""房源照片: public while the offer is on show; who is in scope sees them always."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.pictures.tests.samples import exif, halves, saved
from louyu.registers.buildings.models import LifeStage
from louyu.registers.occupancy.models import Offer, OfferPhoto
from louyu.registers.occupancy.offers.photos import add_photo, remove_photo
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def tree() -> PlaceTree:
    return factories.place_tree()


@pytest.fixture
def offer(tree: PlaceTree) -> Offer:
    tower = factories.building(tree.street, code="ZF-7", name="试验塔楼")
    room = factories.unit(tower, floor=12, number="1203", area=320)
    factories.vacancy(room)
    return factories.offer(room)


@pytest.fixture
def photo(offer: Offer) -> OfferPhoto:
    return photographed(offer, alt="临窗工位区")


def photographed(offer: Offer, width: int = 900, alt: str = "") -> OfferPhoto:
    sent = SimpleUploadedFile("p.jpg", saved(halves(width, 600), exif=exif()))
    add_photo(offer=offer, upload=sent, alt=alt, actor=factories.actor(Role.OFFICE))
    return offer.photos.latest("pk")


def public(photo: OfferPhoto, size: str = "small", **headers: str) -> Any:
    return Client().get(f"/open/spaces/photos/{photo.pk}/{size}.jpg", headers=headers)


def test_everybody_gets_a_jpeg_and_nothing_a_browser_could_take_for_more(photo: OfferPhoto) -> None:
    for size, width in (("small", 480), ("large", 900)):
        answer = public(photo, size)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "public, max-age=300"
        assert b"SECRETPHONE" not in answer.content
        assert Image.open(BytesIO(answer.content)).width == width
    assert public(photo, "original").status_code == 404


def test_a_browser_that_has_it_is_told_so(photo: OfferPhoto) -> None:
    etag = public(photo)["ETag"]
    again = public(photo, **{"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert public(photo, "large")["ETag"] != etag


def _take_down(offer: Offer) -> None:
    Offer.objects.unscoped("test").update(withdrawn_on=TODAY, withdrawal_reason="let")


def _move_in(offer: Offer) -> None:
    assert offer.unit
    factories.occupancy(factories.enterprise(), offer.unit)


def _only_planned(offer: Offer) -> None:
    type(offer.building).objects.unscoped("test").update(life_stage=LifeStage.PLANNED)


@pytest.mark.parametrize("ended", [_take_down, _move_in, _only_planned])
def test_what_is_not_on_show_shows_no_photo_but_to_who_works_on_it(
    offer: Offer, photo: OfferPhoto, tree: PlaceTree, ended: Any
) -> None:
    etag = public(photo)["ETag"]
    ended(offer)
    assert public(photo).status_code == 404
    assert public(photo, **{"if-none-match": etag}).status_code == 404
    street = Client()
    factories.sign_in(street, factories.user(Role.STREET, place=tree.street))
    assert street.get(f"/open/spaces/photos/{photo.pk}/small.jpg").status_code == 404
    answer = street.get(f"/offers/photos/{photo.pk}/small.jpg")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    other = Client()
    factories.sign_in(other, factories.user(Role.STREET, place=tree.other_street))
    assert other.get(f"/offers/photos/{photo.pk}/small.jpg").status_code == 404


def test_a_removed_photo_is_gone_from_every_door(offer: Offer, photo: OfferPhoto) -> None:
    office = factories.user(Role.OFFICE)
    remove_photo(offer=offer, number=photo.pk, actor=factories.actor_of(office))
    client = Client()
    factories.sign_in(client, office)
    assert public(photo).status_code == 404
    assert client.get(f"/offers/photos/{photo.pk}/small.jpg").status_code == 404


def test_cards_show_the_first_photo_and_the_space_shows_all(
    offer: Offer, photo: OfferPhoto
) -> None:
    second = photographed(offer, width=700)
    first, other = (f"/open/spaces/photos/{one.pk}/small.jpg" for one in (photo, second))
    for path in ("/open/", "/open/spaces/", "/open/buildings/ZF-7/"):
        text = Client().get(path).content.decode()
        assert f'src="{first}" width="900" height="600" loading="lazy" alt="临窗工位区"' in text
        assert other not in text
    page = Client().get(f"/open/spaces/{offer.pk}/").content.decode()
    assert f"/open/spaces/photos/{photo.pk}/large.jpg" in page
    assert f'src="{other}"' in page
    assert 'alt="试验塔楼 1203 室，照片 2"' in page


def test_a_space_without_photos_keeps_its_drawing(offer: Offer) -> None:
    text = Client().get("/open/spaces/").content.decode()
    assert 'class="elevation"' in text
    assert "/open/spaces/photos/" not in text
    assert 'class="gallery"' not in Client().get(f"/open/spaces/{offer.pk}/").content.decode()


def test_photos_of_many_cards_are_one_question(offer: Offer, photo: OfferPhoto) -> None:
    with CaptureQueriesContext(connection) as of_one:
        Client().get("/open/spaces/")
    for number in range(3):
        room = factories.unit(offer.building, number=f"x{number}")
        factories.vacancy(room)
        photographed(factories.offer(room))
    with CaptureQueriesContext(connection) as of_many:
        assert Client().get("/open/spaces/").content.decode().count("small.jpg") == 4
    assert len(of_many) == len(of_one)

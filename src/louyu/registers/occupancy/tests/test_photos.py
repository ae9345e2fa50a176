"""房源照片办理: who adds, orders, removes and brings back; what is refused says what to do."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from demo import factories
from demo.factories import PlaceTree
from louyu.engines.pictures.tests import samples
from louyu.engines.pictures.tests.samples import halves, saved
from louyu.kernel.files.models import StoredFile
from louyu.kernel.testing import refused_by, sql
from louyu.registers.occupancy.models import Offer, OfferPhoto
from louyu.registers.occupancy.tests.conftest import Tower, signed_in, text_of
from louyu.registers.organizations.models import OrganizationKind, Role

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PAYLOADS = (
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</title><svg/onload=alert(1)>",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def offer(tower: Tower) -> Offer:
    return factories.offer(tower.rooms["501"])


@pytest.fixture
def street(tree: PlaceTree) -> Client:
    return signed_in(Role.STREET, place=tree.street)


def sent(width: int = 60, name: str = "照片.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, saved(halves(width, 40)))


def add(person: Client, offer: Offer, *files: Any, alt: str = "") -> str:
    told = {"act": "add", "photos": list(files), "alt": alt}
    return text_of(person.post(f"/offers/{offer.pk}/photos/", told, follow=True))


def arrange(person: Client, offer: Offer, act: str, number: int, **more: str) -> str:
    told = {"act": act, "photo": str(number)} | more
    return text_of(person.post(f"/offers/{offer.pk}/photos/", told, follow=True))


def order(offer: Offer) -> list[int]:
    """The widths of the photos tell which is which."""
    return list(offer.photos.order_by("position").values_list("width", flat=True))


def the(offer: Offer, width: int) -> OfferPhoto:
    return offer.photos.get(width=width)


def test_photos_are_added_several_at_once_and_led_to_from_the_offer(
    offer: Offer, street: Client
) -> None:
    assert "还没有照片" in text_of(street.get(f"/offers/{offer.pk}/"))
    assert "已添加 2 张照片" in add(street, offer, sent(60), sent(70), alt=" 朝南 ")
    assert order(offer) == [60, 70]
    assert the(offer, 60).alt == "朝南"
    page = text_of(street.get(f"/offers/{offer.pk}/"))
    assert f'src="/offers/photos/{the(offer, 60).pk}/small.jpg"' in page
    assert f'href="/offers/{offer.pk}/photos/"' in page


def test_the_same_photo_twice_is_one(offer: Offer, street: Client) -> None:
    add(street, offer, sent(60))
    add(street, offer, sent(60), sent(60))
    assert order(offer) == [60]


def test_there_are_six_at_most(offer: Offer, street: Client) -> None:
    page = add(street, offer, *(sent(60 + n) for n in range(7)))
    assert "已添加 6 张照片" in page
    assert "一处房源最多 6 张照片，请先移除一张" in page
    assert 'name="photos"' not in page
    assert len(order(offer)) == 6


def test_they_are_moved_described_removed_and_brought_back(offer: Offer, street: Client) -> None:
    add(street, offer, sent(60), sent(70), sent(80))
    arrange(street, offer, "forward", the(offer, 80).pk)
    assert order(offer) == [60, 80, 70]
    arrange(street, offer, "forward", the(offer, 60).pk)
    assert order(offer) == [60, 80, 70]
    arrange(street, offer, "describe", the(offer, 60).pk, alt="走廊")
    page = arrange(street, offer, "remove", the(offer, 60).pk)
    assert order(offer) == [80, 70]
    assert "走廊" in page
    assert "移除</small>" in page
    (event,) = OfferPhoto.pgh_event_model.objects.filter(pgh_label="delete")  # type: ignore[attr-defined]
    page = arrange(street, offer, "back", event.pgh_id)
    assert order(offer) == [80, 70, 60]
    assert the(offer, 60).alt == "走廊"
    assert "已移除的照片" not in page
    arrange(street, offer, "back", event.pgh_id)
    assert order(offer) == [80, 70, 60]


def test_a_photo_of_another_offer_is_not_reached_through_ones_own(
    offer: Offer, street: Client, tower: Tower
) -> None:
    other = factories.offer(tower.rooms["402"])
    add(street, other, sent(60), sent(70))
    for act in ("forward", "describe"):
        assert "已被移除" in arrange(street, offer, act, the(other, 70).pk, alt="改")
    arrange(street, offer, "remove", the(other, 70).pk)
    assert order(other) == [60, 70]
    assert the(other, 70).alt == ""
    arrange(street, other, "remove", the(other, 70).pk)
    (event,) = OfferPhoto.pgh_event_model.objects.filter(pgh_label="delete")  # type: ignore[attr-defined]
    arrange(street, offer, "back", event.pgh_id)
    assert order(offer) == []
    assert "已移除的照片" not in text_of(street.get(f"/offers/{offer.pk}/photos/"))


def test_who_does_not_look_after_the_room_changes_nothing(offer: Offer, tree: PlaceTree) -> None:
    stranger = factories.organization(OrganizationKind.OPERATOR)
    factories.party(factories.building(tree.street), stranger, OrganizationKind.OPERATOR)
    refused = {
        signed_in(Role.STREET, place=tree.other_street): 404,
        signed_in(Role.OPERATOR, organization=stranger): 404,
        signed_in(Role.LEADER): 403,
    }
    path = f"/offers/{offer.pk}/photos/"
    for person, status in refused.items():
        assert person.get(path).status_code == status
        assert person.post(path, {"act": "add", "photos": [sent()]}).status_code == status
    assert order(offer) == []


def test_what_was_verified_had_no_such_photo(offer: Offer, street: Client) -> None:
    add(street, offer, sent(60), sent(70))
    street.post(f"/offers/{offer.pk}/verification/")
    for act, number in (("forward", the(offer, 70).pk), ("remove", the(offer, 60).pk)):
        arrange(street, offer, act, number)
        offer.refresh_from_db()
        assert offer.verified_on == TODAY
    add(street, offer, sent(80))
    offer.refresh_from_db()
    assert offer.verified_on is None


def test_of_an_offer_taken_down_nothing_is_changed(offer: Offer, street: Client) -> None:
    add(street, offer, sent(60), sent(70))
    Offer.objects.unscoped("test").update(withdrawn_on=TODAY, withdrawal_reason="let")
    assert "此房源已下架，照片不再改动" in arrange(street, offer, "remove", the(offer, 60).pk)
    assert "此房源已下架，照片不再改动" in add(street, offer, sent(80))
    assert order(offer) == [60, 70]


@pytest.mark.parametrize("name", samples.NO_PICTURES)
def test_what_is_no_picture_is_refused_by_name_and_kept_nowhere(
    offer: Offer, street: Client, name: str
) -> None:
    file = SimpleUploadedFile("a.jpg", samples.NO_PICTURES[name], content_type="image/jpeg")
    assert "“a.jpg”没有添加：认不出这张图片，请用 JPG、PNG 或 WebP" in add(street, offer, file)
    assert order(offer) == []
    assert not StoredFile.objects.unscoped("test").exists()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_and_file_names_stay_words(offer: Offer, street: Client, payload: str) -> None:
    bad = SimpleUploadedFile("x.jpg", b"<html>")
    bad.name = payload  # as a hand-made request may say; Django would cut a path off
    pages = [add(street, offer, sent(60), bad, alt=payload)]
    photo = the(offer, 60)
    assert photo.alt == payload
    pages += [text_of(street.get(f"/offers/{offer.pk}/"))]
    pages += [arrange(street, offer, "remove", photo.pk)]
    pages += [arrange(street, offer, "describe", 1, alt=payload)]
    add(street, offer, sent(60), alt=payload)
    for path in ("/open/", "/open/spaces/", f"/open/spaces/{offer.pk}/"):
        pages.append(text_of(Client().get(path)))
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg/onload" not in page
        assert "' onmouseover='" not in page
    names = StoredFile.objects.unscoped("test").values_list("name", flat=True)
    assert set(names) == {"房源照片.jpg"}


def test_words_are_one_line_of_what_can_be_seen(offer: Offer, street: Client) -> None:
    add(street, offer, sent(60), alt=" 朝南\n\x00\u202e 临窗\x0b ")
    assert the(offer, 60).alt == "朝南 临窗"


def test_the_database_keeps_the_order_whoever_writes(offer: Offer, street: Client) -> None:
    add(street, offer, sent(60), sent(70))
    first, second = offer.photos.order_by("position")
    place = "UPDATE occupancy_offerphoto SET position = %s WHERE id = %s"
    for position, rule in (
        (0, "offer_photo_six_at_most"),
        (7, "offer_photo_six_at_most"),
        (1, "offer_photo_one_per_place"),
    ):
        with refused_by(rule):
            sql(place, [position, second.pk])
    with refused_by("offer_photo_once"):
        sql("UPDATE occupancy_offerphoto SET sha256 = %s WHERE id = %s", [first.sha256, second.pk])
    with transaction.atomic():
        sql(place, [2, first.pk])
        sql(place, [1, second.pk])
    assert order(offer) == [70, 60]

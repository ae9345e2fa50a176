"""房源照片办理: added, put in order, described, removed and brought back; twice is once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import MOST_PHOTOS, Offer, OfferPhoto
from louyu.registers.occupancy.offers.services import held
from louyu.registers.occupancy.offers.standing import OfferRefused
from louyu.registers.pictures.keeping import columns_of, gone, kept, received

FULL = f"一处房源最多 {MOST_PHOTOS} 张照片，请先移除一张。"
CLOSED = "此房源已下架，照片不再改动；再上架时另行添加。"


def add_photo(*, offer: Offer, upload: UploadedFile[bytes], alt: str, actor: Actor) -> None:
    """Painted anew before anything is held: a large picture keeps nobody waiting."""
    made = received(upload)
    with _arranging(offer, actor, "offer_photo_added") as order:
        if all(photo.sha256 != made.large.sha256 for photo in order):
            picture = kept(made, name="房源照片", owner_id=actor.user_id)
            order.append(OfferPhoto(offer=offer, alt=alt, **picture))


def move_forward(*, offer: Offer, number: int, actor: Actor) -> None:
    with _arranging(offer, actor, "offer_photo_moved") as order:
        at = _place_of(number, order)
        if at:
            order.insert(at - 1, order.pop(at))


def describe(*, offer: Offer, number: int, alt: str, actor: Actor) -> None:
    with _arranging(offer, actor, "offer_photo_described") as order:
        order[_place_of(number, order)].alt = alt


def remove_photo(*, offer: Offer, number: int, actor: Actor) -> None:
    with _arranging(offer, actor, "offer_photo_removed") as order:
        if any(photo.pk == number for photo in order):
            order.pop(_place_of(number, order)).delete()


def bring_back(*, offer: Offer, number: int, actor: Actor) -> None:
    """The picture as its history has it, behind those that are there."""
    with _arranging(offer, actor, "offer_photo_brought_back") as order:
        event = next((one for one in removed_photos(offer) if one.pgh_id == number), None)
        if event:
            order.append(OfferPhoto(offer=offer, **columns_of(event)))


def removed_photos(offer: Offer) -> list[Any]:
    """The latest first."""
    return gone(offer.photos, offer=offer.pk)[::-1]


@contextmanager
def _arranging(offer: Offer, actor: Actor, act: str) -> Iterator[list[OfferPhoto]]:
    """The photos of a held offer as a list; as it is left, so they stand, without gaps."""
    with transaction.atomic(), acting(actor, act):
        if held(offer, actor).withdrawn_on is not None:
            raise OfferRefused(CLOSED)
        before = list(offer.photos.order_by("position"))
        stood = {photo.pk: (photo.position, photo.alt) for photo in before}
        yield before
        if len(before) > MOST_PHOTOS:
            raise OfferRefused(FULL)
        for position, photo in enumerate(before, start=1):
            photo.position = position
            if photo.pk is None or stood[photo.pk] != (position, photo.alt):
                photo.save()


def _place_of(number: int, order: list[OfferPhoto]) -> int:
    for at, photo in enumerate(order):
        if photo.pk == number:
            return at
    raise OfferRefused("这张照片已被移除，请看最新的排列。")

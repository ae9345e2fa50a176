"""重制图片: what comes out is ours alone; what is no picture, or too much of one, is refused."""

from io import BytesIO

import pytest
from PIL import Image

from louyu.engines.pictures import FILE_BYTES, Jpeg, Refused, remade
from louyu.engines.pictures.tests import samples
from louyu.engines.pictures.tests.samples import claiming, exif, halves, saved

# JFIF header, tables, a progressive frame and its scans: nothing that carries words.
OURS = {0xE0, 0xDB, 0xC2, 0xC4, 0xDA}


def segments(jpeg: bytes) -> set[int]:
    """The kinds of parts a JPEG is made of."""
    found, at = set(), 2
    while at < len(jpeg) - 2:
        if jpeg[at] != 0xFF or jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
            at += 1  # inside a scan
            continue
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    assert jpeg[:2] + jpeg[-2:] == b"\xff\xd8\xff\xd9"
    return found


def seen(jpeg: Jpeg) -> Image.Image:
    image = Image.open(BytesIO(jpeg.content), formats=("JPEG",))
    assert image.size == (jpeg.width, jpeg.height)
    return image.convert("RGB")


def is_red(image: Image.Image, x: float, y: float) -> bool:
    red, _, blue = image.getpixel((int(x * image.width), int(y * image.height)))  # type: ignore[misc]
    return bool(red > blue)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_kind_becomes_two_jpegs_of_the_widths_of_pages(form: str) -> None:
    made = remade(saved(halves(3000, 2000), form))
    assert (made.small.width, made.small.height) == (480, 320)
    assert (made.large.width, made.large.height) == (1280, 853)
    for one in (made.small, made.large):
        assert is_red(seen(one), 0.2, 0.5)
        assert not is_red(seen(one), 0.8, 0.5)
        assert segments(one.content) <= OURS


def test_the_same_picture_is_the_same_bytes() -> None:
    sent = saved(halves(600, 400), "PNG")
    assert remade(sent) == remade(sent)


def test_a_small_picture_is_not_blown_up_and_a_tall_one_not_endless() -> None:
    small = remade(saved(halves(60, 40)))
    assert (small.large.width, small.large.height) == (60, 40)
    tall = remade(saved(halves(100, 9000)))
    assert (tall.large.width, tall.large.height) == (28, 2560)


@pytest.mark.parametrize(
    ("orientation", "red_at"), [(1, (0.2, 0.5)), (3, (0.8, 0.5)), (6, (0.5, 0.2)), (8, (0.5, 0.8))]
)
def test_a_telephone_held_any_way_shows_upright(
    orientation: int, red_at: tuple[float, float]
) -> None:
    told = exif(orientation=orientation)
    made = remade(saved(halves(900, 600), exif=told)).small
    image = seen(made)
    assert (image.width < image.height) == (orientation in (6, 8))
    assert is_red(image, *red_at)
    assert not is_red(image, 1 - red_at[0], 1 - red_at[1])


def test_where_and_by_whom_it_was_taken_is_gone() -> None:
    sent = saved(halves(), exif=exif())
    assert b"SECRETPHONE" in sent
    for one in (remade(sent).small, remade(sent).large):
        assert b"SECRETPHONE" not in one.content
        assert dict(seen(one).getexif()) == {}
        assert segments(one.content) <= OURS


@pytest.mark.parametrize("name", samples.polyglots())
def test_nothing_of_a_polyglot_but_its_pixels_remains(name: str) -> None:
    sent = samples.polyglots()[name]
    assert b"script" in sent
    made = remade(sent)
    for one in (made.small, made.large):
        assert b"script" not in one.content
        assert segments(one.content) <= OURS
        assert is_red(seen(one), 0.2, 0.5)


@pytest.mark.parametrize("name", samples.NO_PICTURES)
def test_what_is_no_picture_of_the_three_kinds_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="认不出这张图片，请用 JPG、PNG 或 WebP"):
        remade(samples.NO_PICTURES[name])


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_understood(mode: str) -> None:
    assert remade(saved(halves(60, 40, "L").convert(mode), "PNG")).small.width == 60


def test_what_can_be_seen_through_lies_on_white() -> None:
    made = remade(saved(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG"))
    assert seen(made.small).getpixel((5, 5)) == (255, 255, 255)


def test_a_print_in_four_colours_and_a_moving_picture_are_pictures() -> None:
    assert is_red(seen(remade(saved(halves(60, 40, "CMYK"))).small), 0.2, 0.5)
    moving = saved(halves(), "WEBP", save_all=True, append_images=[Image.new("RGB", (60, 40))])
    assert is_red(seen(remade(moving).small), 0.2, 0.5)


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 5_001), (20_000, 20_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_by_the_size_it_claims(width: int, height: int) -> None:
    with pytest.raises(Refused, match="超过 5,000 万像素"):
        remade(claiming(width, height))


def test_a_bomb_of_webp_is_refused_in_its_child() -> None:
    """Its canvas is made before its size is told: there the limit of memory holds."""
    head = b"VP8X\x0a\0\0\0\x02\0\0\0" + (16382).to_bytes(3, "little") * 2
    frame = saved(halves(), "WEBP", lossless=True)[12:]
    body = b"WEBP" + head + b"ANIM\x06\0\0\0\0\0\0\0\0\0" + frame
    with pytest.raises(Refused):
        remade(b"RIFF" + len(body).to_bytes(4, "little") + body)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_off_is_refused_in_words(form: str) -> None:
    sent = saved(halves(900, 600), form)
    with pytest.raises(Refused, match=r"已损坏|认不出"):
        remade(sent[: len(sent) // 2])


def test_too_many_bytes_and_none_are_refused_unread() -> None:
    with pytest.raises(Refused, match="超过 15 MB"):
        remade(b"\0" * (FILE_BYTES + 1))
    with pytest.raises(Refused, match="是空的"):
        remade(b"")

"""统一社会信用代码: invented codes with valid check digits; no authority issued them."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def body_check(body: str) -> str:
    """The check character of an eight-character organization code (GB 11714-1997)."""
    total = sum(_BODY_ALPHABET.index(c) * w for c, w in zip(body, _BODY_WEIGHTS, strict=True))
    digit = 11 - total % 11
    return "X" if digit == 10 else "0" if digit == 11 else str(digit)


def with_check_digit(first_seventeen: str) -> str:
    """GB 32100-2015: the eighteenth character makes the weighted sum divisible by 31."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(first_seventeen, _WEIGHTS, strict=True))
    return first_seventeen + ALPHABET[-total % 31]


def invented(serial: int, *, category: str = "91", area: str = "370602") -> str:
    """A valid code whose organization part begins with XY, a series never issued."""
    body = f"XY{serial:06d}"
    return with_check_digit(f"{category}{area}{body}{body_check(body)}")

"""消息: what is sent, and the two answers there are to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """`number` is the sender's own: the same number again is the same message."""

    title: str
    text: str
    link: str
    number: str


@dataclass(frozen=True)
class Receipt:
    """Taken over by the other side, which calls it `number`; not that it was read."""

    number: str


@dataclass(frozen=True)
class Refusal:
    """Not sent, or not known to be: a Chinese sentence that says what to do."""

    words: str


class Channel(Protocol):
    def send(self, address: str, message: Message) -> Receipt | Refusal:
        """To one person; never twice, so never again by itself where the first may have gone."""


def shortened(text: str, size: int) -> str:
    """At most so many bytes of UTF-8, and no half character."""
    whole = text.encode()
    if len(whole) <= size:
        return text
    return whole[: size - len("…".encode())].decode(errors="ignore") + "…"

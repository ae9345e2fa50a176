"""接口测试: tokens of invented people and calls made with them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.portal.api import tokens
from louyu.registers.organizations.models import Role, User


def token_of(person: User, *, writes: bool = True) -> str:
    later = timezone.localdate() + timedelta(days=30)
    return tokens.make(owner=person, name="试验", expires_on=later, writes=writes)


class Program:
    """A program that holds a token."""

    def __init__(self, token: str) -> None:
        self.client = Client()
        self.headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, **self.headers)

    def send(self, method: str, path: str, content: Any, key: str = "") -> Any:
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(content),
            content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=key or str(uuid4()),
            **self.headers,
        )


@pytest.fixture
def tree() -> factories.PlaceTree:
    return factories.place_tree()


@pytest.fixture
def program() -> Callable[..., Program]:
    def made(role: str = Role.OFFICE, *, writes: bool = True, **bounds: Any) -> Program:
        return Program(token_of(factories.user(role, **bounds), writes=writes))

    return made

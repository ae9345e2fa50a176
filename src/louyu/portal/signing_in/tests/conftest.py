"""登录方式测试: the browser, and the gateway that the phone's codes come from."""

import queue
from collections.abc import Iterator
from typing import Any

import pytest

from louyu.portal.signing_in.tests.services import SECRET, SmsGateway
from tests.browser import browser_context, chromium, page
from tests.serving import served

__all__ = ["browser_context", "chromium", "messages", "page"]


@pytest.fixture
def messages(settings: Any) -> Iterator["queue.Queue[dict[str, str]]"]:
    SmsGateway.messages = queue.Queue()
    with served(SmsGateway) as url:
        settings.SMS = {
            "url": url,
            "key_id": "key",
            "secret": SECRET,
            "sign_name": "某区楼宇办",
            "template": "SMS_1",
        }
        yield SmsGateway.messages

"""外部服务: what this instance was told about services beyond it; without it, none is called.

`instance.json` names them; what is secret lies beside the other keys, readable by the owner alone.
"""

import json
import os
from typing import Any

from louyu.config.settings.instance import KEYS_DIR, LOUYU_HOME


def _section(service: str) -> dict[str, Any]:
    settings_file = LOUYU_HOME / "instance.json"
    if not settings_file.exists():
        return {}
    return dict(json.loads(settings_file.read_text(encoding="utf-8")).get(service) or {})


def _described(service: str, secret: str) -> dict[str, Any]:
    """The section of instance.json together with its secret; empty while either is missing."""
    section, secret_file = _section(service), KEYS_DIR / secret
    if not (section and secret_file.exists()):
        return {}
    return {**section, "secret": secret_file.read_text("utf-8").strip()}


# {"url", "key_id", "sign_name", "template"}: 短信服务 as its console names them.
SMS = _described("sms", "sms_secret")
# {"issuer", "client_id", "label", "claim"}: 统一身份认证; `claim` is matched with accounts.
OIDC = _described("oidc", "oidc_secret")
# {"channel", "site"} and what the channel needs: 消息渠道 (docs/howto/operate.md).
MESSAGES = _described("messages", "messages_secret")
# 天地图: the reader's browser fetches its tiles; without a key nothing beyond us is asked.
TIANDITU_KEY = os.environ.get("LOUYU_TIANDITU_KEY", "")
# {"hosts", "inside_hosts", "folders"}: what sources of outside data may reach; nothing by default.
FEEDS = _section("feeds")

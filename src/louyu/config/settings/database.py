"""数据库: PostgreSQL only; every process connects as the app role, migrations as the owner."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def parse_url(url: str) -> dict[str, Any]:
    """A DATABASES entry from a postgresql:// URL; `host` may be a socket folder in the query."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or parts.hostname or ""
    port = query.pop("port", None) or parts.port or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        # jit: compiling a statement with many sub-selects takes PostgreSQL a second, running it a
        # hundredth of one. pgtrigger.ignore: absent, every row trigger catches an error of its own.
        "OPTIONS": {"options": "-c jit=off -c pgtrigger.ignore={}"} | query,
        "ATOMIC_REQUESTS": False,
    }


_APP_URL = os.environ.get("DATABASE_URL", "postgresql://louyu_app@localhost/louyu")
DATABASES = {"default": parse_url(_APP_URL)}
if os.environ.get("LOUYU_AS_OWNER") == "1":
    DATABASES = {"default": parse_url(os.environ.get("LOUYU_OWNER_DATABASE_URL", _APP_URL))}
if os.environ.get("LOUYU_WEB") == "1":
    # A new connection costs the server about 12 ms: web processes keep a small pool.
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

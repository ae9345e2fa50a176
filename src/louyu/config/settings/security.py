"""安全: sign-in, sessions, lockout, headers (GB/T 22239-2019 8.1.4)."""

import secrets
from datetime import timedelta
from pathlib import Path

from louyu.config.settings.instance import KEYS_DIR


def _own_key(folder: Path, name: str) -> str:
    """A key of the instance, made on first use: no key ships with the program."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"{name}.{secrets.token_hex(4)}"
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        draft.chmod(0o600)
        try:
            # link() refuses to replace: two first starts agree on one key.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _own_key(KEYS_DIR, "secret_key")
# Second factors are stored under a key apart: sessions may get a new key, phones keep theirs.
SECOND_FACTOR_KEY = _own_key(KEYS_DIR, "second_factor_key")
DEBUG = False

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"

# 5 failures lock for 15 minutes, per account: streets share one outgoing address.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # by account alone, for the reason above
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "louyu.portal.accounts.locked_out"
# Trying on while locked does not lengthen the wait: nobody can be kept out for good.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Idle for 30 minutes ends a session; a working day ends it in any case. That it is in use is
# written once a minute (organizations/middleware.py).
SESSION_COOKIE_AGE = 30 * 60
SESSION_TOUCHED_EVERY = timedelta(minutes=1)
SESSION_LONGEST = timedelta(hours=12)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'; form-action 'self'"
)

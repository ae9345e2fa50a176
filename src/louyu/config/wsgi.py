"""网页进程: the WSGI entry point."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
os.environ.setdefault("LOUYU_WEB", "1")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

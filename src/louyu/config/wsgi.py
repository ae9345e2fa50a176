"""网页进程: the WSGI entry point."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
os.environ.setdefault("LOUYU_WEB", "1")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# It names models, which are there once the application is.
from louyu.config.roles import refuse_unsafe_role  # noqa: E402

refuse_unsafe_role()

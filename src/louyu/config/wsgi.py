"""网页进程: the WSGI entry point."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
os.environ.setdefault("LOUYU_WEB", "1")

from django.core.wsgi import get_wsgi_application

from louyu.config.roles import refuse_unsafe_role

application = get_wsgi_application()
refuse_unsafe_role()

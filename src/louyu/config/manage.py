"""维护命令: Django's own management commands, run by the runner (migrate, makemigrations)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in {"migrate", "makemigrations"}:
        os.environ["LOUYU_AS_OWNER"] = "1"
    execute_from_command_line(["louyu", *sys.argv[1:]])

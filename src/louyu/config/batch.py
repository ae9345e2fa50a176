"""批处理: `python -m louyu.config.batch VERB …` runs one batch verb of any installed app."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    django.setup()
    from louyu.kernel.commands import run

    sys.exit(run(sys.argv[1:]))

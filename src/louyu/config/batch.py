"""批处理: `python -m louyu.config.batch VERB …` runs one batch verb of any installed app."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    django.setup()
    from louyu.kernel.commands import run, verbs

    if sys.argv[1:] == ["--list"]:
        for verb in verbs():
            print(verb.name, verb.help, sep="\t")
        sys.exit(0)
    sys.exit(run(sys.argv[1:]))

"""作业进程: takes background jobs from the database until it is told to stop."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    django.setup()
    from louyu.config.roles import refuse_unsafe_role
    from louyu.kernel.jobs.worker import work

    refuse_unsafe_role()
    work()

"""提醒作业: looked at every hour; sent on working days between eight and six."""

from datetime import datetime

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from louyu.journey.collection.reminders.line import line
from louyu.journey.collection.reminders.sending import remind
from louyu.registers.matters.calendar import is_working_day

HOURS = range(8, 18)


# Not on the hour: then every office's reminders leave at once (企业微信 asks to avoid it).
@app.periodic(cron="7 * * * *")
@app.task(name="louyu.remind", queue="louyu", queueing_lock="louyu.remind")
def remind_if_it_is_time(timestamp: int) -> None:
    close_old_connections()
    now, told = timezone.localtime(), line()
    if told and may_send(now):
        remind(day=now.date(), line=told)


def may_send(now: datetime) -> bool:
    return now.hour in HOURS and is_working_day(now.date())

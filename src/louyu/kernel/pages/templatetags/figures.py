"""数字写法: the ways of writing figures as template filters."""

from django import template

from louyu.kernel.figures import area, count, day, or_missing, percent, yuan

register = template.Library()
for written in (area, yuan, count, percent, day, or_missing):
    register.filter(written.__name__, written)

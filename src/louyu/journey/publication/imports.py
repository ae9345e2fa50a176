"""版头导入: a row per letterhead, known by the day it begins."""

from louyu.kernel.intake import ResourceImport, register
from louyu.kernel.resource import resource

register(ResourceImport(resource("letterheads")))

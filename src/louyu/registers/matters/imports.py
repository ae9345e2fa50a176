"""节假日导入: the table of a year's notice."""

from louyu.kernel.intake import ResourceImport, register
from louyu.kernel.resource import resource

register(ResourceImport(resource("holidays")))

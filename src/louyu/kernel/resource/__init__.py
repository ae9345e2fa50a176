"""资源声明: a register's noun declared once; list, form, detail and exchange each read it."""

from louyu.kernel.resource.declaration import (
    Column,
    Kind,
    Reference,
    Resource,
    Section,
    kind_of_field,
    with_unit,
)
from louyu.kernel.resource.registry import all_resources, register, resource

__all__ = [
    "Column",
    "Kind",
    "Reference",
    "Resource",
    "Section",
    "all_resources",
    "kind_of_field",
    "register",
    "resource",
    "with_unit",
]

"""组织与人员导入: the kinds of table this app takes in."""

from louyu.kernel.intake import register
from louyu.registers.organizations.organization_import import OrganizationImport
from louyu.registers.organizations.user_import import UserImport

register(OrganizationImport())
register(UserImport())

"""比对导入: the kind of file this app takes in."""

from louyu.journey.matching.registrations import RegistrationImport
from louyu.kernel.intake import register

register(RegistrationImport())

"""涉税导入: the kinds of file this app takes in."""

from louyu.kernel.intake import register
from louyu.registers.taxation.bureau import BuildingTotalImport, PaymentImport
from louyu.registers.taxation.revenue import RevenueImport
from louyu.registers.taxation.splits import SplitImport

for kind in (PaymentImport(), BuildingTotalImport(), RevenueImport(), SplitImport()):
    register(kind)

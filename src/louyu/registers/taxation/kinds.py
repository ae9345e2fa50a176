"""税种: the taxes of the national law and the surcharges collected with them.

Source: the eighteen taxes in force in 2026, and the surcharges the tax bureau collects.
"""

from django.db import models


class TaxType(models.TextChoices):
    """TOTAL is a sum the provider did not divide; it never stands beside its own parts."""

    VAT = "vat", "增值税"
    CONSUMPTION = "consumption", "消费税"
    CORPORATE_INCOME = "corporate_income", "企业所得税"
    PERSONAL_INCOME = "personal_income", "个人所得税"
    CITY_MAINTENANCE = "city_maintenance", "城市维护建设税"
    PROPERTY = "property", "房产税"
    STAMP = "stamp", "印花税"
    URBAN_LAND = "urban_land", "城镇土地使用税"
    LAND_APPRECIATION = "land_appreciation", "土地增值税"
    DEED = "deed", "契税"
    VEHICLE = "vehicle", "车船税"
    VEHICLE_PURCHASE = "vehicle_purchase", "车辆购置税"
    RESOURCE = "resource", "资源税"
    ENVIRONMENT = "environment", "环境保护税"
    FARMLAND = "farmland", "耕地占用税"
    TOBACCO = "tobacco", "烟叶税"
    TONNAGE = "tonnage", "船舶吨税"
    CUSTOMS = "customs", "关税"
    EDUCATION = "education", "教育费附加"
    LOCAL_EDUCATION = "local_education", "地方教育附加"
    OTHER = "other", "其他税费"
    TOTAL = "total", "税收合计"


# Words of the ledgers for the same taxes.
SYNONYMS: dict[TaxType, tuple[str, ...]] = {
    TaxType.CORPORATE_INCOME: ("企税", "法人所得税"),
    TaxType.PERSONAL_INCOME: ("个税", "个人所得税（工资薪金）"),
    TaxType.CITY_MAINTENANCE: ("城建税", "城市建设维护税", "城市维护建设"),
    TaxType.URBAN_LAND: ("土地使用税", "城镇土地税"),
    TaxType.LOCAL_EDUCATION: ("地方教育费附加",),
    TaxType.OTHER: ("其他", "其他税", "其他税种"),
    TaxType.TOTAL: ("合计", "税收总额", "税额合计", "全部税收", "入库税收", "全口径税收"),
}

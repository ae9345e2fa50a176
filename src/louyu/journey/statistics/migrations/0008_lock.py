from django.db import migrations

from louyu.registers.taxation.lock import put_on, take_off

TABLES = ('statistics_taxmonth', 'statistics_taxfigure')


class Migration(migrations.Migration):

    dependencies = [
        ('statistics', '0007_tax_months'),
        ('taxation', '0002_lock'),
    ]

    operations = [
        migrations.RunSQL(put_on(table), take_off(table)) for table in TABLES
    ]

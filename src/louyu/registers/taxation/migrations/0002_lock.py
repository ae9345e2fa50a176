from django.db import migrations

from louyu.registers.taxation.lock import put_on, take_off

TABLES = ('taxation_taxpayment', 'taxation_buildingtaxtotal')


class Migration(migrations.Migration):

    dependencies = [
        ('taxation', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(put_on(table), take_off(table)) for table in TABLES
    ]

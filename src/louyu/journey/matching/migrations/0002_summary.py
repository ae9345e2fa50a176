import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from louyu.registers.taxation.lock import put_on, take_off

TABLE = 'matching_taxstanding'


class Migration(migrations.Migration):

    dependencies = [
        ('buildings', '0008_findings_are_of_the_checks'),
        ('matching', '0001_initial'),
        ('taxation', '0002_lock'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaxStanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=220, unique=True)),
                ('is_taxed', models.BooleanField(verbose_name='有税收')),
                ('building', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='buildings.building', verbose_name='楼宇')),
            ],
            options={
                'verbose_name': '纳税情况',
            },
        ),
        migrations.CreateModel(
            name='TaxStandingBasis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lists', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('deliveries', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('months', models.PositiveSmallIntegerField(verbose_name='税款月数')),
                ('codeless', models.PositiveIntegerField(verbose_name='没有代码')),
                ('taken_at', models.DateTimeField(auto_now_add=True, verbose_name='比对时间')),
            ],
            options={
                'verbose_name': '纳税情况的依据',
                'constraints': [models.CheckConstraint(condition=models.Q(('months__lte', 12)), name='tax_standing_of_months_of_a_year')],
            },
        ),
        migrations.RunSQL(put_on(TABLE), take_off(TABLE)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    # The triggers of 0003 guard whole rows, the new column with them.
    dependencies = [("tracker", "0004_plans")]

    operations = [
        migrations.AddField(
            model_name="bulletincontent",
            name="derivations",
            field=models.JSONField(default=list, verbose_name="推算所据"),
        ),
        migrations.AlterModelOptions(
            name="bulletindefinition",
            options={"ordering": ["code"], "verbose_name": "通报定义", "verbose_name_plural": "通报定义"},
        ),
    ]

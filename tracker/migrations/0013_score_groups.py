import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# The next migration rewrites cards of published rounds, whose content stays; 0015 guards them again.
DROP_GUARD = "DROP TRIGGER score_card_stays ON tracker_scorecard"
GUARD = """
CREATE TRIGGER score_card_stays BEFORE INSERT OR UPDATE OR DELETE ON tracker_scorecard
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_card();
"""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0012_project_sections")]

    operations = [
        migrations.RunSQL(DROP_GUARD, GUARD),
        migrations.CreateModel(
            name="ScoreGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=300, verbose_name="分组")),
                ("of", models.PositiveIntegerField(verbose_name="参排户数")),
                ("items", models.JSONField(verbose_name="各项尺度")),
                ("method", models.CharField(max_length=20, verbose_name="方法版本")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="tracker.round",
                        verbose_name="评价批次",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracker.scheme",
                        verbose_name="评价标准",
                    ),
                ),
            ],
            options={
                "verbose_name": "评价分组",
                "verbose_name_plural": "评价分组",
                "ordering": ["round", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "scheme", "name"), name="score_group_once"),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="scorecard",
            options={"ordering": ["round", "rank", "pk"], "verbose_name": "评分卡", "verbose_name_plural": "评分卡"},
        ),
        migrations.RenameField("scorecard", "group", "group_name"),
        migrations.AddField(
            model_name="scorecard",
            name="group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cards",
                to="tracker.scoregroup",
                verbose_name="评价分组",
            ),
        ),
        migrations.AddField(
            model_name="scorecard",
            name="item_scores",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DecimalField(decimal_places=6, max_digits=30),
                default=list,
                size=None,
                verbose_name="各项得分",
            ),
            preserve_default=False,
        ),
    ]

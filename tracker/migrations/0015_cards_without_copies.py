import django.db.models.deletion
from django.db import migrations, models

# A statement may write a hundred thousand cards: they are looked at together, not one by one.
GUARD = """
CREATE FUNCTION refuse_change_of_published_cards() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen bigint;
BEGIN
    SELECT r.id INTO frozen FROM tracker_round r
        WHERE r.state IN ('published', 'final') AND EXISTS (SELECT FROM touched t WHERE t.round_id = r.id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'round % is published: % of % refused', frozen, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER score_card_not_added AFTER INSERT ON tracker_scorecard REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_cards();
CREATE TRIGGER score_card_not_moved_in AFTER UPDATE ON tracker_scorecard REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_cards();
CREATE TRIGGER score_card_not_changed AFTER UPDATE ON tracker_scorecard REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_cards();
CREATE TRIGGER score_card_not_removed AFTER DELETE ON tracker_scorecard REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_published_cards();
CREATE TRIGGER score_group_stays BEFORE INSERT OR UPDATE OR DELETE ON tracker_scoregroup
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_card();
"""

DROP_GUARD = """
DROP TRIGGER score_group_stays ON tracker_scoregroup;
DROP TRIGGER score_card_not_removed ON tracker_scorecard;
DROP TRIGGER score_card_not_changed ON tracker_scorecard;
DROP TRIGGER score_card_not_moved_in ON tracker_scorecard;
DROP TRIGGER score_card_not_added ON tracker_scorecard;
DROP FUNCTION refuse_change_of_published_cards();
"""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0014_cards_into_groups")]

    operations = [
        *(
            migrations.RemoveField("scorecard", name)
            for name in ("group_name", "scheme", "of", "items", "explanation", "method")
        ),
        migrations.AlterField(
            model_name="scorecard",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cards",
                to="tracker.scoregroup",
                verbose_name="评价分组",
            ),
        ),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]

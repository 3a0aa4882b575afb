import django.db.models.deletion
from django.db import migrations, models

# One check a card instead of two, and a stricter one: a card is of the round of its group.
ONE_ROUND = """
ALTER TABLE tracker_scoregroup ADD CONSTRAINT score_group_of_round UNIQUE (id, round_id);
ALTER TABLE tracker_scorecard ADD CONSTRAINT score_card_of_group_and_round FOREIGN KEY (group_id, round_id)
    REFERENCES tracker_scoregroup (id, round_id) DEFERRABLE INITIALLY DEFERRED;
"""
TWO_ROUNDS = """
ALTER TABLE tracker_scorecard DROP CONSTRAINT score_card_of_group_and_round;
ALTER TABLE tracker_scoregroup DROP CONSTRAINT score_group_of_round;
"""

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
        migrations.RemoveIndex("scorecard", "score_card_grade"),
        migrations.RemoveConstraint("scorecard", "score_card_once"),
        *(
            migrations.RemoveField("scorecard", name)
            for name in ("group_name", "scheme", "of", "items", "explanation", "method")
        ),
        migrations.AlterField(
            model_name="scorecard",
            name="group",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cards",
                to="tracker.scoregroup",
                verbose_name="评价分组",
            ),
        ),
        migrations.AlterField(
            model_name="scorecard",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cards",
                to="tracker.round",
                verbose_name="评价批次",
            ),
        ),
        # The columns in this order serve the cards of a firm as well.
        migrations.AlterField(
            model_name="scorecard",
            name="enterprise",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cards",
                to="tracker.enterprise",
                verbose_name="企业",
            ),
        ),
        migrations.AddConstraint(
            "scorecard", models.UniqueConstraint(fields=["enterprise", "round"], name="score_card_once")
        ),
        migrations.AddIndex("scorecard", models.Index(fields=["round", "group", "grade"], name="score_card_group")),
        migrations.RunSQL(ONE_ROUND, TWO_ROUNDS),
        migrations.RunSQL(GUARD, DROP_GUARD),
    ]

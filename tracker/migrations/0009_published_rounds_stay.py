from django.db import migrations

# What was published stays: the cards of the round; of a version of a fact only the moment it was superseded is written.
REFUSE = """
CREATE FUNCTION refuse_change_of_published_card() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.round_id ELSE OLD.round_id END;
BEGIN
    PERFORM 1 FROM tracker_round r WHERE r.id = changed AND r.state IN ('published', 'final');
    IF FOUND THEN
        RAISE EXCEPTION 'round % is published: % of % refused', changed, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER score_card_stays BEFORE INSERT OR UPDATE OR DELETE ON tracker_scorecard
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_card();
CREATE TRIGGER enterprise_fact_stays BEFORE UPDATE ON tracker_enterprisefact FOR EACH ROW
    WHEN (OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR OLD.version <> NEW.version
        OR OLD.enterprise_id <> NEW.enterprise_id OR OLD.year <> NEW.year)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER enterprise_fact_no_delete BEFORE DELETE ON tracker_enterprisefact
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER enterprise_tax_stays BEFORE UPDATE ON tracker_enterprisetax FOR EACH ROW
    WHEN (OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR OLD.amount IS DISTINCT FROM NEW.amount)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER enterprise_tax_no_delete BEFORE DELETE ON tracker_enterprisetax
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER enterprise_tax_no_delete ON tracker_enterprisetax;
DROP TRIGGER enterprise_tax_stays ON tracker_enterprisetax;
DROP TRIGGER enterprise_fact_no_delete ON tracker_enterprisefact;
DROP TRIGGER enterprise_fact_stays ON tracker_enterprisefact;
DROP TRIGGER score_card_stays ON tracker_scorecard;
DROP FUNCTION refuse_change_of_published_card();
"""


class Migration(migrations.Migration):
    # The function `refuse_change` is made there.
    dependencies = [("tracker", "0008_evaluations"), ("indicators", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

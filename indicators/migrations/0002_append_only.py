from django.db import migrations

# The ledger and the audit trail are append-only in the database itself, whoever writes. Of a recorded figure only its
# place in the history (`revision`, `superseded_at`) may move, when another row of the same key is inserted.
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON indicators_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON indicators_auditseal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER observation_no_delete BEFORE DELETE ON indicators_observation
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER observation_no_change BEFORE UPDATE ON indicators_observation
    FOR EACH ROW WHEN (
        (OLD.id, OLD.indicator_id, OLD.area_id, OLD.period, OLD.period_end, OLD.value, OLD.growth, OLD.vintage,
         OLD.published_at, OLD.published_as, OLD.note, OLD.recorded_at, OLD.audit_entry_id)
        IS DISTINCT FROM
        (NEW.id, NEW.indicator_id, NEW.area_id, NEW.period, NEW.period_end, NEW.value, NEW.growth, NEW.vintage,
         NEW.published_at, NEW.published_as, NEW.note, NEW.recorded_at, NEW.audit_entry_id)
    ) EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER observation_no_change ON indicators_observation;
DROP TRIGGER observation_no_delete ON indicators_observation;
DROP TRIGGER audit_seal_append_only ON indicators_auditseal;
DROP TRIGGER audit_entry_append_only ON indicators_auditentry;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

from django.db import migrations

# Disposals are append-only, and at the end of every day those of one parcel lie between 0 and its area, whichever door a
# write comes through. The lock makes writers of one parcel wait for each other, so that each sees what the other wrote.
REFUSE = """
CREATE TRIGGER disposal_append_only BEFORE UPDATE OR DELETE ON projects_disposal
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION refuse_disposals_beyond_parcel() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint;
    whole numeric;
BEGIN
    IF TG_TABLE_NAME = 'projects_parcel' THEN
        changed := NEW.id;
    ELSE
        changed := NEW.parcel_id;
    END IF;
    SELECT p.area_mu INTO whole FROM projects_parcel p WHERE p.id = changed FOR NO KEY UPDATE;
    PERFORM 1 FROM (
        SELECT sum(sum(d.area_mu)) OVER (ORDER BY d.confirmed_on) AS so_far
        FROM projects_disposal d WHERE d.parcel_id = changed GROUP BY d.confirmed_on
    ) days WHERE so_far < 0 OR so_far > whole;
    IF FOUND THEN
        RAISE EXCEPTION 'disposals of parcel % leave the span from 0 to its area %', changed, whole
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER disposal_within_parcel AFTER INSERT ON projects_disposal
    FOR EACH ROW EXECUTE FUNCTION refuse_disposals_beyond_parcel();
CREATE TRIGGER parcel_holds_its_disposals AFTER UPDATE OF area_mu ON projects_parcel
    FOR EACH ROW EXECUTE FUNCTION refuse_disposals_beyond_parcel();
"""

ALLOW = """
DROP TRIGGER parcel_holds_its_disposals ON projects_parcel;
DROP TRIGGER disposal_within_parcel ON projects_disposal;
DROP FUNCTION refuse_disposals_beyond_parcel();
DROP TRIGGER disposal_append_only ON projects_disposal;
"""


class Migration(migrations.Migration):
    # The function `refuse_change` is made there.
    dependencies = [("projects", "0001_initial"), ("indicators", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

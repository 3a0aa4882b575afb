from django.db import migrations

# What was issued stays as it is, whichever door a write comes through: the bulletin, its content, its files, its inputs.
REFUSE = """
CREATE FUNCTION refuse_change_of_issued_bulletin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.bulletin_id ELSE OLD.bulletin_id END;
BEGIN
    PERFORM 1 FROM tracker_bulletin b WHERE b.id = changed AND b.state IN ('issued', 'discarded');
    IF FOUND OR (TG_OP = 'UPDATE' AND NEW.bulletin_id <> OLD.bulletin_id) THEN
        RAISE EXCEPTION 'bulletin % is issued or discarded: % of % refused', changed, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER bulletin_content_stays BEFORE INSERT OR UPDATE OR DELETE ON tracker_bulletincontent
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_bulletin();
CREATE TRIGGER bulletin_file_stays BEFORE INSERT OR UPDATE OR DELETE ON tracker_bulletinfile
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_bulletin();
CREATE TRIGGER bulletin_input_stays BEFORE INSERT OR UPDATE OR DELETE ON tracker_bulletininput
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_bulletin();
CREATE TRIGGER bulletin_stays BEFORE UPDATE ON tracker_bulletin
    FOR EACH ROW WHEN (OLD.state IN ('issued', 'discarded')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bulletin_no_delete BEFORE DELETE ON tracker_bulletin
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- A template that a bulletin may have been printed on keeps its file.
CREATE TRIGGER bulletin_template_stays BEFORE UPDATE ON tracker_bulletintemplate
    FOR EACH ROW WHEN (OLD.sha256 <> NEW.sha256 OR OLD.content <> NEW.content) EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER bulletin_template_stays ON tracker_bulletintemplate;
DROP TRIGGER bulletin_no_delete ON tracker_bulletin;
DROP TRIGGER bulletin_stays ON tracker_bulletin;
DROP TRIGGER bulletin_input_stays ON tracker_bulletininput;
DROP TRIGGER bulletin_file_stays ON tracker_bulletinfile;
DROP TRIGGER bulletin_content_stays ON tracker_bulletincontent;
DROP FUNCTION refuse_change_of_issued_bulletin();
"""


class Migration(migrations.Migration):
    # The function `refuse_change` is made there.
    dependencies = [("tracker", "0002_bulletins"), ("indicators", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

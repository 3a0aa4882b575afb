from django.db import migrations

# What was submitted, approved or published cannot be rewritten, whichever door a write comes through: the cells of a
# return come and change only while it is a draft or sent back; they never go, nor move to another return.
REFUSE = """
CREATE FUNCTION refuse_closed_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM indicators_return r WHERE r.id = NEW.in_return_id AND r.state IN ('draft', 'sent_back')
    ) THEN
        RAISE EXCEPTION 'cell % of a closed return: % refused', NEW.id, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER return_cell_closed BEFORE INSERT OR UPDATE ON indicators_returncell
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_cell();
CREATE TRIGGER return_cell_stays BEFORE UPDATE ON indicators_returncell
    FOR EACH ROW WHEN (OLD.in_return_id <> NEW.in_return_id) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER return_cell_no_delete BEFORE DELETE ON indicators_returncell
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER return_cell_no_delete ON indicators_returncell;
DROP TRIGGER return_cell_stays ON indicators_returncell;
DROP TRIGGER return_cell_closed ON indicators_returncell;
DROP FUNCTION refuse_closed_cell();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_returns")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

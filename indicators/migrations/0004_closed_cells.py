from django.db import migrations

# What was submitted, approved or published cannot be rewritten, whichever door a write comes through: the cells of a
# return come and change only while it is a draft or sent back; they never go, nor move to another return. The return is
# locked, so that it cannot be handed in while a change is on its way.
REFUSE = """
CREATE FUNCTION refuse_closed_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM indicators_return r WHERE r.id = NEW.in_return_id AND r.state IN ('draft', 'sent_back') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cell % of a closed return: % refused', NEW.id, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

-- An explanation belongs to what was handed in.
CREATE FUNCTION refuse_closed_explanation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    explained bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.cell_id ELSE NEW.cell_id END;
BEGIN
    PERFORM 1 FROM indicators_returncell c JOIN indicators_return r ON r.id = c.in_return_id
    WHERE c.id = explained AND r.state IN ('draft', 'sent_back') FOR SHARE OF r;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'explanation of closed cell %: % refused', explained, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER cell_explanation_closed BEFORE INSERT OR UPDATE OR DELETE ON indicators_cellexplanation
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_explanation();
CREATE TRIGGER return_cell_closed BEFORE INSERT OR UPDATE ON indicators_returncell
    FOR EACH ROW EXECUTE FUNCTION refuse_closed_cell();
CREATE TRIGGER return_cell_stays BEFORE UPDATE ON indicators_returncell
    FOR EACH ROW WHEN (OLD.in_return_id <> NEW.in_return_id) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER return_cell_no_delete BEFORE DELETE ON indicators_returncell
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER cell_explanation_closed ON indicators_cellexplanation;
DROP FUNCTION refuse_closed_explanation();
DROP TRIGGER return_cell_no_delete ON indicators_returncell;
DROP TRIGGER return_cell_stays ON indicators_returncell;
DROP TRIGGER return_cell_closed ON indicators_returncell;
DROP FUNCTION refuse_closed_cell();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_returns")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

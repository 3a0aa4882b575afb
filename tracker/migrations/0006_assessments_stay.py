from django.db import migrations

# What was assessed stays as it was: frozen assessments, overrides, and the numbers of a target that was adopted.
REFUSE = """
CREATE TRIGGER assessment_stays BEFORE UPDATE OR DELETE ON tracker_assessment
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER assessment_file_stays BEFORE UPDATE OR DELETE ON tracker_assessmentfile
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verdict_override_stays BEFORE UPDATE OR DELETE ON tracker_verdictoverride
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER target_stays BEFORE UPDATE ON tracker_target FOR EACH ROW
    WHEN ((OLD.plan_id, OLD.indicator_id, OLD.area_id, OLD.form, OLD.measure, OLD.base_year, OLD.base_value, OLD.value,
           OLD.tolerance, OLD.reference_id, OLD.adopted_on)
        IS DISTINCT FROM
          (NEW.plan_id, NEW.indicator_id, NEW.area_id, NEW.form, NEW.measure, NEW.base_year, NEW.base_value, NEW.value,
           NEW.tolerance, NEW.reference_id, NEW.adopted_on))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER yearly_target_stays BEFORE UPDATE ON tracker_yearlytarget FOR EACH ROW
    WHEN ((OLD.plan_id, OLD.indicator_id, OLD.area_id, OLD.year, OLD.form, OLD.measure, OLD.value, OLD.tolerance,
           OLD.adopted_on)
        IS DISTINCT FROM
          (NEW.plan_id, NEW.indicator_id, NEW.area_id, NEW.year, NEW.form, NEW.measure, NEW.value, NEW.tolerance,
           NEW.adopted_on))
    EXECUTE FUNCTION refuse_change();
"""

ALLOW = """
DROP TRIGGER yearly_target_stays ON tracker_yearlytarget;
DROP TRIGGER target_stays ON tracker_target;
DROP TRIGGER verdict_override_stays ON tracker_verdictoverride;
DROP TRIGGER assessment_file_stays ON tracker_assessmentfile;
DROP TRIGGER assessment_stays ON tracker_assessment;
"""


class Migration(migrations.Migration):
    # The function `refuse_change` is made there.
    dependencies = [("tracker", "0005_bulletin_derivations"), ("indicators", "0002_append_only")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]

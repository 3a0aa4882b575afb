from django.db import migrations

# What was done stays as it was written, whichever door a write comes through.
TABLES = ("stagechange", "fundingarrival", "issuestep", "reviewopinion", "projectdocument")


class Migration(migrations.Migration):
    # The function `refuse_change` is made in the second.
    dependencies = [("projects", "0003_dispatch_reviews_and_ways"), ("indicators", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON projects_{table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change();",
            f"DROP TRIGGER {table}_append_only ON projects_{table};",
        )
        for table in TABLES
    ]

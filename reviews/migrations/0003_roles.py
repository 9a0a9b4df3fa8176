"""The roles, as groups. What each may do stands in `sources/domain/authority.py`, not in the database."""

from django.db import migrations

ROLES = ("reporter", "reviewer", "editor", "administrator", "api client")


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]

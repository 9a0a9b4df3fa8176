"""The roles are made after each migration: see `prepare_roles` in `reviews/apps.py`."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0002_desk"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = []

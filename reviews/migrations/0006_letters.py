"""Notices are mailed like everything else (`sources.Letter`): what had not gone out is moved."""

from django.db import migrations
from django.utils import timezone


def move(apps, schema_editor):
    notices = apps.get_model("reviews", "Notice").objects.using(schema_editor.connection.alias)
    letters = apps.get_model("sources", "Letter").objects.using(schema_editor.connection.alias)
    now = timezone.now()
    unsent = notices.filter(mailed_at=None, read_at=None).exclude(reader__email="")
    letters.bulk_create(
        [
            letters.model(kind="notice", about=str(pk), reader_id=reader, made_at=now, due=now)
            for pk, reader in unsent.values_list("pk", "reader")
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [("reviews", "0005_alert_waiting"), ("sources", "0008_letter")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("Notice", "mailed_at"),
    ]

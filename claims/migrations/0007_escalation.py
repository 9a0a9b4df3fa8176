"""Alerts are mailed like everything else (`sources.Letter`): what had not gone out is moved there,
and what is left of the table is when an alert is escalated. The table keeps its name."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def move(apps, schema_editor):
    alerts = apps.get_model("claims", "AlertMail").objects.using(schema_editor.connection.alias)
    letters = apps.get_model("sources", "Letter").objects.using(schema_editor.connection.alias)
    now = timezone.now()
    unsent = alerts.filter(mailed_at=None, alert__citation__contact__contains="@")
    letters.bulk_create(
        [
            letters.model(kind="alert", about=ref, address=contact, made_at=now, due=now)
            for ref, contact in unsent.values_list("alert__ref", "alert__citation__contact")
        ],
        batch_size=500,
    )
    alerts.filter(escalate_at=None).delete()


class Migration(migrations.Migration):

    dependencies = [("claims", "0006_intake"), ("sources", "0008_letter")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop, elidable=True),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("AlertMail", "Escalation"),
                migrations.AlterModelTable("Escalation", "claims_alertmail"),
                migrations.AlterField(
                    "Escalation",
                    "alert",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="escalation",
                        serialize=False,
                        to="claims.alert",
                    ),
                ),
            ]
        ),
        migrations.RemoveField("Escalation", "mailed_at"),
        migrations.RemoveField("Escalation", "leased_until"),
        migrations.AlterField("Escalation", "escalate_at", models.DateTimeField()),
    ]

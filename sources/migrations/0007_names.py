"""Fields of the history by their new names. No column changes: what is stored stays as it is."""

from django.db import migrations, models
from django.db.models import Q

CHANNELS = ["admin", "api", "pages", "command", "shell", "itself"]
KNOWN = "sources_historyentry_door_known"


def known(field):
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": CHANNELS}),
        name=KNOWN,
        violation_error_message=f"{field} must be one of: {', '.join(CHANNELS)}.",
    )


class Migration(migrations.Migration):

    dependencies = [("sources", "0006_pages_kept")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint("historyentry", KNOWN),
                migrations.RenameField("historyentry", "door", "channel"),
                migrations.RenameField("historyentry", "deed", "action"),
                migrations.AlterField(
                    "historyentry",
                    "channel",
                    models.CharField(
                        choices=[(each, each) for each in CHANNELS],
                        db_column="door",
                        max_length=20,
                    ),
                ),
                migrations.AlterField(
                    "historyentry", "action", models.CharField(db_column="deed", max_length=40)
                ),
                migrations.AddConstraint("historyentry", known("channel")),
            ]
        )
    ]

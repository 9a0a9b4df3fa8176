from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews: who looked, and what they decided"

    def ready(self) -> None:
        from claims import ports
        from reviews.adapters import RecordedReviews
        from reviews.services import notices
        from sources.foundation import mailing

        ports.reviews = RecordedReviews()
        mailing.register("notice", notices.letters)
        post_migrate.connect(prepare_roles, sender=self, dispatch_uid="prepare_roles")


def prepare_roles(*, using: str, **_: Any) -> None:
    """The roles, as groups: what each may do stands in `sources/foundation/domain/roles.py`.

    After each migration and not by one, so that emptying the tables does not lose them.
    """
    from django.contrib.auth.models import Group

    from reviews.services.accounts import GROUPS

    if Group._meta.db_table in connections[using].introspection.table_names():
        kept = set(Group.objects.using(using).values_list("name", flat=True))
        Group.objects.using(using).bulk_create(
            [Group(name=name) for name in GROUPS if name not in kept], ignore_conflicts=True
        )

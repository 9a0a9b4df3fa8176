from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "Reviews: who looked, and what they decided"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model

        from claims import ports
        from claims.models import Claim
        from reviews.adapters import RecordedReviews
        from reviews.selectors.audit import KINDS, review_states
        from reviews.services import accounts, notices, places
        from sources.foundation import mailing
        from sources.foundation.selectors.audit import Audited, audit

        ports.reviews = RecordedReviews()
        mailing.register("notice", notices.letters)
        places.start()
        user = get_user_model()
        audit(
            Audited("claim", Claim, review_states, tuple(KINDS)),
            Audited(
                "account",
                user,
                accounts.account_states,
                ("account",),
                key=user.USERNAME_FIELD,
                always=False,
            ),
        )
        post_save.connect(accounts.saved, sender=user, dispatch_uid="account_saved")
        post_delete.connect(accounts.deleted, sender=user, dispatch_uid="account_deleted")
        m2m_changed.connect(
            accounts.regrouped, sender=user.groups.through, dispatch_uid="account_regrouped"
        )
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

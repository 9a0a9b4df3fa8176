from importlib import import_module

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Claims: what is said, and what it amounts to"

    def import_models(self) -> None:
        """The intake's tables too; it is no app of its own, and no other room imports it."""
        super().import_models()
        import_module("claims.intake.models")

    def ready(self) -> None:
        from claims import models
        from claims.adapters import Claims
        from claims.selectors import audit
        from claims.services import alerting, places
        from sources import ports
        from sources.foundation import mailing
        from sources.foundation.selectors.audit import Audited
        from sources.foundation.selectors.audit import audit as hold

        ports.dependents = Claims()
        mailing.register("alert", alerting.letters)
        told = audit.subscription_states
        hold(
            Audited("claim", models.Claim, audit.claim_states, tuple(audit.KINDS)),
            Audited("event", models.Event, audit.event_states, ("event",)),
            Audited("subscription", models.Subscription, told, ("subscription",), always=False),
            Audited(
                "story_desk",
                models.StoryDesk,
                audit.story_desk_states,
                ("story_desk",),
                key="pk",
                always=False,
            ),
        )
        places.start()
        import_module("claims.intake.adapters").start()

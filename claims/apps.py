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
        from claims.adapters import Claims
        from claims.services import alerting
        from sources import ports
        from sources.foundation import mailing

        import_module("claims.intake.admin")
        mailing.register("alert", alerting.letters)
        ports.dependents = Claims()

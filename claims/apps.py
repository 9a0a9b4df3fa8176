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
        from sources import ports

        import_module("claims.intake.admin")
        ports.dependents = Claims()

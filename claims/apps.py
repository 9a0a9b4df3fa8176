from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "claims"
    verbose_name = "Claims: what is said, and what it amounts to"

    def ready(self) -> None:
        from claims.dependents import Claims
        from sources import ports

        ports.dependents = Claims()

"""The database of the tests, for processes that tests start."""

from django.db import connection


def test_database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user, password = settings["USER"], settings["PASSWORD"]
    name = f"{user}:{password}" if password else user
    return f"postgres://{name}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"


test_database_url.__test__ = False  # type: ignore[attr-defined]

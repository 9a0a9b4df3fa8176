"""Run by `tests/architecture/test_alone.py`, in a process of its own: the whole way of a claim that
needs no review, from a text to the pages, the API and the intake."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.alone.settings"
    django.setup()
    from django.apps import apps
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.test import Client

    from claims.models import Claim
    from sources.foundation.domain.roles import Role

    assert not apps.is_installed("reviews")
    call_command("migrate", verbosity=0)
    for name in ("missile-launch", "election"):
        dossier = json.loads((ROOT / "examples" / f"{name}.json").read_text())
        dossier.pop("reviews", None)
        dossier.pop("policy", None)
        path = Path(os.environ["FILES"]) / f"{name}.json"
        path.write_text(json.dumps(dossier))
        call_command("load", str(path), verbosity=0)
    claim = Claim.objects.exclude(event=None)[0]
    reporter = get_user_model().objects.create_user("reporter", is_staff=True)
    reporter.groups.add(Group.objects.create(name=Role.REPORTER.value))
    client = Client(SERVER_NAME="localhost")
    client.force_login(reporter)
    posted = client.post(
        "/admin/claims/draft/add/",
        {"text": "The army said the bridge was open.", "publisher": "The Herald", "title": "Open"},
    )
    assert posted.status_code == 302, posted.content
    for path in (
        "/", f"/claims/{claim.ref}/", f"/events/{claim.event.slug}/", "/citations/",
        "/alerts/", "/admin/", "/admin/claims/draft/", posted["Location"],
        "/admin/claims/claim/", f"/admin/claims/claim/{claim.pk}/change/",
        "/admin/claims/attribution/", "/admin/sources/source/",
        "/api/v1/claims/", f"/api/v1/claims/{claim.ref}", f"/api/v1/statuses/{claim.ref}",
        f"/api/v1/sentences/{claim.ref}", "/api/v1/changes",
    ):  # fmt: skip
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:300])
    call_command("deliver", once=True)
    print("alone")


if __name__ == "__main__":
    main()

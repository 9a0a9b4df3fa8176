"""Claims move to the policy as it now is: from this moment on, and not before.

What was shown until then stays as it was shown; a status that changes is told to whoever follows it
or printed it, like any other.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from claims import ports
from claims.models import Claim, StatusRecord
from claims.services.actions import perform
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Action, Audience
from sources.foundation.permissions import Actor

WHY = "The policy has a new edition."


def reassess(
    *,
    by: Actor,
    at: datetime,
    outdated: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> int:
    """Assess every claim anew, or those that stand by a policy of another name; how many it were.

    A part of them at a time, each whole: it can be broken off, and run again.
    """
    done = 0
    for part in chunks(_outdated(at) if outdated else _all()):
        with perform(Action.REASSESS, by=by, at=at, why=WHY, claims=part):
            pass
        done += len(part)
        progress(done)
    return done


def _all() -> Iterator[int]:
    yield from Claim.objects.order_by("pk").values_list("pk", flat=True)


def _outdated(at: datetime) -> Collection[int]:
    """The claims whose standing assessment names another policy than they are under."""
    found: list[int] = []
    rows = Claim.objects.order_by("pk").values_list("pk", "policy")
    for part in chunks(rows):
        names = {name for _, name in part}
        policies = ports.reviews.policies(names)
        shown = StatusRecord.objects.filter(
            claim__in=[pk for pk, _ in part], audience=Audience.INTERNAL.value
        )
        named = dict(
            shown.filter(effective_at__lte=at)
            .order_by("effective_at", "pk")
            .values_list("claim", "assessment__policy")
        )
        found += [pk for pk, name in part if named.get(pk) != policies[name].name]
    return found

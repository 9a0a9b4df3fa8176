"""Events as webhooks send them: which a subscription is told of, and what each says."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from claims.api.changes import change_as_json
from claims.api.citations import alert_as_json
from claims.api.filters import ChangeFilters
from claims.models import Alert, Delivery, StatusChange, Subscription
from claims.selectors.permalinks import Permalinks
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Audience


class _Site:
    """Links as they are sent out, where no request says how the server is reached."""

    def build_absolute_uri(self, path: str) -> str:
        return f"{settings.SITE_URL}{path}"


def filtered(subscription: Subscription, entries: Any) -> Any:
    """The entries of the feed that pass the subscription's filters, as the feed itself does it."""
    internal = subscription.audience == Audience.INTERNAL.value
    filters = ChangeFilters(
        as_query(subscription.filters),
        entries,
        user=subscription.owner if internal else None,
        account=subscription.owner,
        as_of=timezone.now(),
    )
    return filters.narrowed()


def event_body(delivery: Delivery) -> bytes:
    """The body of an event: the same bytes however often it is sent."""
    if delivery.alert_id is not None:
        alert = Alert.objects.select_related(
            "citation", "record__claim", "before", "acknowledgement"
        ).get(pk=delivery.alert_id)
        event: dict[str, Any] = {
            "type": f"citation.{alert.kind}",
            "timestamp": write_moment(alert.at),
            # Without what may be otherwise when it is sent again.
            "data": {
                name: value
                for name, value in alert_as_json(alert, Permalinks(_Site())).items()
                if not name.startswith("acknowledged")
            },
        }
    elif delivery.change_id is None:
        event = {
            "type": "trial",
            "timestamp": write_moment(delivery.made_at),
            "data": {},
        }
    else:
        change = StatusChange.objects.select_related("claim", "record", "previous").get(
            pk=delivery.change_id
        )
        event = {
            "type": f"claim.{change.kind}",
            "timestamp": write_moment(change.at),
            "data": change_as_json(change, Permalinks(_Site())),
        }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def as_query(filters: Mapping[str, Any]) -> QueryDict:
    """Filters as they are kept, as an address would give them."""
    query = QueryDict(mutable=True)
    for name, value in filters.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query

"""How often somebody may ask: counted by token, account and address, and told in every answer."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client
from django.utils import timezone

from reviews.services.tokens import issue_token
from sources.foundation.api import throttling
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor
from tests.factories import NOON
from tests.people import person

pytestmark = pytest.mark.django_db
PATH = "/api/v1/claims/"


@pytest.fixture(autouse=True)
def few(settings: Any, now: Any) -> None:
    now(NOON)
    settings.API_RATE_ANONYMOUS, settings.API_RATE_SIGNED_IN = 2, 3
    cache.clear()


def signed(name: str) -> dict[str, str]:
    user = person(name, Role.API_CLIENT, is_staff=False)
    user.set_unusable_password()
    user.save()
    _, text = issue_token(
        account=user, purpose="tests", days=1, by=Actor("tests"), at=timezone.now()
    )
    return {"Authorization": f"Token {text}"}


def codes(times: int, client: Client | None = None, **given: Any) -> list[int]:
    return [(client or Client()).get(PATH, **given).status_code for _ in range(times)]


def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    answers = [Client().get(PATH) for _ in range(3)]
    left = [each["RateLimit"] for each in answers]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert left == ['"anonymous";r=1;t=60', '"anonymous";r=0;t=60', '"anonymous";r=0;t=60']
    assert answers[0]["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert answers[2]["Retry-After"] == "60"
    assert answers[2].json()["type"] == "/api/docs/problems/#too-often"
    assert "60 seconds" in answers[2].json()["detail"]


def test_a_minute_later_it_begins_anew(now: Any) -> None:
    assert codes(3)[-1] == 429
    now(NOON.replace(minute=1))

    assert codes(1) == [200]


def test_a_304_counts_and_tells_as_well() -> None:
    first = Client().get(PATH)
    second = Client().get("/api/v1/statuses/unknown")

    assert first["RateLimit"].startswith('"anonymous";r=1')
    assert second["RateLimit"].startswith('"anonymous";r=0')


def test_each_address_has_its_own_and_a_network_of_ipv6_is_one() -> None:
    assert codes(3, REMOTE_ADDR="192.0.2.1") == [200, 200, 429]
    assert codes(1, REMOTE_ADDR="192.0.2.2") == [200]
    assert codes(1, REMOTE_ADDR="::ffff:192.0.2.2") == [200]  # the same, in another notation
    assert codes(1, REMOTE_ADDR="192.0.2.2") == [429]
    hosts = [f"2001:db8:0:1::{number:x}" for number in range(3)]
    assert [codes(1, REMOTE_ADDR=host) for host in hosts] == [[200], [200], [429]]
    assert codes(1, REMOTE_ADDR="2001:db8:0:2::1") == [200]


def test_what_a_proxy_says_counts_only_behind_one(settings: Any) -> None:
    said = [{"headers": {"X-Forwarded-For": f"198.51.100.{number}"}} for number in range(3)]

    assert [codes(1, **each) for each in said] == [[200], [200], [429]]
    cache.clear()
    settings.BEHIND_PROXY = True
    assert [codes(1, **each) for each in said] == [[200], [200], [200]]
    # What the client itself put there is not what the proxy saw.
    forged = [
        {"headers": {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.9"}} for number in range(3)
    ]
    assert [codes(1, **each) for each in forged] == [[200], [200], [429]]


def test_each_token_and_each_person_has_their_own() -> None:
    one, other = signed("one"), signed("other")

    assert codes(4, headers=one) == [200, 200, 200, 429]
    assert codes(1, headers=other) == [200]
    client = Client()
    client.force_login(person("ann", Role.REPORTER))
    assert codes(4, client) == [200, 200, 200, 429]
    assert codes(1) == [200]


def test_a_refused_token_counts_against_its_address() -> None:
    wrong = {"Authorization": "Token ss_" + "0" * 64}

    assert codes(3, headers=wrong) == [401, 401, 429]
    assert codes(1) == [429]


def test_none_is_no_limit(settings: Any) -> None:
    settings.API_RATE_ANONYMOUS = 0
    answers = [Client().get(PATH) for _ in range(4)]

    assert {each.status_code for each in answers} == {200}
    assert not answers[0].has_header("RateLimit")


def test_if_the_cache_fails_nobody_is_kept_out(monkeypatch: Any, caplog: Any) -> None:
    def failing(*_: Any, **__: Any) -> None:
        raise ConnectionError("the cache is away")

    monkeypatch.setattr(throttling.cache, "add", failing)

    assert codes(4) == [200] * 4
    assert "cannot be counted" in caplog.text


@pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed")
def test_processes_share_the_counts_in_redis(settings: Any, tmp_path: Path, caplog: Any) -> None:
    address = f"unix://{tmp_path}/redis"
    command = ["redis-server", "--port", "0", "--unixsocket", f"{tmp_path}/redis", "--save", ""]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": address,
            }
        }
        for _ in range(100):
            if (tmp_path / "redis").exists():
                break
            time.sleep(0.05)
        assert codes(3) == [200, 200, 429]
        key = f"rate:{int(NOON.timestamp()) // throttling.WINDOW}:address:127.0.0.1/32"
        another = caches.create_connection("default")
        assert another.incr(key) == 4
    finally:
        server.kill()
        server.wait()
    assert codes(1) == [200]
    assert "cannot be counted" in caplog.text


def test_an_address_that_is_none_is_one_of_its_own() -> None:
    assert throttling.network_of("nonsense") == "unknown"
    assert throttling.network_of("fe80::1%eth0") == "fe80::/64"

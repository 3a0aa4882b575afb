"""Settings: production names what is missing, everything else is closed by default."""

from pathlib import Path

import pytest
from django.db import connection

from tests.config.conftest import RunPython

COMPLETE = {
    "PRODUCTION": "1",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "postgresql://tracker@127.0.0.1/tracker",
    "REDIS_URL": "redis://127.0.0.1/0",
}


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_names_the_missing_variable(run_python: RunPython, name: str) -> None:
    refused = run_python("-c", "import config.settings", **{**COMPLETE, name: ""})
    assert refused.returncode == 1
    message = refused.stderr.strip().splitlines()[-1]
    assert name in message
    assert not any(other in message for other in COMPLETE if other not in (name, "PRODUCTION"))


def test_production_with_everything_starts(run_python: RunPython, data_dir: Path) -> None:
    shown = run_python("-c", "from config import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE)", **COMPLETE)
    assert shown.stdout == "False True\n", shown.stderr
    assert not list(data_dir.iterdir())


def test_another_database_engine_is_refused(run_python: RunPython) -> None:
    refused = run_python("-c", "import config.settings", DATABASE_URL="sqlite:///x.db")
    assert refused.returncode == 1
    assert "PostgreSQL" in refused.stderr


def test_outside_production_only_loopback_is_served_and_the_secret_stays(run_python: RunPython, data_dir: Path) -> None:
    program = "from config import settings as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS, s.DEBUG)"
    first, second = run_python("-c", program), run_python("-c", program)
    assert first.stdout == second.stdout
    secret = (data_dir / "secret_key").read_text()
    assert len(secret) >= 50
    assert first.stdout == f"{secret} ['localhost', '127.0.0.1', '[::1]'] False\n"
    assert (data_dir / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("proxies", "header"), [("0", None), ("1", ("HTTP_X_FORWARDED_PROTO", "https"))])
def test_only_a_proxy_is_believed_that_the_client_came_by_tls(
    run_python: RunPython, proxies: str, header: tuple[str, str] | None
) -> None:
    program = "import django.conf; print(django.conf.settings.SECURE_PROXY_SSL_HEADER)"
    shown = run_python("-c", program, DJANGO_SETTINGS_MODULE="config.settings", NUM_PROXIES=proxies, **COMPLETE)
    assert shown.stdout == f"{header}\n", shown.stderr


BEHIND_A_PROXY = """
import django
django.setup()
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory
origins = ["https://tracker.example", "http://tracker.example", "https://elsewhere.example"]
for origin in origins:
    headers = {"Host": "tracker.example", "X-Forwarded-Proto": "https", "Origin": origin}
    print(CsrfViewMiddleware(print)._origin_verified(RequestFactory().post("/", headers=headers)))
"""


def test_a_form_sent_through_the_proxy_comes_from_the_own_address(run_python: RunPython) -> None:
    shown = run_python("-c", BEHIND_A_PROXY, DJANGO_SETTINGS_MODULE="config.settings", **COMPLETE)
    assert shown.stdout.split() == ["True", "False", "False"], shown.stderr


def test_a_connection_of_the_pool_is_tried_before_it_is_used() -> None:
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True


SEND = """
import django
django.setup()
from django.conf import settings as s
from django.core.mail import send_mail
print(s.EMAIL_CONFIGURED, s.EMAIL_BACKEND.split(".")[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS, s.EMAIL_TIMEOUT)
print(s.DEFAULT_FROM_EMAIL)
if not s.EMAIL_CONFIGURED:
    print(send_mail("催报", "正文", None, ["li@example.cn"]))
"""


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(run_python: RunPython) -> None:
    shown = run_python("-c", SEND, DJANGO_SETTINGS_MODULE="config.settings", **COMPLETE)
    configured, sender, sent = shown.stdout.splitlines()
    assert configured.split()[:2] == ["False", "dummy"], shown.stderr
    assert (sender, sent) == ("tracker@localhost", "1")
    assert "催报" not in shown.stderr


def test_a_mail_server_is_named_by_its_address_and_not_waited_for(run_python: RunPython) -> None:
    server = {"EMAIL_URL": "smtp+tls://li:secret@mail.example.cn:587", "DEFAULT_FROM_EMAIL": "指标监测 <jc@example.cn>"}
    shown = run_python("-c", SEND, DJANGO_SETTINGS_MODULE="config.settings", **COMPLETE, **server)
    assert shown.stdout.splitlines() == ["True smtp mail.example.cn 587 True 5", "指标监测 <jc@example.cn>"], (
        shown.stderr
    )


def test_production_with_a_mail_server_needs_a_sender(run_python: RunPython) -> None:
    refused = run_python("-c", "import config.settings", **COMPLETE, EMAIL_URL="smtp://mail.example.cn:25")
    assert refused.returncode == 1
    assert "DEFAULT_FROM_EMAIL" in refused.stderr.strip().splitlines()[-1]

"""The commands as an operator runs them: exit status, what stands on which stream, and work without a broker."""

import subprocess
import sys

import pytest

from indicators.models import ApiToken, AuditEntry, Observation, User
from indicators.queries.audit import unsealed_entries
from tests.conftest import DEMO
from tracker.models import Ranking


@pytest.fixture
def manage(installation):
    """Run `manage.py` without a broker; returns the finished process."""

    def run(*arguments: str, line: str = "") -> subprocess.CompletedProcess[str]:
        environment = {**installation.environment(), "REDIS_URL": "", "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, env=environment, input=line, capture_output=True, text=True, check=False)

    return run


def test_from_a_package_to_rankings_without_a_broker(manage):
    loaded = manage("load_package", str(DEMO))
    assert loaded.returncode == 0
    assert "observations.csv：新增 278 行" in loaded.stdout
    assert "REDIS_URL is not set" in loaded.stderr
    assert Observation.objects.count() == 278
    assert Ranking.objects.exists()
    assert not unsealed_entries().exists()
    shown = manage("show_ranking", "GDP", "2015-Q4", "hunan-cities", "growth")
    assert shown.stdout.splitlines()[1].split() == ["1", "9.9", "长沙市"]
    verified = manage("verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    Ranking.objects.filter(indicator__code="GDP").update(of=3)
    broken = manage("verify")
    assert broken.returncode == 1
    assert "排名 GDP/2015-Q4/hunan-cities/growth" in broken.stderr
    assert manage("calculate").returncode == 0
    assert manage("verify").returncode == 0


def test_a_refused_package_lists_its_faults_on_standard_error(manage, tmp_path):
    (tmp_path / "areas.csv").write_text("code,name,kind,parent,valid_from,valid_until\n4303,湘潭,city,,,\n,x,town,,,\n")
    refused = manage("load_package", str(tmp_path))
    assert refused.returncode == 1
    assert [line.rsplit(": ", 1)[0] for line in refused.stderr.splitlines()] == [
        "areas.csv:2:code: bad_area_code",
        "areas.csv:3:code: required",
        "areas.csv:3:kind: not_a_choice",
    ]
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "arguments", [("load_package",), ("load_package", "/no/such/folder"), ("create_user", "x"), ("nonsense",)]
)
def test_wrong_usage(manage, arguments):
    finished = manage(*arguments)
    assert finished.returncode == 2


def test_accounts_and_tokens(manage):
    made = manage("create_user", "zhang", "--role", "viewer", "--department", "统计局", line="a-good-phrase-1\n")
    assert made.returncode == 0
    user = User.objects.get()
    assert user.check_password("a-good-phrase-1")
    assert user.department.name == "统计局"
    issued = manage("issue_token", "zhang")
    token = issued.stdout.splitlines()[-1]
    assert len(token) > 40
    assert ApiToken.objects.get().digest != token
    trail = " ".join(str((entry.old, entry.new, entry.reason)) for entry in AuditEntry.objects.all())
    assert "a-good-phrase-1" not in trail
    assert token not in trail
    assert manage("revoke_token", "zhang").returncode == 0
    assert ApiToken.objects.get().revoked_at
    for again in (
        manage("create_user", "zhang", "--role", "viewer", line="a-good-phrase-1\n"),
        manage("create_user", "li", "--role", "viewer", line="123\n"),
        manage("create_user", "wang", "--role", "viewer", "--area", "430300", line="a-good-phrase-1\n"),
        manage("issue_token", "nobody"),
        manage("revoke_token", "nobody"),
    ):
        assert again.returncode == 1
        assert again.stderr
        assert "Traceback" not in again.stderr
    assert User.objects.count() == 1

"""The client of the README, as it stands there, against a server: read, post, read the score cards page by page."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from indicators.api.caching import bodies
from indicators.choices import Role
from indicators.models import Area, User
from indicators.services.access import issue_token
from tests.builders import TESTER, make_area, make_group, make_indicator
from tests.evaluation_builders import (
    C16,
    enterprise_code,
    give_facts,
    huangyan,
    make_enterprise,
    make_round,
    make_scheme,
)
from tracker.models import RollUp
from tracker.services.calculations import drain_pending_calculations
from tracker.services.evaluations.roll_ups import save_roll_up
from tracker.services.evaluations.rounds import lock_round, publish_round
from tracker.services.evaluations.scoring import score_round

pytestmark = pytest.mark.django_db(transaction=True)

FIRMS = 205  # more than one page of the client


@pytest.fixture
def client() -> SimpleNamespace:
    """What the README's section defines."""
    text = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")
    section = text.split("## 评价平台接口")[1]
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found is not None
    defined: dict[str, Any] = {}
    exec(compile(found[1], "README.md", "exec"), defined)
    return SimpleNamespace(**{name: defined[name] for name in ("Platform", "loop")})


@pytest.fixture
def world() -> Iterator[Area]:
    """Two parks with published rounds of 2020 and 2021, and one of 2022 that still collects, scored once."""
    bodies.clear()
    city = make_area("430300", kind="city")
    park, other = (make_area(code, parent=city) for code in ("park-a", "park-b"))
    make_group("parks", park, other)
    tax = make_indicator("TAX", kind="flow", frequency="year")
    save_roll_up(roll_up=RollUp(quantity="tax", indicator=tax), actor=TESTER)
    for number in range(1, FIRMS + 1):
        firm = make_enterprise(number, city, park=park)
        give_facts(firm, 2022, **C16)
        if number <= 6:
            give_facts(firm, 2020, **C16)
            give_facts(firm, 2021, **{**C16, "tax": "660"})
    foreign = make_enterprise(900, city, park=other)
    for year in (2020, 2021):
        give_facts(foreign, year, **C16)
        round = make_round(f"R{year}", make_scheme(huangyan(f"s{year}", year=year)), year=year)
        lock_round(round=round, actor=TESTER)
        score_round(round=round, actor=TESTER)
        publish_round(round=round, actor=TESTER)
    score_round(round=make_round("R2022", make_scheme()), actor=TESTER)
    drain_pending_calculations()
    yield park
    bodies.clear()


def test_the_loop(client: SimpleNamespace, world: Area, live_server: LiveServer) -> None:
    user = User.objects.create(username="platform", role=Role.EVALUATION, password="!")
    user.areas.add(world)
    platform = client.Platform(live_server.url, issue_token(user=user, actor=TESTER))
    rows = [{"enterprise": enterprise_code(1), "tax": "700"}]
    told = client.loop(platform, "park-a", "parks", "TAX", "2021", "R2022", rows)
    assert [(row["indicator"], row["value"], row["vintage"]) for row in told["figures"]] == [("TAX", "3960", "final")]
    assert [(row["computed"], row["computed_unit"]) for row in told["growth"]] == [("10.000000", "percent")]
    places = {row["basis"]: [each["area"] for each in row["places"]] for row in told["rankings"]}
    assert places == {"value": ["park-a", "park-b"], "growth": ["park-a", "park-b"]}
    assert told["answer"] == {"created": 0, "updated": 1, "unchanged": 0}
    assert [card["enterprise"] for card in told["cards"]] == [enterprise_code(n) for n in range(1, FIRMS + 1)]
    foreign = platform.post_facts("R2022", [{"enterprise": enterprise_code(900), "tax": "1"}])
    assert [fault["code"] for fault in foreign["detail"]["faults"]] == ["unknown_enterprise"]
    locked = platform.post_facts("R2021", rows)
    assert (locked["code"], len(locked["detail"]["reasons"])) == ("locked", 1)

"""From a published round to the ledger, to Σ ÷ Σ, growth and ranking; a trial publishes nothing."""

from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from indicators.domain.numbers import plain, plain_rounded
from indicators.models import Area, AuditEntry, Growth, Indicator, Observation
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.evaluation_builders import give_facts, huangyan, make_enterprise, make_round, make_scheme
from tests.return_builders import make_form, make_unit, open_now
from tracker.domain.evaluations.way import Step
from tracker.models import Enterprise, RollUp, Round
from tracker.queries.evaluations.rounds import refusals_of
from tracker.queries.ranking_tables import ranking_table
from tracker.services.calculations import drain_pending_calculations
from tracker.services.evaluations.roll_ups import delete_roll_up, save_roll_up
from tracker.services.evaluations.rounds import lock_round, publish_round
from tracker.services.evaluations.scoring import RoundRefusedError, score_round

pytestmark = pytest.mark.django_db

CITY = "430300"
LAND = (1000, 2000, 2000, 1000, 1000, 2000, 500)  # 5000 in park A, 4000 in park B, the last is class T
TAX = {  # 12.37 万元/亩 of the city in 2023, +19.8 %
    2022: ("20000", "30000", "10000", "2929.5", "10000", "20000", "1"),
    2023: ("21330", "30000", "20000", "10000", "10000", "20000", "1"),
}


@pytest.fixture
def city() -> Area:
    """Two parks of three firms, one more of class T; the roll-ups of tax in 亿元 and land."""
    city = make_area(CITY, kind="city", parent=make_area("430000", kind="province"))
    parks = [make_area(code, parent=city) for code in ("park-a", "park-b")]
    make_group("parks", *parks)
    for number in range(1, 8):
        exempt = "公用事业" if number == 7 else ""
        make_enterprise(number, city, park=parks[number in (4, 5, 6)], exempt_reason=exempt)
    yearly = {"frequency": "year", "decimals": 2, "growth_decimals": 1}
    tax = make_indicator("TAX", kind="flow", **yearly)
    land = make_indicator("LAND", kind="stock", **yearly)
    make_indicator("PER_MU", kind="ratio", numerator=tax, denominator=land, factor=Decimal(10_000), **yearly)
    save_roll_up(roll_up=RollUp(quantity="tax", indicator=tax, divisor=Decimal(10_000)), actor=TESTER)
    save_roll_up(roll_up=RollUp(quantity="land", indicator=land), actor=TESTER)
    return city


def scored(year: int, code: str = "", **fields: Any) -> Round:
    for firm, tax, land in zip(Enterprise.objects.order_by("code"), TAX[year], LAND, strict=True):
        give_facts(firm, year, tax=tax, land_owned=str(land))
    code = code or f"R{year}"
    round = make_round(code, make_scheme(huangyan(f"scheme-{code}", year=year)), year=year, **fields)
    lock_round(round=round, actor=TESTER)
    score_round(round=round, actor=TESTER)
    return round


def published(year: int, **fields: Any) -> Round:
    return publish_round(round=scored(year, **fields), actor=TESTER)


def held(indicator: str, period: str = "2023") -> dict[str, str | None]:
    rows = Observation.objects.current().filter(indicator__code=indicator, period=period)
    return {area: plain(value) for area, value in rows.values_list("area__code", "value")}


@pytest.mark.usefixtures("city")
def test_two_years_give_ratio_growth_and_ranking() -> None:
    """Case C22, and the published 12.37 with +19.8 %: Σ ÷ Σ, without class T."""
    published(2022)
    published(2023)
    drain_pending_calculations()
    assert held("TAX") == {"park-a": "7.133", "park-b": "4", CITY: "11.133"}
    assert held("LAND") == {"park-a": "5000", "park-b": "4000", CITY: "9000"}
    row = Observation.objects.current().get(indicator__code="TAX", area__code=CITY, period="2023")
    assert (row.vintage, row.note) == ("final", "评价批次“R2023”（R2023）汇总：参评企业 6 户")
    growth = Growth.objects.get(indicator__code="PER_MU", area__code=CITY, period="2023")
    assert (plain(growth.computed_value), plain_rounded(growth.computed, 1)) == ("12.37", "19.8")
    ranking = ranking_table(indicator="PER_MU", period="2023", peer_group="parks", basis="value")
    assert [(each.area.code, each.place, plain(each.value)) for each in ranking.places.all()] == [
        ("park-a", 1, "14.27"),
        ("park-b", 2, "10"),
    ]
    call_command("calculate", stdout=StringIO())
    call_command("verify", stdout=StringIO())


@pytest.mark.usefixtures("city")
def test_absent_facts_are_said_and_a_sum_of_nothing_is_not_published() -> None:
    round = scored(2023)
    firms = list(Enterprise.objects.order_by("code"))
    for firm in firms[3:6]:
        give_facts(firm, 2023, land_owned="1")
    give_facts(firms[0], 2023, land_owned="1")
    score_round(round=round, actor=TESTER)
    publish_round(round=round, actor=TESTER)
    assert held("TAX") == {"park-a": "5", CITY: "5"}
    note = Observation.objects.get(indicator__code="TAX", area__code="park-a").note
    assert note.endswith("参评企业 2 户，另有 1 户没有此项数据、未计入")


@pytest.mark.usefixtures("city")
def test_a_trial_publishes_nothing() -> None:
    published(2023, trial=True)
    assert not Observation.objects.exists()


@pytest.mark.usefixtures("city")
def test_what_the_ledger_holds_already_stays() -> None:
    publish(figure("TAX", "park-b", "2023", "4", "9", vintage="final"))
    published(2023)
    assert Observation.objects.filter(indicator__code="TAX", area__code="park-b").count() == 1
    before = Observation.objects.count()
    published(2023, code="AGAIN")
    assert Observation.objects.count() == before == 6


@pytest.mark.usefixtures("city")
def test_other_figures_are_revised() -> None:
    publish(figure("TAX", "park-b", "2023", "3", vintage="preliminary"))
    published(2023)
    rows = Observation.objects.filter(indicator__code="TAX", area__code="park-b").order_by("revision")
    assert [(plain(row.value), row.vintage) for row in rows] == [("3", "preliminary"), ("4", "final")]


def test_an_unfinished_return_refuses_the_publication_and_is_said_before(city: Area) -> None:
    park = Area.objects.get(code="park-a")
    form = make_form("parks", Indicator.objects.get(code="TAX"), frequency="year")
    open_now(make_unit(form, park), "2023")
    round = scored(2023)
    reasons = refusals_of(round_again(round), Step.PUBLISH)
    assert len(reasons) == 1
    assert reasons[0].startswith("汇总数不能入台账：TAX park-a 2023：填报表")
    with pytest.raises(RoundRefusedError) as refused:
        publish_round(round=round, actor=TESTER)
    assert refused.value.reasons == reasons
    assert not Observation.objects.exists()
    assert round_again(round).state == "scored"


def round_again(round: Round) -> Round:
    return Round.objects.get(pk=round.pk)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(
    ("quantity", "kind", "frequency", "field"),
    [
        ("bonus", "flow", "year", "quantity"),
        ("tax", "flow", "quarter", "indicator"),
        ("tax", "rate", "year", "indicator"),
        ("tax", "growth_only", "year", "indicator"),
    ],
)
def test_what_takes_no_sum_is_refused(quantity: str, kind: str, frequency: str, field: str) -> None:
    other = make_indicator("OTHER", kind=kind, frequency=frequency)
    with pytest.raises(ValidationError) as refused:
        save_roll_up(roll_up=RollUp(quantity=quantity, indicator=other), actor=TESTER)
    assert set(refused.value.message_dict) == {field}


@pytest.mark.usefixtures("city")
def test_settings_are_in_the_audit_trail_and_keep_their_indicator() -> None:
    roll_up = RollUp.objects.get(indicator__code="TAX")
    roll_up.divisor = Decimal(1)
    save_roll_up(roll_up=roll_up, actor=TESTER, reason="万元")
    roll_up.indicator = make_indicator("OTHER", kind="flow", frequency="year")
    with pytest.raises(ValidationError, match="保存后不能再改"):
        save_roll_up(roll_up=roll_up, actor=TESTER)
    delete_roll_up(roll_up=RollUp.objects.get(indicator__code="LAND"), actor=TESTER)
    entries = AuditEntry.objects.filter(object_type="rollup").order_by("pk").values_list("action", "object_key")
    assert list(entries) == [("created", "TAX"), ("created", "LAND"), ("changed", "TAX"), ("deleted", "LAND")]

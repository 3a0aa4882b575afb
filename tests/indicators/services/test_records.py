"""Changing definitions: what is compared, what is fixed, and that writers wait for one another."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from indicators.models import Area, AuditEntry, Indicator, Observation, PendingCalculation
from indicators.services.areas import save_area
from indicators.services.catalogue import save_indicator
from indicators.services.observations import PublicationRefusedError
from indicators.services.packages import PackageRefusedError, load_package
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db


def test_saving_what_is_stored_changes_nothing():
    make_indicator("X", factor=Decimal("1.50"))
    PendingCalculation.objects.all().delete()
    before = AuditEntry.objects.count()
    indicator = Indicator.objects.get()
    indicator.factor = Decimal("1.5")
    save_indicator(indicator=indicator, actor=TESTER)
    assert AuditEntry.objects.count() == before
    assert not PendingCalculation.objects.exists()


def test_a_change_to_a_group_of_the_same_name_is_a_change():
    one, other = make_group("one"), make_group("other")
    other.name = one.name
    other.save()
    indicator = make_indicator("X", partition=one)
    indicator.partition = other
    save_indicator(indicator=indicator, actor=TESTER)
    assert Indicator.objects.get().partition == other
    entry = AuditEntry.objects.latest("id")
    assert (entry.old, entry.new) == ({"partition": "one"}, {"partition": "other"})


def test_codes_are_fixed_once_stored():
    area, indicator = make_area("A"), make_indicator("X")
    area.code = indicator.code = "Y"
    with pytest.raises(ValidationError, match="不能再改"):
        save_area(area=area, actor=TESTER)
    with pytest.raises(ValidationError, match="不能再改"):
        save_indicator(indicator=indicator, actor=TESTER)


@pytest.mark.parametrize(("field", "value"), [("kind", "stock"), ("frequency", "month")])
def test_kind_and_frequency_are_fixed_once_figures_exist(field, value):
    make_area("A")
    indicator = make_indicator("X")
    setattr(indicator, field, value)
    save_indicator(indicator=indicator, actor=TESTER)
    setattr(indicator, field, {"kind": "flow_ytd", "frequency": "quarter"}[field])
    save_indicator(indicator=indicator, actor=TESTER)
    publish(figure("X", "A", "2024-Q4", "5"))
    setattr(indicator, field, value)
    with pytest.raises(ValidationError, match="已有数据"):
        save_indicator(indicator=indicator, actor=TESTER)


def test_a_new_name_of_an_area_calculates_nothing_again():
    area = make_area("A")
    PendingCalculation.objects.all().delete()
    area.name = "新名"
    save_area(area=area, actor=TESTER)
    assert Area.objects.get().name == "新名"
    assert not PendingCalculation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_packages_publications_and_definitions_at_the_same_time(tmp_path):
    """Each takes the same locks in the same order: no deadlock, and every refusal is one of ours."""
    make_area("A")
    indicator = make_indicator("X")

    def in_thread(work):
        def run(number: int) -> str:
            try:
                work(number)
                return "done"
            except (PublicationRefusedError, PackageRefusedError, ValidationError) as refusal:
                return type(refusal).__name__
            finally:
                connection.close()

        return run

    def load(number: int) -> None:
        package = tmp_path / str(number)
        package.mkdir()
        area = f"P{number},P{number},park,,,"
        (package / "areas.csv").write_text(f"code,name,kind,parent,valid_from,valid_until\n{area}\n")
        row = f"X,P{number},2024-Q4,5,,preliminary,2026-01-15,"
        (package / "observations.csv").write_text(
            f"indicator,area,period,value,growth,vintage,published_at,note\n{row}\n"
        )
        load_package(directory=package, actor=TESTER)

    def define(number: int) -> None:
        changed = Indicator.objects.get(pk=indicator.pk)
        changed.decimals = number % 3
        save_indicator(indicator=changed, actor=TESTER)

    jobs = [load, lambda number: publish(figure("X", "A", f"{2000 + number}-Q4", "5")), define] * 6
    with ThreadPoolExecutor(6) as writers:
        outcomes = list(writers.map(lambda pair: in_thread(pair[1])(pair[0]), enumerate(jobs)))
    assert set(outcomes) <= {"done", "PackageRefusedError"}
    assert outcomes[1::3] == ["done"] * 6
    drain_pending_calculations()
    assert Observation.objects.count() == 6 + outcomes[0::3].count("done")

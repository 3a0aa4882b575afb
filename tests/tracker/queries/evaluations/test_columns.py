"""The columns say what the firms and facts say that the reference scorer reads."""

from datetime import date
from decimal import Decimal

import pytest

from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, make_enterprise
from tests.tracker.domain.evaluations.fast.both_engines import table_of
from tracker.queries.evaluations.columns import participant_columns
from tracker.queries.evaluations.participants import participants
from tracker.services.evaluations.facts import TaxContent, write_taxes

pytestmark = pytest.mark.django_db


def test_columns_equal_participants() -> None:
    park, district = make_area("park-a", name="湘潭高新区"), make_area("430302", kind="county")
    first = make_enterprise(1, district, park=park, name='“甲”\\n\t"厂"', industry="纺织")
    second = make_enterprise(2, district, in_production_from=date(2021, 3, 1), exempt_reason="供水")
    third, without = make_enterprise(3, district), make_enterprise(4, district)
    give_facts(first, **{**C16, "tax": "600.50", "land_leased_in": "0", "bonus": "1.25", "promotion": "专精特新"})
    give_facts(first, year=2021, tax="-0.000000000000001", veto=True)
    give_facts(second, size_class="below", exempt_reason="当年停产")
    give_facts(third, tax="999999999999999.999999999999999", grade_cap="安全事故")
    give_facts(third, **C16)
    give_facts(without, year=2021, **C16)
    taxes = [("增值税", "5.10"), ("企业所得税", "-3"), ("房产税", None)]
    for firm, year in ((first, 2022), (first, 2021), (third, 2021), (without, 2022)):
        rows = [
            TaxContent(firm.code, year, component, amount and Decimal(amount), "税务局") for component, amount in taxes
        ]
        write_taxes(rows, actor=TESTER, reason="test")
    found, columns = participants(2022), participant_columns(2022)
    assert [firm.code for firm in found.firms] == [first.code, second.code, third.code]
    assert columns.ids == [found.ids[firm.code] for firm in found.firms]
    assert columns.table == table_of(found.firms, found.facts, found.last_year)
    assert columns.table.last_year.taxes[0] == {"企业所得税": "-3", "增值税": "5.1"}


def test_nobody_takes_part() -> None:
    assert participant_columns(2022).ids == []

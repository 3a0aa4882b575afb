"""Bulletins of the demo as text: what the bureaus published, in the words of official statistics."""

import pytest

from indicators.domain.periods import Period
from indicators.models import Area, Indicator, PeerGroup
from tests.builders import figure, publish
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.document import Paragraph, lines_of, numbers_of, text_of
from tracker.domain.bulletins.facts import Facts, figures_from_json, figures_to_json
from tracker.domain.bulletins.recipe import recipe_from_json, recipe_to_json
from tracker.domain.bulletins.storage import document_from_json, document_to_json
from tracker.models import Bulletin, BulletinDefinition, BulletinSection
from tracker.queries.bulletins.collection import collected
from tracker.queries.bulletins.missing import gaps_of
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db


def definition(group: str, *sections: dict, focus: str | None = None) -> BulletinDefinition:
    made = BulletinDefinition.objects.create(
        code=f"of-{group}",
        title="{期别}排名通报",
        office="湘潭市发展和改革委员会",
        peer_group=PeerGroup.objects.get(code=group),
        focus_area=focus and Area.objects.get(code=focus),
    )
    for position, given in enumerate(sections):
        code = given.pop("indicator", None)
        indicator = Indicator.objects.get(code=code) if code else None
        BulletinSection.objects.create(definition=made, position=position, indicator=indicator, **given)
    return made


def paragraphs(made: BulletinDefinition, period: str) -> list[str]:
    document = compose(collected(made, Period.parse(period)).facts)
    return [text_of(block.parts) for part in document.sections for block in part.blocks if isinstance(block, Paragraph)]


def test_hunan_2015_with_xiangtan_in_focus(demo):
    """Places of case C1: 长沙1 湘潭2 邵阳2 株洲4."""
    made = definition("hunan-cities", {"kind": "ranking", "indicator": "GDP"}, focus="430300")
    assert paragraphs(made, "2015-Q4") == [
        "2015年全年，湘潭市地区生产总值1633.07亿元，比上年增长9.6%，增速并列全省14市州第2位，列三甲，处于第一方阵。",
        "全省14市州居前三位的是：长沙市（9.9%）、湘潭市（9.6%）、邵阳市（9.6%）。",
    ]


def test_shaoyangs_counties_first_and_last(demo):
    made = definition("shaoyang-counties", {"kind": "top_bottom", "indicator": "GDP"})
    first, last = paragraphs(made, "2025-Q3")
    assert first.startswith("邵阳市县市区居前三位的是：")
    assert last.startswith("居后三位的是：")


def test_revenue_comes_a_month_later(demo):
    made = definition("shaoyang-counties", {"kind": "top_bottom", "indicator": "INDUSTRY_REVENUE", "lag": 1})
    assert collected(made, Period.parse("2025-Q3")).facts.recipe.sections[0].period == "2025-08"
    assert paragraphs(made, "2025-Q3")


def test_the_card_of_a_county(demo):
    county = Area.objects.get(name="新邵县").code
    made = definition("shaoyang-counties", {"kind": "card"}, focus=county)
    table = compose(collected(made, Period.parse("2025-Q3")).facts).sections[0].blocks[0]
    assert len(table.rows) == 14  # thirteen that were published, and the ratio of incomes
    assert {text_of(row.cells[1]) for row in table.rows} == {"2025年前三季度"}


def test_no_figures_are_named_and_absent_members_are_gaps(demo):
    made = definition("hunan-cities", {"kind": "ranking", "indicator": "GDP"})
    gaps = gaps_of(collected(made, Period.parse("2022-Q4")).facts)
    assert len(gaps) == 1
    assert "湘潭市" in gaps[0].message
    assert "长沙市" not in gaps[0].message
    assert "湘潭市" in paragraphs(made, "2022-Q4")[-1]


def test_averages_and_movers():
    """C3 and the words of movement; +10.3 % over two years is 5.0 a year."""
    from tests.builders import make_area, make_group, make_indicator

    areas = [make_area(code, name=name) for code, name in (("A", "甲区"), ("B", "乙区"), ("C", "丙区"))]
    make_group("g", *areas)
    make_indicator("X", name="产值", growth_computable=False)
    rows = {"A": ("18.3", "-6.8"), "B": ("1", "2"), "C": ("0.04", "-0.04")}
    for area, (first, second) in rows.items():
        publish(figure("X", area, "2023-Q4", "1", first), figure("X", area, "2024-Q4", "1", second))
    drain_pending_calculations()
    made = definition(
        "g",
        {"kind": "averages", "indicator": "X", "years": 2},
        {"kind": "movers", "indicator": "X", "compared_with": "year_ago"},
        {"kind": "ranking", "indicator": "X"},
        focus="A",
    )
    assert paragraphs(made, "2024-Q4") == [
        "2023—2024年，甲区产值二年平均增长5.0%，居g第1位，列三甲，处于第一方阵。",
        "与上年同期相比，位次前移较多的是：乙区（1位）、丙区（1位）。",
        "与上年同期相比，位次后移较多的是：甲区（2位）。",
        "2024年全年，甲区产值1.00亿元，比上年下降6.8%，增速居g第3位，位次较上年同期后移2位，列三甲。".replace(
            "1.00亿元", "1.00"
        ),
        "g居前三位的是：乙区（2.0%）、丙区（0.0%）、甲区（-6.8%）。",
    ]


def test_kept_content_composes_to_the_same_document(demo):
    made = definition("hunan-cities", {"kind": "ranking", "indicator": "GDP"}, {"kind": "card"}, focus="430300")
    facts = collected(made, Period.parse("2015-Q4")).facts
    again = Facts(recipe_from_json(recipe_to_json(facts.recipe)), figures_from_json(figures_to_json(facts.figures)))
    document = compose(facts)
    assert compose(again) == document
    assert document_from_json(document_to_json(document)) == document
    assert all(facts.number(number.source) is not None for _, number in numbers_of(document))
    assert len(list(lines_of(document))) > 14 * 7


def test_queries_do_not_grow_with_sections(demo, django_assert_max_num_queries):
    one = {"kind": "ranking", "indicator": "GDP"}
    made = definition("hunan-cities", *[dict(one) for _ in range(20)])
    with django_assert_max_num_queries(9):
        compose(collected(made, Period.parse("2015-Q4")).facts)
    assert not Bulletin.objects.exists()

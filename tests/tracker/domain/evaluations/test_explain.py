"""Whoever types the symbols into a calculator gets the number on the card."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given

from tests.tracker.domain.evaluations.evaluation_cases import (
    FactsRow,
    Written,
    cards_of,
    scheme_of,
    written_item,
    written_scheme,
)
from tests.tracker.domain.evaluations.oracle import six
from tests.tracker.domain.evaluations.random_groups import groups, written_schemes
from tracker.domain.evaluations.explain import explain_card

NUMBER = re.compile(r"\d+(?:\.\d+)?")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-"})


def calculated(symbols: str) -> Fraction:
    """What a calculator with fractions shows for `600 ÷ 30 × 2`."""
    python = NUMBER.sub(lambda match: f"Fraction('{match[0]}')", symbols.translate(SIGNS))
    result: Fraction = eval(python, {"Fraction": Fraction})
    return result


def explained(written: Written, rows: list[Any], last_year: list[Any], place: int) -> dict[str, tuple[str, str]]:
    scheme = scheme_of(written)
    formulas = explain_card(scheme, cards_of(written, rows, last_year)[place])
    found = {formula.field: (formula.words, formula.symbols) for formula in formulas}
    assert len(found) == len(formulas)
    return found


def test_a_benchmark_in_words_and_symbols() -> None:
    item = written_item(item="tax_per_mu", name="亩均税收", numerator="tax", baseline={"fixed": "24.097"}, cap="1.5")
    rows = [{"tax": "600", "land_owned": "30", "bonus": "2"}]
    found = explained(written_scheme(item), rows, [], 0)
    words, symbols = found["items.tax_per_mu"]
    assert words == (
        "亩均税收 = 税收 ÷ 用地面积。基准值 24.097（方案规定）。"
        "得分 = 数值 ÷ 基准值 × 权重，最多为权重的 1.5 倍，保留六位小数。"
    )
    assert symbols == "600 ÷ 30 ÷ 24.097 × 100 → 82.997884"
    assert found["total"] == ("各项得分相加，不先取舍；加分 2。显示时取两位小数。", "82.997884 + 2 = 84.997884")
    assert found["rank"][1] == "1 / 1"
    assert found["grade"][1] == "A：位次 ≤ 0.2 × 1；B：位次 ≤ 0.6 × 1；C：位次 ≤ 0.95 × 1；D：位次 ≤ 1 × 1；位次 1 → D"


def test_a_computed_baseline_shows_its_sums() -> None:
    rows = [{"revenue": "10", "land_owned": "2"}, {"revenue": "4", "land_owned": "4"}, {"land_owned": "9"}]
    found = explained(written_scheme(written_item(baseline={"group_average": "1.2"})), rows, [], 0)
    words, symbols = found["items.item.baseline"]
    assert words == "基准值 = 1.2 × Σ 营业收入 ÷ Σ 用地面积，取本组参评企业中有数者的本年数，四舍五入到六位小数。"
    assert symbols == "1.2 × 14 ÷ 6 → 2.800000"


def test_class_t_and_small_groups_say_why() -> None:
    rows = [{"revenue": "1", "land_owned": "1", "exempt_reason": "供水"}, {"revenue": "1"}]
    written = written_scheme(written_item(), minimum_group_size=5)
    assert explained(written, rows, [], 0) == {"grade": ("不参评：供水：只列名，不计分、不排名、不定档。", "")}
    small = explained(written, rows, [], 1)
    assert small["grade"] == ("本组 1 家，不足 5 家，只计分排名，不定档。", "")
    assert small["items.item"][0] == "指标 = 营业收入 ÷ 用地面积。缺分母数据（用地面积），计 0 分。"


def test_a_grade_says_every_step() -> None:
    rows = [{"revenue": "9", "land_owned": "1", "promotion": "专精特新", "veto": veto} for veto in ("", "yes")]
    written = written_scheme(written_item(), promotions=[{"when": "专精特新", "grade": "A"}])
    words, symbols = explained(written, rows, [], 1)["grade"]
    assert words.endswith("专精特新：由 B 晋为 A；一票否决：定为 D，得分和位次不变。")
    assert symbols.endswith("；位次 1 → B → A → D")
    small = explained(written | {"minimum_group_size": 5}, rows, [], 1)["grade"]
    assert small == ("本组家数不足，不按位次定档；一票否决：定为 D，得分和位次不变。", "D")


def limited(score: Fraction, item: Written) -> Fraction:
    """Twice the mean, cap and floor, as the words beside the symbols say them."""
    if item["formula"] == "inverse":
        score = max(score, Fraction(0))
    if item["cap"] is not None:
        score = min(score, Fraction(item["cap"]) * Fraction(item["weight"]))
    return score if item["floor"] is None else max(score, Fraction(item["floor"]))


@given(written_schemes(), groups)
def test_symbols_give_the_numbers(written: Written, group: list[tuple[FactsRow, FactsRow | None]]) -> None:
    scheme = scheme_of(written)
    items = {item["item"]: item for item in written["items"]}
    cards = cards_of(written, [row for row, _ in group], [before for _, before in group])
    for card in cards:
        found = {formula.field: formula for formula in explain_card(scheme, card)}
        assert all(formula.words for formula in found.values())
        if card.total is not None:
            way, _, total = found["total"].symbols.partition(" = ")
            assert calculated(way) == Fraction(total) == Fraction(card.total)
        for score in card.items:
            if score.is_missing:
                assert Decimal(found[f"items.{score.item}"].symbols) == score.score
                continue
            way, _, shown = found[f"items.{score.item}"].symbols.partition(" → ")
            assert Fraction(shown) == Fraction(score.score) == six(limited(calculated(way), items[score.item]))
            if average := found.get(f"items.{score.item}.baseline"):
                way, _, shown = average.symbols.partition(" → ")
                assert score.baseline is not None
                assert Fraction(shown) == Fraction(score.baseline) == six(calculated(way))

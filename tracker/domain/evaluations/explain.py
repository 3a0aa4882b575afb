"""How each number of a score card was reached, with the numbers filled in: to be done again with a calculator."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from indicators.domain.formulas import Formula
from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.facts import QUANTITY_NAMES
from tracker.domain.evaluations.grading import grade_by_rank
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Baseline, BaselineKind, Item, ItemFormula, Scheme
from tracker.domain.evaluations.scorecard import Adjustment, ItemScore, ScoreCard
from tracker.domain.evaluations.values import Inputs
from tracker.domain.evaluations.yardsticks import Yardstick

_WAYS = {
    ItemFormula.BENCHMARK: "得分 = 数值 ÷ 基准值 × 权重",
    ItemFormula.INVERSE: "得分 =（2 − 数值 ÷ 基准值）× 权重 ÷ 2，达到基准值两倍及以上为 0",
    ItemFormula.MAXIMUM: "得分 = 数值 ÷ 本组最大值 × 权重",
    ItemFormula.MIN_MAX: "得分 = 权重 ×（20 + 80 ×（数值 − 最小值）÷（最大值 − 最小值））÷ 100",
}
_MIRRORED = "得分 = 权重 ×（20 + 80 ×（最大值 − 数值）÷（最大值 − 最小值））÷ 100"


def explain_card(scheme: Scheme, card: ScoreCard) -> list[Formula]:
    """Every item in the order of the scheme, then total, rank and grade; of class T only the grade."""
    return list(_formulas(scheme, card))


def _formulas(scheme: Scheme, card: ScoreCard) -> Iterator[Formula]:
    if card.unrated is not None:
        yield _unrated_formula(card.unrated)
        return
    for item, score in zip(scheme.items, card.items, strict=True):
        yield from _explain_item(item, score)
    yield _total(card)
    yield _rank_formula(f"{card.rank}", card.of)
    yield _grade(scheme, card)


def _explain_item(item: Item, score: ItemScore) -> Iterator[Formula]:
    """The baseline where it is computed, then the way from the facts to the score."""
    if score.is_missing:
        assert score.note is not None
        yield _missing_formula(item, score.note, f"{plain_six(score.score)}")
        return
    yield from _baseline_formulas(item, score.yardstick)
    yield _item_formula(item, score.yardstick, score.note, _value(score), f"{plain_six(score.score)}")


def _missing_formula(item: Item, note: Note, score: str) -> Formula:
    return Formula(f"items.{item.code}", f"{item.name} = {_measured(item)}。{note.words}。", score)


def _baseline_formulas(item: Item, yardstick: Yardstick) -> Iterator[Formula]:
    """One where the baseline is computed."""
    if item.baseline is not None and item.baseline.kind is not BaselineKind.FIXED:
        yield _average(f"items.{item.code}.baseline", item, item.baseline, yardstick)


def _item_formula(item: Item, yardstick: Yardstick, note: Note | None, value: str, score: str) -> Formula:
    """From the value, which `value_text` writes, to the score with its six decimals."""
    words = f"{item.name} = {_measured(item)}。"
    mirrored = item.formula is ItemFormula.MIN_MAX and item.direction is Direction.LOWER
    words += f"{_yardstick_words(item, yardstick)}{_MIRRORED if mirrored else _WAYS[item.formula]}{_limits(item)}，"
    words += "保留六位小数。" if note is None else f"保留六位小数；{note.words}。"
    return Formula(f"items.{item.code}", words, f"{_way(item, yardstick, value)} → {score}")


def _unrated_formula(note: Note) -> Formula:
    return Formula("grade", f"{note.words}：只列名，不计分、不排名、不定档。", "")


def _rank_formula(rank: str, of: int) -> Formula:
    words = f"按未取舍的总分在本组 {of} 家中从高到低排名，同分同位次，其后位次顺延。"
    return Formula("rank", words, f"{rank} / {of}")


def _measured(item: Item) -> str:
    ratio = QUANTITY_NAMES[item.numerator]
    if item.denominator is not None:
        ratio += f" ÷ {QUANTITY_NAMES[item.denominator]}"
    return f"1 − 本年（{ratio}）÷ 上年（{ratio}）" if item.change else ratio


def _limits(item: Item) -> str:
    words = ""
    if item.cap is not None:
        words += f"，最多为权重的 {plain(item.cap)} 倍"
    if item.floor is not None:
        words += f"，最少 {plain(item.floor)} 分"
    return words


def _yardstick_words(item: Item, yardstick: Yardstick) -> str:
    """What the value is measured against."""
    if item.baseline is None:
        assert yardstick.smallest is not None
        assert yardstick.largest is not None
        smallest = f"最小值 {_ratio_of(yardstick.smallest)} ≈ {plain_six(yardstick.smallest.six())}，"
        largest = f"最大值 {_ratio_of(yardstick.largest)} ≈ {plain_six(yardstick.largest.six())}"
        return f"本组{smallest if item.formula is ItemFormula.MIN_MAX else ''}{largest}。"
    origin = "方案规定" if item.baseline.kind is BaselineKind.FIXED else "本组平均"
    return f"基准值 {plain(yardstick.baseline)}（{origin}）。"


def _average(field: str, item: Item, baseline: Baseline, yardstick: Yardstick) -> Formula:
    """A computed baseline from its sums, over the firms that have a value."""
    pooled, before = yardstick.pooled, yardstick.pooled_last_year
    assert pooled is not None
    below = "企业数" if item.denominator is None else f"Σ {QUANTITY_NAMES[item.denominator]}"
    ratio = f"Σ {QUANTITY_NAMES[item.numerator]} ÷ {below}"
    sums = _ratio_of(pooled)
    if before is not None:
        ratio, sums = f"（1 − 本年 {ratio} ÷（上年 {ratio}））", f"(1 − {sums} ÷ ({_ratio_of(before)}))"
    year = "上年数" if baseline.kind is BaselineKind.PREVIOUS_AVERAGE else "本年数"
    words = f"基准值 = {plain(baseline.number)} × {ratio}，取本组参评企业中有数者的{year}，四舍五入到六位小数。"
    return Formula(field, words, f"{plain(baseline.number)} × {sums} → {plain_six(yardstick.baseline)}")


def _ratio_text(above: str, below: str) -> str:
    """Both sides, unrounded; a denominator of 1 is not worth a sign.

    >>> _ratio_text("-5", "3"), _ratio_text("5", "1")
    ('(-5) ÷ 3', '5')
    """
    above = f"({above})" if above.startswith("-") else above
    return above if below == "1" else f"{above} ÷ {below}"


def _change_text(now: str, before: str) -> str:
    """A change from the ratios of both years."""
    return f"(1 − {now} ÷ ({before}))"


def _ratio_of(quotient: Quotient) -> str:
    return _ratio_text(f"{plain(quotient.numerator)}", f"{plain(quotient.denominator)}")


def _value(score: ItemScore) -> str:
    """The value from its facts, in one expression that can stand between other signs."""
    now = _facts(Inputs(score.numerator, score.denominator))
    return now if score.last_year is None else _change_text(now, _facts(score.last_year))


def _facts(inputs: Inputs) -> str:
    return _ratio_text(f"{plain(inputs.numerator)}", f"{plain(inputs.denominator)}")


def _way(item: Item, yardstick: Yardstick, value: str) -> str:
    weight = plain(item.weight)
    if item.formula is ItemFormula.MIN_MAX:
        assert yardstick.smallest is not None
        assert yardstick.largest is not None
        if not yardstick.smallest < yardstick.largest:
            return f"{weight}"
        smallest, largest = f"({_ratio_of(yardstick.smallest)})", f"({_ratio_of(yardstick.largest)})"
        gone = f"{largest} − ({value})" if item.direction is Direction.LOWER else f"({value}) − {smallest}"
        return f"{weight} × (20 + 80 × ({gone}) ÷ ({largest} − {smallest})) ÷ 100"
    if item.formula is ItemFormula.MAXIMUM:
        assert yardstick.largest is not None
        return f"{value} ÷ ({_ratio_of(yardstick.largest)}) × {weight}"
    baseline = plain(yardstick.baseline)
    if item.formula is ItemFormula.BENCHMARK:
        return f"{value} ÷ {baseline} × {weight}"
    return f"(2 − {value} ÷ {baseline}) × {weight} ÷ 2"


def _total(card: ScoreCard) -> Formula:
    points = [(each.words, each.points) for each in card.adjustments if each.points is not None]
    terms = " + ".join(f"{plain_six(score.score)}" for score in card.items)
    changes = "".join(_signed(number) for _, number in points)
    said = "；".join(["各项得分相加，不先取舍", *(words for words, _ in points)])
    return Formula("total", f"{said}。显示时取两位小数。", f"{terms}{changes} = {plain(card.total)}")


def _signed(number: Decimal) -> str:
    """A number of points to go on with after the item scores."""
    return f" − {plain(number.copy_abs())}" if number < 0 else f" + {plain(number)}"


def _grade(scheme: Scheme, card: ScoreCard) -> Formula:
    if card.ungraded is not None:
        return Formula("grade", f"{card.ungraded.words}。", "")
    changes = [each for each in card.adjustments if each.grade is not None]
    if card.of < scheme.minimum_group_size:
        return _small_group_formula(changes)
    assert card.rank is not None
    by_rank = grade_by_rank(scheme.grades, card.rank, card.of)
    return _grade_formula(scheme, f"{card.rank}", card.of, by_rank, changes)


def _small_group_formula(changes: Sequence[Adjustment]) -> Formula:
    """A group too small for grades by rank, where a firm has one all the same."""
    words = "；".join(each.words for each in changes)
    reached = " → ".join(f"{each.grade}" for each in changes)
    return Formula("grade", f"本组家数不足，不按位次定档；{words}。", reached)


def _grade_formula(scheme: Scheme, rank: str, of: int, by_rank: str, changes: Sequence[Adjustment]) -> Formula:
    """From the rank to the grade by rank, and what changed it."""
    cuts = "；".join(f"{grade.code}：位次 ≤ {plain(grade.up_to)} × {of}" for grade in scheme.grades)
    words = "；".join(["按位次占本组家数的比例定档，取符合的最高一档", *(each.words for each in changes)])
    way = " → ".join([by_rank, *(f"{each.grade}" for each in changes)])
    return Formula("grade", f"{words}。", f"{cuts}；位次 {rank} → {way}")

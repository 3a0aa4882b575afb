"""序时进度 and 倒算: how far a yearly target has come inside its year, and what the months left have to bring.

Figures are cumulative (累计): `months` is how many months of the year the latest one covers, so a quarter is 3 and
industry's first figure is 2. Shares and growth are percent.
"""

from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.formulas import Formula
from indicators.domain.kinds import Direction
from indicators.domain.reasons import BASE_NOT_POSITIVE
from tracker.domain.targets.reasons import LIMIT, NO_FIGURE

METHOD = "within_year/1"
NO_BASE_LEVEL = "no_base_level"
YEAR_OVER = "year_over"
WITHIN_YEAR_WORDS = {
    NO_BASE_LEVEL: "没有上年（上年同期）的数，不能倒算",
    NO_FIGURE: "当年还没有公布数",
    YEAR_OVER: "全年数已有，没有以后各月",
    LIMIT: "是须守住的界限，没有要完成的数",
    BASE_NOT_POSITIVE: "上年其余月份的数不为正，不能倒算增速",
}
ESTIMATED = "测算"

MONTHS = 12
ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountInYear:
    """Share of time against share done, and the amount still needed in the months left and in each of them.

    `reason` says why there is no share or nothing can be needed.
    """

    time_share: Decimal
    share_done: Decimal | None = None
    needed: Decimal | None = None
    needed_per_month: Decimal | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthInYear:
    """The growth, over the same months of last year, still needed in the months left; `reason` when it is unknown.

    `exact` only where growth may be computed from levels: elsewhere it is at constant prices and the levels are not.
    """

    time_share: Decimal
    needed: Decimal | None = None
    exact: bool = False
    reason: str | None = None

    @property
    def label(self) -> str:
        """What has to stand beside the number."""
        return ESTIMATED if self.needed is not None and not self.exact else ""


@exact
def amount_in_year(goal: Decimal, done: Decimal | None, months: int, direction: Direction) -> AmountInYear:
    """A yearly amount `goal` of which `done` has come in `months` months; 0 is needed once it is reached.

    A goal that is no way to go (0, or on the worse side of it) is a limit.

    >>> found = amount_in_year(Decimal(120), Decimal(50), 5, Direction.HIGHER)
    >>> found.needed, found.needed_per_month
    (Decimal('70'), Decimal('10'))
    """
    time_share = _time_share(months)
    if done is None:
        return AmountInYear(time_share=time_share, reason=NO_FIGURE)
    sign = 1 if direction == Direction.HIGHER else -1
    if sign * goal <= 0:
        return AmountInYear(time_share=time_share, reason=LIMIT)
    share_done, rest, left = done / goal * HUNDRED, goal - done, MONTHS - months
    if sign * rest <= 0:
        return AmountInYear(time_share=time_share, share_done=share_done, needed=ZERO, needed_per_month=ZERO)
    if not left:
        return AmountInYear(time_share=time_share, share_done=share_done, reason=YEAR_OVER)
    return AmountInYear(time_share=time_share, share_done=share_done, needed=rest, needed_per_month=rest / left)


@exact
def change_in_year(
    goal: Decimal, start: Decimal | None, latest: Decimal | None, months: int, direction: Direction
) -> AmountInYear:
    """A level (`stock`, `counter`, `rate`) to be at `goal` by the year's end, from `start` at the end of last year.

    >>> change_in_year(Decimal(450), Decimal(430), Decimal(435), 6, Direction.HIGHER).share_done
    Decimal('25.00')
    """
    if start is None:
        return AmountInYear(time_share=_time_share(months), reason=NO_BASE_LEVEL)
    return amount_in_year(goal - start, None if latest is None else latest - start, months, direction)


@exact
def growth_in_year(
    goal: Decimal,
    so_far: Decimal | None,
    last_year: Decimal | None,
    last_year_to_date: Decimal | None,
    months: int,
    *,
    growth_computable: bool,
) -> GrowthInYear:
    """Growth needed in the months left of a cumulative indicator: ((1 + g)·F − (1 + r)·P) ÷ (F − P) − 1.

    g is the `goal`, r the growth `so_far`, F the level of `last_year`, P that of the same months of it. What F − P
    brought last year is the base of the months left; it has to be positive. May be negative: there is room to fall.

    >>> growth_in_year(Decimal(6), Decimal(5), Decimal(100), Decimal(50), 6, growth_computable=True).needed
    Decimal('7')
    """
    time_share, reason = _time_share(months), None
    if months == MONTHS:
        reason = YEAR_OVER
    elif so_far is None:
        reason = NO_FIGURE
    elif last_year is None or last_year_to_date is None:
        reason = NO_BASE_LEVEL
    elif last_year <= last_year_to_date:
        reason = BASE_NOT_POSITIVE
    else:
        rest = (HUNDRED + goal) * last_year - (HUNDRED + so_far) * last_year_to_date
        needed = rest / (last_year - last_year_to_date) - HUNDRED
        return GrowthInYear(time_share=time_share, needed=needed, exact=growth_computable)
    return GrowthInYear(time_share=time_share, reason=reason)


_TIME = "序时进度为已过月数 m ÷ 12，与完成进度对照"
AMOUNT_FORMULA = Formula(
    "needed", f"{_TIME}：累计完成 A ÷ 全年目标 T；还需 = T − A，平摊到余下各月，已达到为 0。", "(T − A) ÷ (12 − m)"
)
CHANGE_FORMULA = Formula(
    "needed",
    f"{_TIME}：比上年末 B 的变化 ÷ 全年要求的变化，即 (A − B) ÷ (T − B)；还需 = T − A，平摊到余下各月，已达到为 0。",
    "(T − A) ÷ (12 − m)",
)


def growth_formula(*, growth_computable: bool) -> Formula:
    """How the growth still needed is reached, with its label where it is no exact number."""
    words = "倒算：余下各月同比还需增长多少，全年增速才达到目标。g 全年目标，r 累计增速，F 上年全年，P 上年同期累计。"
    if not growth_computable:
        words += f"该指标的增速不得由水平值推算（如不变价增速），结果是按现价权重的{ESTIMATED}。"
    return Formula("needed", words, "((1 + g)·F − (1 + r)·P) ÷ (F − P) − 1")


def _time_share(months: int) -> Decimal:
    if not 1 <= months <= MONTHS:
        raise ValueError(f"累计月数应为 1 至 12，而不是 {months}。")
    return months * HUNDRED / MONTHS

"""Idle land (闲置), rule C25 (domain.md §5, 闲置土地处置办法): on a date, with the reason in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indicators.domain.exact import exact
from indicators.domain.numbers import plain

LEAST_PARTS = 3  # of what is due, a third has to be developed
LEAST_INVESTED = Decimal(25)  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelState:
    """What is known of a parcel: areas in 亩, the share invested in percent; None is not known."""

    agreed_start: date | None = None
    started_on: date | None = None
    due_mu: Decimal | None = None
    developed_mu: Decimal | None = None
    invested_share: Decimal | None = None
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class Idleness:
    """`reason` is `not_started` or `stopped` where the land is idle, else None; `words` say why it is or is not."""

    reason: str | None
    words: str

    @property
    def is_idle(self) -> bool:
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class IdleCheck:
    """One condition of the rule, in the order it is asked; `holds` is None where what it needs is not known."""

    condition: str
    inputs: str
    holds: bool | None


def idleness(parcel: ParcelState, on: date) -> Idleness:
    """Whether the land is idle on a day: a full year counts (满一年), the shares are strict (不足)."""
    if _is_started(parcel, on):
        return _after_start(parcel, on)
    if parcel.agreed_start is None:
        return Idleness(None, "未动工，但没有约定动工日期")
    if on >= _year_after(parcel.agreed_start):
        return Idleness("not_started", f"约定 {parcel.agreed_start} 动工，至 {on} 满一年仍未动工")
    return Idleness(None, f"约定 {parcel.agreed_start} 动工，至 {on} 未满一年")


def idle_checks(parcel: ParcelState, on: date) -> list[IdleCheck]:
    """The way to the answer: every condition that decides it on a day, with what it reads."""
    began = parcel.started_on or parcel.stopped_on
    started = _is_started(parcel, on)
    checks = [IdleCheck("已动工", f"动工日期 {_shown(began)}", started)]
    if not started:
        agreed = parcel.agreed_start
        inputs = f"约定动工日期 {_shown(agreed)}" + (f"，满一年之日 {_year_after(agreed)}" if agreed else "")
        return [
            *checks,
            IdleCheck("约定动工之日起满一年", inputs, None if agreed is None else on >= _year_after(agreed)),
        ]
    stopped = parcel.stopped_on
    checks.append(IdleCheck("已停工", f"停工日期 {_shown(stopped)}", stopped is not None and stopped <= on))
    if stopped is None or stopped > on:
        return checks
    due, developed, invested = parcel.due_mu, parcel.developed_mu, parcel.invested_share
    return [
        *checks,
        IdleCheck("停工满一年", f"满一年之日 {_year_after(stopped)}", on >= _year_after(stopped)),
        IdleCheck(
            "动工面积不足应动工面积的三分之一",
            f"应动工 {plain(due) or '未填'} 亩，已动工 {plain(developed) or '未填'} 亩",
            _is_little_developed(parcel) if due and developed is not None else None,
        ),
        IdleCheck(
            "已投资不足 25%",
            f"已投资 {'未填' if invested is None else f'{plain(invested)}%'}",
            None if invested is None else invested < LEAST_INVESTED,
        ),
    ]


def _shown(day: date | None) -> str:
    return "未填" if day is None else str(day)


def _is_started(parcel: ParcelState, on: date) -> bool:
    """What has stopped had started, whether or not somebody wrote down when."""
    began = parcel.started_on or parcel.stopped_on
    return began is not None and began <= on


def _after_start(parcel: ParcelState, on: date) -> Idleness:
    if parcel.stopped_on is None or parcel.stopped_on > on:
        return Idleness(None, "已动工，未停工")
    if on < _year_after(parcel.stopped_on):
        return Idleness(None, f"{parcel.stopped_on} 起停工，至 {on} 未满一年")
    if shortfalls := _shortfalls(parcel):
        return Idleness("stopped", f"{'，'.join(shortfalls)}，且 {parcel.stopped_on} 起停工，至 {on} 满一年")
    return Idleness(None, f"停工满一年，但{_enough(parcel)}")


@exact
def _shortfalls(parcel: ParcelState) -> list[str]:
    found = []
    due, developed, invested = parcel.due_mu, parcel.developed_mu, parcel.invested_share
    if _is_little_developed(parcel):
        found.append(f"应动工 {plain(due)} 亩，已动工 {plain(developed)} 亩，不足三分之一")
    if invested is not None and invested < LEAST_INVESTED:
        found.append(f"已投资 {plain(invested)}%，不足 25%")
    return found


@exact
def _is_little_developed(parcel: ParcelState) -> bool:
    due, developed = parcel.due_mu, parcel.developed_mu
    return due is not None and developed is not None and developed * LEAST_PARTS < due


def _enough(parcel: ParcelState) -> str:
    if parcel.invested_share is None and not (parcel.due_mu and parcel.developed_mu is not None):
        return "没有动工面积和投资比例"
    return "动工面积和投资比例并无不足"


def _year_after(day: date) -> date:
    """The same day a year later; for 29 February the last of February (民法典 第二百零二条)."""
    leap_day = day.month == 2 and day.day == 29
    return date(day.year + 1, 2, 28) if leap_day else day.replace(year=day.year + 1)

"""How a project's numbers read on a screen: money in 万元 as entered, shares to one decimal, absent is a dash."""

from dataclasses import dataclass
from decimal import Decimal

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain, plain_rounded
from projects.domain.lights import NAMES, Light
from projects.domain.milestones import Delay

SIGNS = {Light.GREEN: "●", Light.YELLOW: "▲", Light.RED: "■"}  # told apart without colour
NO_LIGHT = "不亮灯"


@dataclass(frozen=True, slots=True)
class LightText:
    name: str
    sign: str
    words: str


def light_text(light: Light | None) -> LightText:
    if light is None:
        return LightText("none", "○", NO_LIGHT)
    return LightText(str(light), SIGNS[light], NAMES[light])


def money_text(amount: Decimal | None) -> str:
    return plain(amount) or NO_DATA


def share_text(share: Decimal | None) -> str:
    """
    >>> share_text(Decimal("97.15")), share_text(None)
    ('97.2%', '—')
    """
    return NO_DATA if share is None else f"{plain_rounded(share, 1)}%"


def points_text(points: Decimal | None) -> str:
    """
    >>> points_text(Decimal("13.83")), points_text(Decimal("-5.01"))
    ('超前 13.8 个百分点', '滞后 5.0 个百分点')
    """
    if points is None:
        return NO_DATA
    word = "滞后" if points < 0 else "超前"
    return f"{word} {plain_rounded(abs(points), 1)} 个百分点"


def delay_text(delay: Delay) -> str:
    """
    >>> delay_text(Delay(3)), delay_text(Delay(0)), delay_text(Delay(-2)), delay_text(Delay(None, "未到期"))
    ('迟 3 天', '按期', '提前 2 天', '未到期')
    """
    if delay.days is None:
        return delay.reason
    if delay.days == 0:
        return "按期"
    return f"迟 {delay.days} 天" if delay.days > 0 else f"提前 {-delay.days} 天"

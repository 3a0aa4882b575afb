"""Small worlds for tests, built through the services that staff and programs use."""

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.domain.figures import Figure
from indicators.domain.moments import parse_moment
from indicators.domain.periods import Period
from indicators.models import Area, Indicator, PeerGroup, PeerGroupMember, User
from indicators.services.access import issue_token, token_digest
from indicators.services.areas import save_area, save_member, save_peer_group
from indicators.services.audit import Actor
from indicators.services.catalogue import save_indicator
from indicators.services.observations import Published, publish_figures
from indicators.services.sign_ins import record_token_use

TESTER = Actor(name="tester")


def used_token(user: User) -> str:
    """A token whose first use of today is in the audit trail already, so that nobody counts its queries."""
    token = issue_token(user=user, actor=TESTER)
    record_token_use(token=user.tokens.get(digest=token_digest(token)), address=None)
    return token


def make_area(code: str, *, kind: str = "park", **fields: Any) -> Area:
    area = Area(code=code, name=fields.pop("name", code), kind=kind, **fields)
    save_area(area=area, actor=TESTER)
    return area


def make_group(code: str, *areas: Area | tuple[Area, date | None, date | None]) -> PeerGroup:
    """A peer group; a member is an area, or (area, valid_from, valid_until)."""
    group = PeerGroup(code=code, name=code)
    save_peer_group(group=group, actor=TESTER)
    for each in areas:
        area, valid_from, valid_until = each if isinstance(each, tuple) else (each, None, None)
        member = PeerGroupMember(group=group, area=area, valid_from=valid_from, valid_until=valid_until)
        save_member(member=member, actor=TESTER)
    return group


def make_indicator(code: str, *, kind: str = "flow_ytd", **fields: Any) -> Indicator:
    defaults = {"frequency": "quarter", "direction": "higher", "growth_computable": True}
    indicator = Indicator(code=code, name=fields.pop("name", code), kind=kind, **{**defaults, **fields})
    save_indicator(indicator=indicator, actor=TESTER)
    return indicator


def figure(
    indicator: str,
    area: str,
    period: str,
    value: str | None = None,
    growth: str | None = None,
    *,
    published: str = "2026-01-15",
    vintage: str = "preliminary",
    note: str = "",
    line: int = 0,
) -> Figure:
    return Figure(
        indicator=indicator,
        area=area,
        period=Period.parse(period),
        value=None if value is None else Decimal(value),
        growth=None if growth is None else Decimal(growth),
        vintage=vintage,
        published_at=parse_moment(published),
        published_as=published,
        note=note,
        line=line,
    )


def publish(*figures: Figure) -> Published:
    return publish_figures(figures=figures, actor=TESTER, reason="test")

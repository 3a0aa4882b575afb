"""The page of a parcel: facts, idle or not and why, what is left, the disposals, the way, the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from indicators.models import User
from projects.admin.parcel_drawings import Outline, outline
from projects.admin.parcel_related import parcel_sections
from projects.admin.parcel_words import (
    DISPOSED_NAMES,
    STATE_NAMES,
    day_text,
    in_every_unit,
    line_text,
    mu_text,
)
from projects.admin.related import Section
from projects.domain.counted import main_mode
from projects.domain.idle import IdleCheck, Idleness, idle_checks, idleness
from projects.domain.parcel_way import NAMES, WayLine, disposed_share, next_step
from projects.models import Parcel
from projects.queries.parcel_facts import disposals_with_entries, state_of, steps_of, way_of

HOLDS = {True: "是", False: "否", None: "缺少数据"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPage:
    parcel: Parcel
    on: date
    facts: Sequence[tuple[str, str]]
    idle: Idleness
    checks: Sequence[tuple[IdleCheck, str]]
    disposed: str
    left: str
    disposals: Sequence[tuple[Any, str, str]]
    way: Sequence[dict[str, Any]]
    following: str
    drawing: Outline | None
    sections: Sequence[Section]
    may_change: bool
    may_dispose: bool
    can_dispose: bool
    can_relapse: bool


def parcel_page(user: User, parcel: Any, on: date | None) -> ParcelPage:
    """Everything the page shows; a fixed number of queries. Idleness is judged on a day, the rest is as of today."""
    today = timezone.localdate()
    day, state = on or today, state_of(parcel)
    way = way_of(parcel, today)
    share = disposed_share(parcel.area_mu, parcel.disposed_mu)
    return ParcelPage(
        parcel=parcel,
        on=day,
        facts=_facts(parcel),
        idle=idleness(state, day),
        checks=[(check, HOLDS[check.holds]) for check in idle_checks(state, day)],
        disposed=f"{DISPOSED_NAMES[share]}，{in_every_unit(parcel.disposed_mu)}",
        left=in_every_unit(parcel.left_mu),
        disposals=[(each, mu_text(each.area_mu), main_mode(each.mode)) for each in disposals_with_entries(parcel)],
        way=_way_rows(parcel, way),
        following=line_text(next_step(way)),
        drawing=outline(parcel.geometry) if parcel.geometry else None,
        sections=parcel_sections.of(parcel, user),
        may_change=user.has_perm("projects.change_parcel"),
        may_dispose=user.has_perm("projects.dispose_parcel"),
        can_dispose=parcel.left_mu > 0,
        can_relapse=parcel.disposed_mu > 0,
    )


def _facts(parcel: Parcel) -> list[tuple[str, str]]:
    share = parcel.invested_share
    return [
        ("代码", parcel.code),
        ("园区", parcel.park.name),
        ("台账", parcel.get_ledger_display()),
        ("面积", in_every_unit(parcel.area_mu)),
        ("使用权人", parcel.holder or "—"),
        ("约定动工", day_text(parcel.agreed_start)),
        ("动工", day_text(parcel.started_on)),
        ("停工", day_text(parcel.stopped_on)),
        ("应动工 / 已动工", f"{mu_text(parcel.due_mu)} / {mu_text(parcel.developed_mu)} 亩"),
        ("已投资比例", "—" if share is None else f"{mu_text(share)}%"),
    ]


def _way_rows(parcel: Parcel, way: Sequence[WayLine]) -> list[dict[str, Any]]:
    stored = steps_of(parcel)
    return [
        {
            "name": NAMES[line.step],
            "state": STATE_NAMES[line.state],
            "owner": line.owner or "—",
            "due_on": day_text(line.due_on),
            "done_on": day_text(line.done_on),
            "late": f"{'逾期' if line.is_late else '晚了'} {line.days_late} 天" if line.days_late else "",
            "is_late": line.is_late,
            "document": stored[line.step].document if line.step in stored else "",
            "note": stored[line.step].note if line.step in stored else "",
            "url": reverse("admin:projects_parcel_step", args=[parcel.pk, line.step]),
        }
        for line in way
    ]

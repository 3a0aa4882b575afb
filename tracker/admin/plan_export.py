"""The rows of a plan's page as a CSV file: one target a row."""

from collections.abc import Callable, Iterator

from indicators.admin.csv_export import Column
from tracker.admin.plan_filters import PlanFilterForm
from tracker.admin.plan_page import shown_standings
from tracker.admin.target_words import (
    WILL_MEET,
    amount_text,
    form_text,
    needed_text,
    note_of,
    share_text,
    why_no_share,
    wording_in,
)
from tracker.domain.targets.wording import Wording
from tracker.models import Plan
from tracker.queries.targets.page import Standing

Exported = tuple[Standing, Wording]


def export_rows(plan: Plan, filters: PlanFilterForm) -> Iterator[Exported]:
    """Those of a valid form, in the order of the page."""
    wanted = filters.cleaned_data["verdict"]
    own, others = shown_standings(plan, filters.cleaned_data)
    for each in (*own, *others):
        if wanted in ("", each.verdict):
            yield each, wording_in(plan, each.target, each.facts)


def _amount(name: str) -> Callable[[Exported], str]:
    def read(row: Exported) -> str:
        standing = row[0]
        return amount_text(getattr(standing.progress, name), standing.judged, standing.target.indicator)

    return read


def _outlook(name: str) -> Callable[[Exported], str]:
    def read(row: Exported) -> str:
        standing = row[0]
        return amount_text(getattr(standing.outlook, name), standing.facts, standing.target.indicator)

    return read


COLUMNS: tuple[Column, ...] = (
    ("类别", lambda row: row[0].target.category),
    ("指标代码", lambda row: row[0].target.indicator.code),
    ("指标", lambda row: row[0].target.indicator.name),
    ("计量单位", lambda row: row[0].target.indicator.measure_unit),
    ("地区代码", lambda row: row[0].target.area.code),
    ("地区", lambda row: row[0].target.area.name),
    ("基期", lambda row: row[1].base),
    ("目标年", lambda row: row[1].target),
    ("年均/[累计]", lambda row: row[1].pace),
    ("形式", lambda row: form_text(row[0].target)),
    ("属性", lambda row: row[0].target.get_attribute_display()),
    ("责任部门", lambda row: str(row[0].department or "")),
    ("评估年度", lambda row: row[0].year),
    ("实际", _amount("actual")),
    ("应达到", _amount("expected")),
    ("完成进度", lambda row: share_text(row[0].progress.share_done)),
    ("序时进度", lambda row: share_text(row[0].progress.share_expected)),
    ("系统判断", lambda row: row[0].computed.label),
    ("改判", lambda row: row[0].override.get_verdict_display() if row[0].override else ""),
    ("改判理由", lambda row: row[0].override.reason if row[0].override else ""),
    ("说明", lambda row: note_of(row[0]) or why_no_share(row[0])),
    (
        "以后每年还需",
        lambda row: needed_text(row[0].progress.needed, row[0].judged, row[0].target.indicator),
    ),
    ("目标年预计", _outlook("value")),
    ("预计下限", _outlook("low")),
    ("预计上限", _outlook("high")),
    ("预计能否实现", lambda row: WILL_MEET.get(row[0].outlook.will_meet or "", "")),
)

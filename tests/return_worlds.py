"""A small world with one return of a department, accounts that work with it, and short ways through its states."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicators.choices import Role
from indicators.domain.figures import Figure
from indicators.models import Area, Department, Indicator, Return, ReturnCell, User
from indicators.services.audit import Actor
from indicators.services.returns.drafting import CellChange, Saved, save_cells
from indicators.services.returns.publishing import publish_return, withdraw_return
from indicators.services.returns.reviewing import approve_return, send_back_return
from indicators.services.returns.submitting import submit_return
from tests.builders import TESTER, make_area, make_indicator, publish
from tests.return_builders import make_account, make_department, make_form, make_unit, open_now

PERIOD = "2026-Q1"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Areas `own` and `foreign` lie side by side; the return is about `own` and filled by the department `tax`."""

    own: Area
    foreign: Area
    tax: Department
    other: Department
    indicators: list[Indicator]
    of: Return
    clerk: User
    reviewer: User
    publisher: User


def make_world(
    *, indicators: tuple[str, ...] = ("TAX",), areas: int = 1, published: tuple[Figure, ...] = (), **form: object
) -> World:
    """`areas` of the return are the own one and areas below it; `published` was so before it opened."""
    own, foreign = make_area("A"), make_area("B")
    below = [make_area(f"A{number}", parent=own) for number in range(1, areas)]
    tax, other = make_department("税务局"), make_department("统计局")
    made = [make_indicator(code) for code in indicators]
    unit = make_unit(make_form("f", *made, **form), own, *below, code="u", department=tax)  # type: ignore[arg-type]
    clerk = make_account(Role.ENTRY, own, department=tax)
    publish(*published)
    return World(
        own=own,
        foreign=foreign,
        tax=tax,
        other=other,
        indicators=made,
        clerk=clerk,
        reviewer=make_account(Role.REVIEWER, own),
        publisher=make_account(Role.PUBLISHER, own),
        of=open_now(unit, PERIOD),
    )


def change(content: str | None = None, key: str = "TAX/A/value", **fields: object) -> CellChange:
    indicator, area, measure = key.split("/")
    return CellChange(
        indicator=indicator,
        area=area,
        measure=measure,
        content=content,
        **fields,  # type: ignore[arg-type]
    )


def save(of: Return, *changes: CellChange, by: User | None = None) -> Saved:
    return save_cells(pk=of.pk, changes=changes, actor=Actor.of(by) if by else TESTER)


def fill(of: Return, contents: Mapping[str, str]) -> None:
    """What the cells say, by `indicator/area/measure`."""
    save(of, *(change(content, key) for key, content in contents.items()))


def cell(of: Return, key: str = "TAX/A/value") -> ReturnCell:
    """The cell as it is stored."""
    indicator, area, measure = key.split("/")
    return of.cells.select_related("indicator", "area", "changed_by").get(
        indicator__code=indicator, area__code=area, measure=measure
    )


def contents(of: Return) -> dict[str, str]:
    return {each.key: str(each.content) for each in of.cells.select_related("indicator", "area")}


def bring_to(of: Return, state: str) -> Return:
    """A filled draft, brought into `state` by an operator."""
    ways = {
        "draft": [],
        "submitted": [submit],
        "sent_back": [submit, send_back],
        "approved": [submit, approve],
        "published": [submit, approve, publish_it],
        "withdrawn": [submit, approve, publish_it, withdraw],
    }
    for step in ways[state]:
        step(of)
    of.refresh_from_db()
    assert of.state == state
    return of


def submit(of: Return) -> None:
    submit_return(pk=of.pk, actor=TESTER)


def send_back(of: Return) -> None:
    send_back_return(pk=of.pk, reason="请核对", actor=TESTER)


def approve(of: Return) -> None:
    approve_return(pk=of.pk, actor=TESTER)


def publish_it(of: Return) -> None:
    publish_return(pk=of.pk, actor=TESTER)


def withdraw(of: Return) -> None:
    withdraw_return(pk=of.pk, reason="测试", actor=TESTER)

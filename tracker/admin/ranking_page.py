"""One ranking as a page to read: places with their changes, bands, neighbours, and how it was made."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from indicators.admin.figures import ESTIMATED, NO_DATA, growth_unit_text, period_text, with_unit
from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain_rounded
from indicators.domain.periods import Period
from indicators.domain.ranking import FIRST_THIRD, TOP_THREE, bands, change_of_place
from tracker.choices import Basis, FigureSource
from tracker.models import Ranking, RankingPlace
from tracker.queries.ranking_tables import places_of, rankings_of_other_groups, rankings_of_periods

BAND_NAMES = {TOP_THREE: "三甲", FIRST_THIRD: "第一方阵"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """One member in words; without data it has no place."""

    area_code: str
    area: str
    place: int | None
    tied: bool
    value: str
    change: str
    moved: int
    year_ago: str
    bands: list[str]
    figure_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPage:
    title: str
    figure_title: str
    lines: list[PlaceLine]
    method: str
    neighbours: list[tuple[str, str]] = field(default_factory=list)
    other_groups: list[tuple[str, str]] = field(default_factory=list)


def change_text(place: int | None, previous: int | None) -> str:
    """The change against the previous period, as it is said.

    >>> change_text(2, 5), change_text(5, 2), change_text(3, 3), change_text(1, None)
    ('前移 3 位', '后移 3 位', '持平', '—')
    """
    moved = change_of_place(place, previous)
    if moved is None:
        return NO_DATA
    if moved == 0:
        return "持平"
    return f"前移 {moved} 位" if moved > 0 else f"后移 {-moved} 位"


def ranking_page(ranking: Ranking) -> RankingPage:
    """Everything the page shows; a fixed number of queries."""
    places = list(places_of(ranking))
    return RankingPage(
        title=title_of(ranking),
        figure_title=_figure_title(ranking),
        lines=place_lines(ranking, places),
        method=_method(ranking, absent=len(places) - ranking.of),
        neighbours=_neighbours(ranking),
        other_groups=_other_groups(ranking),
    )


def title_of(ranking: Ranking) -> str:
    indicator = ranking.indicator
    basis = "增速" if ranking.basis == Basis.GROWTH else ""
    return f"{period_text(ranking.period, indicator.kind)}{indicator.name}{basis}排名（{ranking.peer_group}）"


def place_lines(ranking: Ranking, places: list[RankingPlace]) -> list[PlaceLine]:
    """The members by place, those without data last."""
    unit = growth_unit_text(ranking.indicator) if ranking.basis == Basis.GROWTH else ranking.indicator.measure_unit
    shared = [place.place for place in places]
    return [
        PlaceLine(
            area_code=place.area.code,
            area=place.area.name,
            place=place.place,
            tied=place.place is not None and shared.count(place.place) > 1,
            value="—（无数据）" if place.value is None else with_unit(plain_rounded(place.value, ranking.digits), unit),
            change=change_text(place.place, place.previous_place),
            moved=change_of_place(place.place, place.previous_place) or 0,
            year_ago=f"第 {place.year_ago_place} 位" if place.year_ago_place else NO_DATA,
            bands=[BAND_NAMES[band] for band in bands(place.place, ranking.of)],
            figure_url=_figure_url(place),
        )
        for place in places
    ]


def _figure_url(place: RankingPlace) -> str | None:
    if place.observation_id is None:
        return None
    return reverse("admin:indicators_observation_change", args=[place.observation_id])


def _figure_title(ranking: Ranking) -> str:
    computed = ranking.source == FigureSource.COMPUTED
    if ranking.basis == Basis.GROWTH:
        return f"增速，{ESTIMATED}" if computed else "公布增速"
    return f"数值，{ESTIMATED}" if computed else "数值"


def _method(ranking: Ranking, *, absent: int) -> str:
    order = "由大到小" if ranking.direction == Direction.HIGHER else "由小到大（越小越好）"
    missing = f"另有 {absent} 个无数据，不排位、不计入个数。" if absent else ""
    return (
        f"共 {ranking.of} 个地区参排。{missing}"
        f"按{_figure_title(ranking)}四舍五入到 {ranking.digits} 位小数后{order}排列；"
        "数值相同的位次相同，其后位次顺延（如 1、2、2、4）。"
        f"成员以期末（{ranking.period_end}）为准。方法版本 {ranking.method}。"
    )


def _neighbours(ranking: Ranking) -> list[tuple[str, str]]:
    """The ranking of the period before and after, of a year ago, and on the other basis, where there is one."""
    period = Period.parse(ranking.period)
    year_ago = [] if period.previous() == period.year_before() else [str(period.year_before())]
    wanted = [
        ("上一期", str(period.previous()), ranking.basis),
        ("下一期", str(period.next()), ranking.basis),
        *(("上年同期", text, ranking.basis) for text in year_ago),
        *((f"按{label}排", ranking.period, basis) for basis, label in Basis.choices if basis != ranking.basis),
    ]
    siblings = rankings_of_periods(ranking, (text for _, text, _ in wanted))
    found = {(each.period, each.basis): each.pk for each in siblings}
    return [(label, _url(found[text, basis])) for label, text, basis in wanted if (text, basis) in found]


def _other_groups(ranking: Ranking) -> list[tuple[str, str]]:
    return [(str(each.peer_group), _url(each.pk)) for each in rankings_of_other_groups(ranking)]


def _url(ranking_id: Any) -> str:
    return reverse("admin:tracker_ranking_change", args=[ranking_id])

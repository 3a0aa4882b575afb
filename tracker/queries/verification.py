"""Comparing the stored ranking records with a full recomputation."""

from collections.abc import Iterator

from indicators.models import Area, Indicator, PeerGroup
from indicators.queries.areas import lineages, memberships
from tracker.models import Ranking, RankingPlace
from tracker.queries.rankings import PlaceRow, computed_rankings


def ranking_differences() -> Iterator[str]:
    """One sentence for every ranking record that is missing, too many, or says something else than its inputs."""
    tree, groups = lineages(), memberships()
    group_codes = dict(PeerGroup.objects.values_list("pk", "code"))
    area_codes = dict(Area.objects.values_list("pk", "code"))
    for indicator in Indicator.objects.order_by("code"):
        stored = {
            (record.period, record.peer_group_id, record.basis): record
            for record in Ranking.objects.filter(indicator=indicator).prefetch_related("places")
        }
        for (period, group, basis), row in computed_rankings(indicator, groups, tree).items():
            name = f"排名 {indicator.code}/{period}/{group_codes[group]}/{basis}"
            found = stored.pop((str(period), group, basis), None)
            if found is None:
                yield f"{name}：缺少"
                continue
            head = (found.source, found.direction, found.digits, found.of, found.method, found.period_end)
            if head != (row.source, row.direction, row.digits, row.of, row.method, period.last_day):
                yield f"{name}：来源、方向、小数位、参排个数、方法或期末与重算不同"
            there = {place.area_id: _content(place) for place in found.places.all()}
            here = {place.area: _content(place) for place in row.places}
            for area in sorted(there.keys() | here.keys()):
                if there.get(area) != here.get(area):
                    yield f"{name}：{area_codes[area]} 的位次存为 {there.get(area)}，重算为 {here.get(area)}"
        for period_text, group, basis in stored:
            yield f"排名 {indicator.code}/{period_text}/{group_codes[group]}/{basis}：多余"


def _content(place: RankingPlace | PlaceRow) -> tuple[object, ...]:
    observation = place.observation_id if isinstance(place, RankingPlace) else place.observation
    value = None if place.value is None else f"{place.value.normalize():f}"
    return value, place.place, place.previous_place, place.year_ago_place, observation

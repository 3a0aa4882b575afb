"""Keeping the ranking records right: load → compute → store, only where something differs."""

from collections.abc import Mapping

from django.db import transaction

from indicators.domain.periods import Period
from indicators.models import Indicator
from indicators.models.bulk import Row, replace_rows
from indicators.queries.areas import Lineages, Membership, lineages, memberships
from tracker.models import Ranking, RankingPlace
from tracker.queries.rankings import RankingKey, RankingRow, computed_rankings

RANKING_KEY = ("indicator_id", "period", "peer_group_id", "basis")
RANKING_COLUMNS = ("period_end", "source", "direction", "digits", '"of"', "method")
PLACE_KEY = ("ranking_id", "area_id")
PLACE_COLUMNS = ("observation_id", "value", "place", "previous_place", "year_ago_place")


@transaction.atomic
def refresh_rankings(*, changed: Mapping[int, set[tuple[int, str]] | None]) -> int:
    """Compute again the rankings that read changed growth rows; returns how many records differed.

    `changed` holds, by indicator id, the (area id, period) of the growth rows; None means the whole indicator.
    """
    groups, tree = memberships(), lineages()
    count = 0
    for indicator in Indicator.objects.filter(pk__in=changed).order_by("pk"):
        keys = changed[indicator.pk]
        if keys is None:
            count += _refresh(indicator, groups, tree, None)
        else:
            periods = {each for _, text in keys for each in _periods_reading(Period.parse(text))}
            count += _refresh(indicator, _groups_with({area for area, _ in keys}, groups, tree), tree, periods)
    return count


def _periods_reading(period: Period) -> tuple[Period, Period, Period]:
    """The rankings that show a place of this period: its own, the next, the one a year later."""
    return period, period.next(), period.years_after(1)


def _groups_with(areas: set[int], groups: Mapping[int, Membership], tree: Lineages) -> dict[int, Membership]:
    reached = {each for area in areas for each in tree.forward_from(area)}
    return {pk: group for pk, group in groups.items() if any(area in reached for area, _, _ in group.spans)}


def _refresh(
    indicator: Indicator, groups: Mapping[int, Membership], tree: Lineages, periods: set[Period] | None
) -> int:
    rows = computed_rankings(indicator, groups, tree, periods)
    stored = Ranking.objects.filter(indicator=indicator)
    if periods is not None:
        stored = stored.filter(period__in={str(period) for period in periods}, peer_group_id__in=groups)
    wanted = {(str(period), group, basis) for period, group, basis in rows}
    gone = set(stored.values_list("period", "peer_group_id", "basis")) - wanted
    if gone:  # places go before their record: the database checks the reference
        RankingPlace.objects.filter(ranking__in=[each.pk for each in stored if _key(each) in gone]).delete()
    changed = replace_rows(
        model=Ranking,
        key=RANKING_KEY,
        columns=RANKING_COLUMNS,
        rows=(_ranking_columns(indicator, key, row) for key, row in rows.items()),
        obsolete=((indicator.pk, *key) for key in gone),
    )
    return len(changed | _refresh_places(indicator, rows, periods))


def _key(ranking: Ranking) -> tuple[str, int, str]:
    return ranking.period, ranking.peer_group_id, ranking.basis


def _ranking_columns(indicator: Indicator, key: RankingKey, row: RankingRow) -> Row:
    period, group, basis = key
    return (
        *(indicator.pk, str(period), group, basis),
        *(period.last_day, row.source, row.direction, row.digits, row.of, row.method),
    )


def _refresh_places(
    indicator: Indicator, rows: Mapping[RankingKey, RankingRow], periods: set[Period] | None
) -> set[Row]:
    """Write the places; returns the keys (indicator, period, group, basis) of the records whose places changed."""
    records = Ranking.objects.filter(indicator=indicator)
    if periods is not None:
        records = records.filter(period__in={str(period) for period in periods})
    keys_by_id = {pk: key for pk, *key in records.values_list("pk", "period", "peer_group_id", "basis")}
    ids = {tuple(key): pk for pk, key in keys_by_id.items()}
    by_id = {ids[str(period), group, basis]: row for (period, group, basis), row in rows.items()}
    wanted = {(pk, place.area) for pk, row in by_id.items() for place in row.places}
    stored = set(RankingPlace.objects.filter(ranking_id__in=by_id).values_list("ranking_id", "area_id"))
    changed = replace_rows(
        model=RankingPlace,
        key=PLACE_KEY,
        columns=PLACE_COLUMNS,
        rows=(
            (pk, place.area, place.observation, place.value, place.place, place.previous_place, place.year_ago_place)
            for pk, row in by_id.items()
            for place in row.places
        ),
        obsolete=stored - wanted,
    )
    return {(indicator.pk, *keys_by_id[pk]) for pk, _ in changed}

"""Rounds, facts and score cards as the interface writes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from indicators.domain.numbers import plain_rounded, plain_six
from indicators.models import User
from indicators.queries.lists.codes import UnknownCodeError
from indicators.queries.lists.pages import Listing, Record
from indicators.queries.lists.texts import Column, Moment, OrNull, Plain
from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.domain.evaluations.card_writing import items_to_json
from tracker.domain.evaluations.scorecard import SCORE_DIGITS
from tracker.domain.evaluations.way import State
from tracker.models import EnterpriseFact, Round, ScoreCard
from tracker.queries.evaluations.access import cards_of, enterprises_of
from tracker.queries.evaluations.cards import CardReader, cards_by_key, with_groups

Row = dict[str, Any]
FACT_COLUMNS: dict[str, Column] = {
    "enterprise": "enterprise__code",
    "year": "year",
    **{name: Plain(name) for name in QUANTITIES},
    "veto": "veto",
    **{name: OrNull(name) for name in MARKS},
    "version": "version",
    "recorded_at": Moment("recorded_at"),
}
CARD_COLUMNS: dict[str, Column] = {
    "enterprise": "enterprise__code",
    "name": "enterprise__name",
    "scheme": "group__scheme__code",
    "group": "group__name",
    "score": "score",
    "score_exact": "score",
    "rank": "rank",
    "of": "group__of",
    "grade": OrNull("grade"),
    "items": "pk",  # the card whose items are written
    "adjustments": "adjustments",
}


def round_named(code: str) -> Round:
    """Raises `UnknownCodeError`."""
    found = None if "\0" in code else Round.objects.prefetch_related("schemes").filter(code=code).first()
    if found is None:
        raise UnknownCodeError("round", code)
    return found


def round_list() -> Listing:
    columns: dict[str, Column] = {
        "round": "code",
        "name": "name",
        "year": "year",
        "trial": "trial",
        "state": "state",
    }
    return Listing(queryset=Round.objects.all(), key=("code",), columns=columns)


def round_row(round: Round, user: User) -> Row:
    """State, schemes, and the grades of what lies inside the account's areas."""
    cards = cards_of(user).filter(round=round)
    grades = {each["grade"] or "none": each["count"] for each in cards.values("grade").annotate(count=Count("pk"))}
    groups = cards.values("group__scheme__code", "group__name").annotate(
        cards=Count("pk"), rated=Count("pk", filter=Q(rank__isnull=False))
    )
    return {
        "round": round.code,
        "name": round.name,
        "year": round.year,
        "trial": round.trial,
        "state": round.state,
        "provisional": round.state in (State.COLLECTING, State.LOCKED),
        "schemes": [
            {"scheme": each.code, "name": each.name, "size_class": each.size_class, "official": each.official}
            for each in sorted(round.schemes.all(), key=lambda scheme: scheme.code)
        ],
        "groups": [
            {
                "scheme": each["group__scheme__code"],
                "group": each["group__name"],
                "cards": each["cards"],
                "rated": each["rated"],
            }
            for each in groups.order_by("group__scheme__code", "group__name")
        ],
        "grades": dict(sorted(grades.items())),
        "scored_at": _moment(round.scored_at),
        "published_at": _moment(round.published_at),
        "sha256": round.sha256 or None,
    }


def fact_list(
    round: Round, user: User, *, enterprise: str | None = None, updated_since: datetime | None = None
) -> Listing:
    """The current facts of the round's year and of the year before."""
    rows = EnterpriseFact.objects.current().filter(year__in=[round.year, round.year - 1])
    rows = rows.filter(enterprise__in=enterprises_of(user).values("pk"))
    if enterprise is not None:
        rows = rows.filter(enterprise__code=enterprise)
    if updated_since is not None:
        rows = rows.filter(recorded_at__gte=updated_since)
    return Listing(queryset=rows, key=("enterprise_id", "year"), columns=FACT_COLUMNS, complete=_write_veto)


def _write_veto(records: Sequence[Record]) -> None:
    for record in records:
        record.row["veto"] = "yes" if record.row["veto"] else None


def card_list(
    round: Round,
    user: User,
    *,
    park: str | None = None,
    industry: str | None = None,
    grade: str | None = None,
    enterprise: str | None = None,
    updated_since: datetime | None = None,
) -> Listing:
    """The score cards of a round inside the account's areas."""
    rows = cards_of(user).filter(round=round)
    chosen = {
        "enterprise__park__code": park,
        "enterprise__industry": industry,
        "grade": grade,
        "enterprise__code": enterprise,
    }
    rows = rows.filter(**{name: value for name, value in chosen.items() if value is not None})
    if updated_since is not None and (round.scored_at is None or round.scored_at < updated_since):
        rows = rows.none()
    return Listing(queryset=rows, key=("enterprise_id",), columns=CARD_COLUMNS, complete=_complete)


def _complete(records: Sequence[Record]) -> None:
    """Scores as they are shown, and the items worked out again from what is stored."""
    reader, cards = CardReader(), cards_by_key(record.row["items"] for record in records)
    for record in records:
        card = cards[record.row["items"]]
        record.row["items"] = items_to_json(reader.scheme(card.group.scheme), reader.card(card))
        score = record.row["score"]
        record.row["score"] = None if score is None else plain_rounded(score, SCORE_DIGITS)
        record.row["score_exact"] = plain_six(score)


def card_of(round: Round, user: User, enterprise: str) -> ScoreCard | None:
    """One card with what it refers to; None outside the account's areas."""
    rows = cards_of(user).filter(round=round, enterprise__code=enterprise)
    return with_groups(rows).select_related("enterprise__park", "round").first()


def _moment(value: datetime | None) -> str | None:
    return None if value is None else timezone.localtime(value).isoformat()

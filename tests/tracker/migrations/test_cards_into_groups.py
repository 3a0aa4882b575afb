"""Rounds scored before cards shared what their group was scored against keep every number and every word."""

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from indicators.models import AuditEntry
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, make_enterprise, make_round, make_scheme
from tracker.domain.evaluations.card_writing import explanation_to_json, items_to_json
from tracker.models import ScoreCard
from tracker.queries.evaluations.cards import CardReader, with_groups
from tracker.services.evaluations.rounds import lock_round, publish_round
from tracker.services.evaluations.scoring import drop_cards, score_round
from tracker.services.evaluations.verifying import round_differences

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = "0012_project_sections", "0015_cards_without_copies"
SHARED = ("round_id", "enterprise_id", "score", "rank", "grade", "adjustments", "inputs")


@pytest.fixture
def migrated_forward() -> Iterator[None]:
    yield
    migrate(AFTER)


def migrate(to: str) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate([("tracker", to)])
    return executor.loader.project_state([("tracker", to)]).apps


def unguarded(statement: str = "replica") -> None:
    """Triggers rest, so that a published round can be laid out as an earlier version stored it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET session_replication_role = {statement}")


def shown() -> list[tuple]:
    """Everything that the pages of the cards say."""
    reader, found = CardReader(), []
    for card in with_groups(ScoreCard.objects.order_by("enterprise__code")):
        scheme, restored = reader.scheme(card.group.scheme), reader.card(card)
        words = items_to_json(scheme, restored), explanation_to_json(scheme, restored)
        found.append((card.enterprise_id, card.group.name, card.group.of, card.score, card.rank, card.grade, *words))
    return found


def test_cards_keep_their_numbers_and_words(migrated_forward: None) -> None:
    park = make_area("park-a", name="湘潭高新区")
    for number in range(1, 7):
        give_facts(make_enterprise(number, park, park=park), **{**C16, "tax": str(700 - 100 * number)})
    give_facts(make_enterprise(7, park, exempt_reason="供水企业"), **{**C16, "emissions": None})
    round = make_round("R2022", make_scheme())
    lock_round(round=round, actor=TESTER)
    score_round(round=round, actor=TESTER)
    published = publish_round(round=round, actor=TESTER)
    before = shown()
    cards = {card.enterprise_id: card for card in with_groups(ScoreCard.objects.all())}
    assert len(before) == len(cards) == 7
    unguarded()
    drop_cards(round)
    earlier = migrate(BEFORE)
    for enterprise, group, of, *_, items, explanation in before:
        card = cards[enterprise]
        earlier.get_model("tracker", "ScoreCard").objects.create(
            **{name: getattr(card, name) for name in SHARED},
            scheme_id=card.group.scheme_id,
            group=group,
            of=of,
            items=items,
            explanation=explanation,
            method=card.group.method,
        )
    earlier.get_model("tracker", "Round").objects.update(sha256="0" * 64)
    unguarded("origin")
    migrate(AFTER)
    assert shown() == before
    assert list(round_differences()) == []
    round.refresh_from_db()
    entry = AuditEntry.objects.get(actor_name="迁移 tracker.0014")
    assert (entry.old, entry.new) == ({"sha256": "0" * 64}, {"sha256": round.sha256})
    assert round.sha256 == published.sha256

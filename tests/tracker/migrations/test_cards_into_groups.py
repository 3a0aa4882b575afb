"""Rounds scored before cards shared what their group was scored against keep every number and every word."""

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from indicators.models import AuditEntry
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, make_enterprise, make_round, make_scheme
from tests.tracker.domain.evaluations.evaluation_cases import full_scheme
from tracker.domain.evaluation_tables import QUANTITIES
from tracker.domain.evaluations.card_writing import explanation_to_json, items_to_json
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.cards import CardReader, with_groups
from tracker.services.evaluations.facts import TaxContent, write_taxes
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
    """Everything that the pages of the cards say, and what their groups keep."""
    reader, found = CardReader(), []
    for card in with_groups(ScoreCard.objects.order_by("round__code", "enterprise__code")):
        scheme, restored = reader.scheme(card.group.scheme), reader.card(card)
        words = items_to_json(scheme, restored), explanation_to_json(scheme, restored)
        group = card.group.name, card.group.of, card.group.items
        found.append((card.round_id, card.enterprise_id, *group, card.score, card.rank, card.grade, *words))
    return found


def published_round() -> Round:
    """Case C16, five firms with less tax, one of class T."""
    park = make_area("park-a", name="湘潭高新区")
    for number in range(1, 7):
        give_facts(make_enterprise(number, park, park=park), **{**C16, "tax": str(700 - 100 * number)})
    give_facts(make_enterprise(7, park, exempt_reason="供水企业"), **{**C16, "emissions": None})
    round = make_round("R2022", make_scheme())
    lock_round(round=round, actor=TESTER)
    score_round(round=round, actor=TESTER)
    return publish_round(round=round, actor=TESTER)


def provisional_round() -> Round:
    """Every setting of a scheme, facts of two years that are often absent, zero or negative, equal extremes."""
    numbers = random.Random(2023)
    park = make_area("park-b", name="湘潭经开区")
    taxes = []
    for number in range(100, 160):
        firm = make_enterprise(number, park, park=park, industry=numbers.choice(["机械", "食品", "纺织"]))
        for year in (2022, 2023):
            drawn = {name: numbers.choice(["", "0", "1", "2", "7.5", "33.33"]) for name in QUANTITIES}
            drawn["tax"] = numbers.choice(["-2.5", "0", "90", "12.123456789"])
            given = {name: text for name, text in drawn.items() if text}
            give_facts(firm, year=year, veto=numbers.random() < 0.1, **given)
            if numbers.random() < 0.5:
                paid = Decimal(numbers.choice(["5.10", "-3", "0"]))
                taxes.append(TaxContent(firm.code, year, numbers.choice(["增值税", "房产税"]), paid, "税务局"))
    write_taxes(taxes, actor=TESTER, reason="test")
    round = make_round("R2023", make_scheme(full_scheme()), year=2023)
    score_round(round=round, actor=TESTER)
    return round


def test_cards_keep_their_numbers_and_words(migrated_forward: None) -> None:
    published, provisional = published_round(), provisional_round()
    before = shown()
    cards = {(card.round_id, card.enterprise_id): card for card in with_groups(ScoreCard.objects.all())}
    assert len(before) == len(cards) == 7 + 60
    unguarded()
    for round in (published, provisional):
        drop_cards(round)
    earlier = migrate(BEFORE)
    for round_id, enterprise, group, of, _, *_, items, explanation in before:
        card = cards[round_id, enterprise]
        earlier.get_model("tracker", "ScoreCard").objects.create(
            **{name: getattr(card, name) for name in SHARED},
            scheme_id=card.group.scheme_id,
            group=group,
            of=of,
            items=items,
            explanation=explanation,
            method=card.group.method,
        )
    earlier.get_model("tracker", "Round").objects.filter(code="R2022").update(sha256="0" * 64)
    unguarded("origin")
    migrate(AFTER)
    assert shown() == before
    assert list(round_differences()) == []
    entry = AuditEntry.objects.get(actor_name="迁移 tracker.0014")
    assert (entry.old, entry.new) == ({"sha256": "0" * 64}, {"sha256": published.sha256})
    assert Round.objects.get(code="R2022").sha256 == published.sha256

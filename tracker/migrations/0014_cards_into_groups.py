from decimal import Decimal

from django.db import migrations

from indicators.domain.numbers import plain_six
from tracker.domain.evaluations.card_storage import group_text, inputs_from_json
from tracker.domain.evaluations.digest import digest_of
from tracker.domain.evaluations.group_items import group_items_of, group_items_to_json
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scoring import METHOD, score_scheme

REASON = "评分卡改为按组存放尺度，结果和所据数据不变，摘要按新的存放方式重算"


def move(apps, schema_editor):
    """Every card keeps its scores, inputs and words; what its group was scored against is worked out of the inputs."""
    for round in apps.get_model("tracker", "Round").objects.filter(cards__isnull=False).distinct().order_by("code"):
        for scheme in round.schemes.order_by("code"):
            _move(apps, round, scheme)
        if round.sha256:
            _renew_digest(apps, round)


def _move(apps, round, scheme):
    cards = list(round.cards.filter(scheme=scheme))
    found = [inputs_from_json(card.inputs) for card in cards]
    [written] = read_scheme(scheme.content).schemes
    scored = score_scheme(
        written,
        [firm for firm, _, _ in found],
        {firm.code: facts for firm, facts, _ in found},
        {firm.code: before for firm, _, before in found if before is not None},
    )
    groups = {
        group_text(name): apps.get_model("tracker", "ScoreGroup").objects.create(
            round=round,
            scheme=scheme,
            name=group_text(name),
            of=members[0].of,
            items=group_items_to_json(group_items_of(members)),
            method=METHOD,
        )
        for name, members in scored.items()
    }
    for card in cards:
        card.group = groups[card.group_name]
        card.item_scores = [Decimal(item["score"]) for item in card.items]
        card.save(update_fields=["group", "item_scores"])


def _renew_digest(apps, round):
    before, round.sha256 = round.sha256, digest_of(_contents(round))
    round.save(update_fields=["sha256"])
    apps.get_model("indicators", "AuditEntry").objects.create(
        actor_name="迁移 tracker.0014",
        action="changed",
        object_type="round",
        object_key=round.code,
        old={"sha256": before},
        new={"sha256": round.sha256},
        reason=REASON,
    )


def _contents(round):
    """As `queries.evaluations.cards.result_contents` at the time of this migration."""
    for group in round.groups.select_related("scheme").order_by("scheme__code", "name"):
        yield [group.scheme.code, group.name, group.of, group.items, group.method]
    for card in round.cards.select_related("enterprise", "group__scheme").order_by("enterprise__code"):
        yield [
            *(card.enterprise.code, card.group.scheme.code, card.group.name, plain_six(card.score), card.rank),
            *(card.grade, [plain_six(each) for each in card.item_scores], card.adjustments, card.inputs),
        ]


class Migration(migrations.Migration):
    dependencies = [("tracker", "0013_score_groups"), ("indicators", "0006_inbox_verdicts")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

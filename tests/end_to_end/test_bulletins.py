"""A bulletin on a schedule, with a real beat and worker: it arrives once, archived and mailed, whatever is killed."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config.periodic import ensure_periodic_work
from indicators.choices import Role
from indicators.models import InboxItem
from indicators.services.audit import Actor
from tests.builders import TESTER, make_area, make_group, make_indicator
from tests.end_to_end.conftest import eventually
from tests.mail_sink import running_sink
from tests.return_builders import make_account
from tracker.choices import BulletinState, PeriodRule, ScheduleKind, SectionKind, UseLevel
from tracker.models import Bulletin, BulletinDefinition, BulletinDelivery, BulletinRun, BulletinSection, Ranking
from tracker.services.bulletins.definitions import save_definition, save_section, set_recipients
from tracker.services.bulletins.steps import check_bulletin, issue_bulletin
from tracker.services.bulletins.verifying import bulletin_differences

FIGURES = ("X,A,2023-Q4,100", "X,B,2023-Q4,100", "X,A,2024-Q4,105", "X,B,2024-Q4,104")


@pytest.fixture
def sink():
    with running_sink() as sink:
        yield sink


@pytest.fixture
def world(installation, sink, monkeypatch):
    """Figures, people, and a definition that beat makes a bulletin of each minute."""
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{sink.port}")
    installation.start_broker()
    make_group("g", make_area("A"), make_area("B"))
    make_indicator("X")
    ensure_periodic_work()
    second, _ = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.SECONDS)
    for task in PeriodicTask.objects.all():
        task.interval = second
        task.save()
    installation.publish(*FIGURES)
    return installation


def scheduled() -> BulletinDefinition:
    group = Ranking.objects.first().peer_group
    definition = BulletinDefinition(
        code="minute",
        title="{期别}排名通报",
        office="某市发展和改革委员会",
        peer_group=group,
        use_level=UseLevel.PUBLIC,
        schedule=ScheduleKind.CRON,
        cron="* * * * *",
        period_rule=PeriodRule.LATEST_PUBLISHED,
        addresses="leader@example.org",
    )
    save_definition(definition=definition, actor=TESTER)
    section = BulletinSection(
        definition=definition, kind=SectionKind.RANKING, indicator=Ranking.objects.first().indicator
    )
    save_section(section=section, actor=TESTER)
    reader = make_account(Role.VIEWER, username="reader", email="reader@example.org")
    set_recipients(definition=definition, users=[reader], actor=TESTER)
    return definition


def test_a_bulletin_due_in_a_minute_arrives_once_though_the_worker_is_killed(world, sink):
    worker = world.start_worker()
    world.start_beat()
    eventually(lambda: Ranking.objects.filter(period="2024-Q4").exists(), "the ranking")
    scheduled()
    waiting = "SELECT count(*) FROM pg_locks WHERE relation = 'tracker_bulletinfile'::regclass AND NOT granted"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE tracker_bulletinfile IN EXCLUSIVE MODE")
        eventually(lambda: cursor.execute(waiting) or cursor.fetchone()[0], "the worker is about to store the files")
        world.kill(worker)
    assert not Bulletin.objects.exists()
    BulletinRun.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=2))
    world.start_worker()
    eventually(lambda: Bulletin.objects.filter(files__format="html").exists(), "the bulletin")
    bulletin = Bulletin.objects.get()
    assert bulletin.state == BulletinState.DRAFT
    check_bulletin(pk=bulletin.pk, actor=Actor.of(make_account(Role.REVIEWER, username="checker")))
    issue_bulletin(pk=bulletin.pk, actor=Actor.of(make_account(Role.PUBLISHER, username="issuer")))
    eventually(lambda: len(sink.received) == 2, "two mails")
    eventually(lambda: set(BulletinDelivery.objects.values_list("state", flat=True)) == {"sent"}, "the log")
    assert sorted(sink.recipients()) == ["leader@example.org", "reader@example.org"]
    assert InboxItem.objects.filter(recipient__username="reader", kind="bulletin").count() == 1
    assert Bulletin.objects.count() == 1
    assert not list(bulletin_differences())

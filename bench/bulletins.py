"""A bulletin of 20 sections over 122 counties, from the ledger to three files that were read back, against python-docx
filling the one Word file cell by cell.

Started by `python -m bench bulletins`, which brings the servers.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command

from bench import _django  # noqa: F401 — makes Django ready for the imports below
from bench._package import write_package
from bench.naive_bulletins import word_by_cells
from indicators.models import Area, Indicator, PeerGroup, PeerGroupMember
from indicators.services.areas import save_member, save_peer_group
from indicators.services.audit import Actor
from indicators.services.packages import load_package
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import BulletinDefinition, BulletinRun, BulletinSection
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.calculations import calculate_everything

COUNTIES, SECTIONS = 122, 20
PERIOD = "2023-Q4"
TARGET = 3  # times as long as the peer, at most, for three files instead of one, composed and read back
ACTOR = Actor(name="bench")


def load_figures() -> None:
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        write_package(Path(name), areas=COUNTIES, indicators=SECTIONS)
        load_package(directory=Path(name), actor=ACTOR)
    group = PeerGroup(code="all", name="all")
    save_peer_group(group=group, actor=ACTOR)
    for area in Area.objects.all():
        save_member(member=PeerGroupMember(group=group, area=area), actor=ACTOR)
    calculate_everything()


def requested() -> BulletinRun:
    group = PeerGroup.objects.get(code="all")
    definition = BulletinDefinition.objects.create(code="all", title="{期别}", office="bench", peer_group=group)
    for indicator in Indicator.objects.order_by("code"):
        BulletinSection.objects.create(definition=definition, kind="ranking", indicator=indicator, basis="value")
    return request_run(definition=definition, period=PERIOD, actor=ACTOR)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> int:
    load_figures()
    run = requested()
    ours = timed(lambda: perform_run(pk=run.pk))
    run.refresh_from_db()
    assert run.bulletin, run.refusals
    document = document_from_json(run.bulletin.content.document)
    naive = timed(lambda: word_by_cells(document))
    print(f"{SECTIONS} sections × {COUNTIES} rows{'':14}{'seconds':>10}{'× peer':>10}{'target':>10}")
    print(f"{'python-docx, Word alone':34}{naive:10.1f}{1:10.2f}")
    print(f"{'ours, all files and proof-reading':34}{ours:10.1f}{ours / naive:10.2f}{f'≤ {TARGET}':>10}")
    return 0 if ours / naive <= TARGET and len(document.sections) == SECTIONS else 1


if __name__ == "__main__":
    sys.exit(main())

"""`manage.py verify`: recompute every derived number and compare; check the audit chain; exit 1 on a difference."""

from itertools import chain

from django.core.management.base import BaseCommand

from indicators.queries.audit import chain_end, trail_faults
from indicators.queries.verification import growth_differences
from tracker.queries.targets.verdicts import verdict_differences
from tracker.queries.verification import ranking_differences
from tracker.services.bulletins.verifying import bulletin_differences
from tracker.services.evaluations.verifying import round_differences
from tracker.services.targets.verifying import assessment_differences


class Command(BaseCommand):
    help = "重算全部推算数并逐一比对，检查审计链；有出入时列出并以 1 退出。"

    def handle(self, **options: object) -> None:
        count = 0
        for difference in chain(
            growth_differences(),
            ranking_differences(),
            verdict_differences(),
            assessment_differences(),
            round_differences(),
            bulletin_differences(),
        ):
            self.stderr.write(difference)
            count += 1
        for fault in trail_faults():
            self.stderr.write(f"审计 {fault.code}：{fault.message}")
            count += 1
        if count:
            self.stdout.write(f"有 {count} 处不符。")
            raise SystemExit(1)
        number, digest = chain_end()
        self.stdout.write(
            f"增速、排名、目标进度、评估、评价、通报与重算一致；审计链完整，共 {number} 条，末端 {digest}"
        )

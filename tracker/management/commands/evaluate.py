"""`manage.py evaluate ROUND`: score a round from the present facts, in this process."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.queries.lists.codes import UnknownCodeError
from indicators.services.audit import Actor
from tracker.queries.evaluations.lists import round_named
from tracker.services.evaluations.scoring import UNGRADED, RoundRefusedError, score_round


class Command(BaseCommand):
    help = "按现有数据给一个评价批次评分；锁定之前的结果是试算。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", metavar="ROUND")

    def handle(self, *, round: str, **options: object) -> None:
        try:
            found = round_named(round)
        except UnknownCodeError as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            counts = score_round(round=found, actor=Actor.operator())
        except RoundRefusedError as refusal:
            self.stderr.write("\n".join(refusal.reasons))
            raise SystemExit(1) from None
        found.refresh_from_db()
        provisional = "（试算：批次尚未锁定）" if found.state == "collecting" else ""
        said = "，".join(f"{'未定档' if grade == UNGRADED else grade} {count}" for grade, count in counts.items())
        self.stdout.write(f"{found}{provisional}：{said}")

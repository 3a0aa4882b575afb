"""`manage.py bulletin NAME PERIOD`: make a bulletin in this process; the draft waits for 核稿 and 签发."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.services.audit import Actor
from tracker.models import BulletinFile
from tracker.queries.bulletins.definitions import definition_named
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.running import perform_run, request_run


class Command(BaseCommand):
    help = "生成一期通报（拟稿）；同一期只有一份，再次运行给出已有的一份。缺数时列出缺口并以 1 退出。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="通报定义的代码")
        parser.add_argument("period", help="期别，如 2025-Q3")
        parser.add_argument("--accept-gaps", metavar="理由", default="", help="接受缺口并写明理由，缺口印在文末")
        parser.add_argument("--output", metavar="DIR", type=Path, help="把文件写到这个文件夹")

    def handle(self, *, name: str, period: str, accept_gaps: str, output: Path | None, **options: object) -> None:
        definition = definition_named(name)
        if definition is None:
            raise CommandError(f"没有代码为 {name} 的通报定义")
        try:
            requested = request_run(
                definition=definition,
                period=period,
                actor=Actor.operator(),
                accepts_gaps=bool(accept_gaps),
                gaps_reason=accept_gaps,
            )
        except BulletinRefusedError as refusal:
            raise CommandError("\n".join(each.message for each in refusal.refusals)) from refusal
        run = perform_run(pk=requested.pk)
        if run.bulletin is None:
            raise CommandError("\n".join(f"{code}: {message}" for code, message in run.refusals))
        self.stdout.write(f"{run.bulletin}：{run.bulletin.get_state_display()}，第 {run.bulletin.version} 版")
        for file in run.bulletin.files.all():
            self._show(file, output)

    def _show(self, file: BulletinFile, output: Path | None) -> None:
        name = f"{file.bulletin.key.replace('/', '-')}.{file.format}"
        if output:
            output.mkdir(parents=True, exist_ok=True)
            (output / name).write_bytes(bytes(file.content))
        self.stdout.write(f"  {file.sha256}  {file.size:>8}  {name}")

"""`manage.py export_package DIR`: write areas, peer groups, indicators and all figures as a data package."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.services.packages import export_package


class Command(BaseCommand):
    help = "把地区、比较组、指标和全部数据（含历次版本）写成数据包，可以原样导回。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *, directory: Path, **options: object) -> None:
        try:
            written = export_package(directory=directory)
        except OSError as error:
            raise CommandError(f"不能写入 {directory}：{error.strerror}") from error
        for file, rows in written.items():
            self.stdout.write(f"{file}：{rows} 行")

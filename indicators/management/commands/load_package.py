"""`manage.py load_package DIR [--dry-run]`: check a data package and publish its figures."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.services.audit import Actor
from indicators.services.packages import PackageRefusedError, load_package


class Command(BaseCommand):
    help = "检查并导入一个数据包（文件夹）：全部正确才存入，否则一行不存。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只检查，不存入")

    def handle(self, *, directory: Path, dry_run: bool, **options: object) -> None:
        if not directory.is_dir():
            raise CommandError(f"{directory} 不是文件夹", returncode=2)
        try:
            report = load_package(directory=directory, actor=Actor.operator(), dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"不能读取 {error.filename or directory}：{error.strerror}", returncode=2) from error
        except PackageRefusedError as refusal:
            # Standard error holds the faults alone, one a line, so that programs can read them.
            self.stderr.write("\n".join(str(fault) for fault in refusal.faults))
            self.stdout.write(f"{refusal}。")
            raise SystemExit(1) from None
        for warning in report.warnings:
            self.stdout.write(f"警告 {warning}")
        if dry_run:
            self.stdout.write(f"检查通过，有 {len(report.warnings)} 条警告；未存入（--dry-run）。")
        for file, created in report.created.items():
            self.stdout.write(f"{file}：新增 {created} 行，未变 {report.unchanged[file]} 行")

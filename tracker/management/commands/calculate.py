"""`manage.py calculate`: all derived numbers, in this process, no broker needed."""

from django.core.management.base import BaseCommand

from tracker.services.calculations import calculate_everything


class Command(BaseCommand):
    help = "由台账重算全部增速和排名；只写有变化的行。"

    def handle(self, **options: object) -> None:
        calculate_everything()
        self.stdout.write("全部增速和排名已重算。")

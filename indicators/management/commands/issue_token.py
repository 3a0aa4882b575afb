"""`manage.py issue_token NAME`: prints a new token of the account, alone on the last line."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.models import User
from indicators.services.access import issue_token
from indicators.services.audit import Actor


class Command(BaseCommand):
    help = "为账号签发接口令牌；只显示这一次，库中只存摘要。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *, name: str, **options: object) -> None:
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(f"没有启用的账号“{name}”")
        self.stdout.write(issue_token(user=user, actor=Actor.operator()))

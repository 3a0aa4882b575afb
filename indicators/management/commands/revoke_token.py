"""`manage.py revoke_token NAME`: every token of the account stops working at once."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.models import User
from indicators.services.access import revoke_tokens
from indicators.services.audit import Actor


class Command(BaseCommand):
    help = "吊销账号的全部接口令牌。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")

    def handle(self, *, name: str, **options: object) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"没有账号“{name}”")
        self.stdout.write(f"已吊销 {revoke_tokens(user=user, actor=Actor.operator())} 个令牌")

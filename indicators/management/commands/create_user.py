"""`manage.py create_user NAME --role ROLE …`: make an account; the password is one line of standard input."""

import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.choices import Role
from indicators.services.access import create_user
from indicators.services.audit import Actor


class Command(BaseCommand):
    help = "新建账号；密码从标准输入读一行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--area", action="append", default=[], metavar="CODE", help="可重复；含下级地区")
        parser.add_argument("--department", default="", metavar="NAME")
        parser.add_argument("--must-change", action="store_true", help="首次登录须改密码")

    def handle(
        self, *, name: str, role: str, area: list[str], department: str, must_change: bool, **options: object
    ) -> None:
        try:
            user = create_user(
                username=name,
                password=sys.stdin.readline().rstrip("\r\n"),
                role=role,
                areas=area,
                department=department,
                must_change_password=must_change,
                actor=Actor.operator(),
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"已新建账号 {user.username}（{user.get_role_display()}）")

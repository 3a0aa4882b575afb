"""`manage.py prepare_demo`: what `make run` does to the database before it starts the web."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config.launcher.demo_bulletins import create_demo_bulletins, issue_demo_dispatch
from config.launcher.demo_evaluation import create_demo_evaluation
from config.launcher.demo_logins import DEMO_LOGINS
from config.launcher.demo_projects import create_demo_projects
from config.launcher.demo_returns import create_demo_returns
from config.periodic import ensure_periodic_work
from indicators.models import Area
from indicators.services.access import create_user
from indicators.services.audit import Actor
from indicators.services.checks import ensure_default_rules

DEMO_PACKAGES = tuple(
    Path("demo") / name for name in ("xiangtan", "xiangtan-claims", "plans", "evaluation", "projects")
)
SHOWN_RANKING = ["GDP", "2015-Q4", "hunan-cities", "growth"]


class Command(BaseCommand):
    help = "升级数据表；首次运行时装入演示数据、建立演示账号并计算；打印一张排名表（生产环境拒绝）"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("生产环境（PRODUCTION=1）不装演示数据，也没有演示账号。")
        # One process does it all: each start of Python costs seconds.
        migrated, loaded = self.migrate(), self.load_demo()
        ensure_periodic_work()
        ensure_default_rules(actor=Actor.operator())
        if loaded:
            self.tell("给演示批次评分、发布，登记项目、问题、联审……")
            with transaction.atomic():
                create_demo_evaluation(actor=Actor.operator())
                create_demo_projects(actor=Actor.operator())
        if migrated or loaded:
            self.tell("计算增速、比率与排名……")
            call_command("calculate")
        self.create_demo_logins()
        self.show_ranking()
        self.show_demo_logins()

    def tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def migrate(self) -> bool:
        """Apply missing migrations; returns whether there were any."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        self.tell("建立或升级数据表……")
        call_command("migrate", interactive=False, verbosity=0)
        return True

    def load_demo(self) -> bool:
        """Load the demo packages where nothing was ever loaded; returns whether it was."""
        if Area.objects.exists():
            return False
        for package in DEMO_PACKAGES:
            self.tell(f"装入演示数据 {package}……")
            call_command("load_package", str(settings.BASE_DIR / package))
        return True

    def create_demo_logins(self) -> None:
        """Create accounts, returns and bulletins, all or none, where no account exists: what is removed stays so."""
        if get_user_model().objects.exists():
            return
        self.tell("建立演示账号、填报表与通报定义……")
        with transaction.atomic():
            for login in DEMO_LOGINS:
                create_user(
                    username=login.name,
                    password=login.password,
                    role=login.role,
                    areas=login.areas,
                    department=login.department,
                    full_name=login.full_name,
                    must_change_password=False,
                    actor=Actor.operator(),
                )
            create_demo_returns(actor=Actor.operator())
            create_demo_bulletins(actor=Actor.operator())
            issue_demo_dispatch(actor=Actor.operator())

    def show_ranking(self) -> None:
        try:
            call_command("show_ranking", *SHOWN_RANKING)
        except CommandError as refusal:  # an installation with its own figures need not have this ranking
            self.tell(str(refusal))

    def show_demo_logins(self) -> None:
        present = set(get_user_model().objects.values_list("username", flat=True))
        logins = [login for login in DEMO_LOGINS if login.name in present]
        if logins:
            self.tell("\n演示账号（初始口令）：")
        for login in logins:
            self.tell(f"  {login.name:<11} {login.password:<21} {login.label}")

"""What `manage.py` adds to Django's own command line: a database that is there, refusals in one sentence."""

import contextlib
import sys
from collections.abc import Iterator, Sequence

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand
from django.db.utils import OperationalError, ProgrammingError

from config.servers.choice import embedded_database_wanted
from config.servers.errors import ServerError
from config.servers.folders import data_folder
from config.servers.locations import data_dir_from_environment
from config.servers.postgres import start_postgres

REFUSED, MISUSED = 1, 2
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "makemessages",
    "spectacular",
    "startapp",
    "startproject",
}


class CommandLine(ManagementUtility):
    """Django's command line; an unknown command is a usage error, a known one finds its database running."""

    def __init__(self, arguments: Sequence[str], servers: contextlib.ExitStack) -> None:
        super().__init__(list(arguments))
        self.servers = servers

    def fetch_command(self, subcommand: str) -> BaseCommand:
        try:
            command = super().fetch_command(subcommand)
        except SystemExit:
            raise SystemExit(MISUSED) from None
        if subcommand not in WITHOUT_DATABASE and not {"-h", "--help"} & set(self.argv):
            self.servers.enter_context(database_running())
        return command


@contextlib.contextmanager
def database_running() -> Iterator[None]:
    """The embedded PostgreSQL for the block, unless the environment names a database; a running one is joined."""
    if not embedded_database_wanted():
        yield
        return
    postgres = start_postgres(data_dir_from_environment())
    try:
        yield
    finally:
        postgres.stop(wait_for_others=True)


def main(arguments: Sequence[str]) -> int:
    """Run the command named in `arguments`; returns the exit status."""
    try:
        if embedded_database_wanted():
            # Where the database lies follows from this folder, so it has to be there before the settings are read.
            data_folder(data_dir_from_environment())
        with contextlib.ExitStack() as servers:
            CommandLine(arguments, servers).execute()
    except ServerError as error:
        return refuse(error)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, psycopg.errors.UndefinedTable):
            raise
        return refuse("数据库里还没有数据表，请先运行：python manage.py migrate")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None):
            raise  # the server answered: a fault of the command, not of the connection
        return refuse(f"无法连接数据库：{' '.join(str(error).split())}；请检查 DATABASE_URL 及数据库是否在运行。")
    except ImproperlyConfigured as error:
        return refuse(error)
    except KeyboardInterrupt:
        return 130
    return 0


def refuse(reason: object) -> int:
    """Say why nothing was done; returns the exit status for that."""
    sys.stderr.write(f"{reason}\n")
    return REFUSED

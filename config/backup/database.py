"""The database of the installation as seen by PostgreSQL's own tools: dumped, restored beside, exchanged."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config.backup.archive import BackupError
from config.servers.binaries import postgres_client

LIBPQ_VARIABLES = {
    option.keyword.decode(): option.envvar.decode() for option in psycopg.pq.Conninfo.get_defaults() if option.envvar
}
DJANGO_NAMES = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A PostgreSQL database by its libpq parameters."""

    parameters: Mapping[str, str]

    @classmethod
    def of_settings(cls, configured: Mapping[str, Any]) -> "Database":
        """The database of an entry of Django's `DATABASES`."""
        parameters = {name: configured[key] for key, name in DJANGO_NAMES.items()}
        parameters |= {name: value for name, value in configured["OPTIONS"].items() if name in LIBPQ_VARIABLES}
        return cls(parameters={name: str(value) for name, value in parameters.items() if value})

    @property
    def name(self) -> str:
        return self.parameters["dbname"]

    def named(self, name: str) -> "Database":
        """Another database of the same server."""
        return Database(parameters={**self.parameters, "dbname": name})

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(**self.parameters, autocommit=True, connect_timeout=10)  # type: ignore[arg-type]

    def server_major(self) -> int:
        with self.connect() as connection:
            return connection.info.server_version // 10000

    def sessions(self) -> int:
        """How many others are connected to the database."""
        with self.named("postgres").connect() as connection:
            counted = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [self.name])
            return int(counted.fetchone()[0])  # type: ignore[index]

    def dump(self, target: Path) -> None:
        """Write the database to `target` in pg_dump's custom format, as of one moment."""
        command = [postgres_client("pg_dump", at_least=self.server_major()), "--format=custom", "--no-owner"]
        self._run([*command, "--no-privileges", f"--file={target}"])

    def restore(self, dump: Path) -> None:
        """Fill the (empty) database from `dump`."""
        command = [postgres_client("pg_restore", at_least=self.server_major()), "--exit-on-error", "--no-owner"]
        self._run([*command, "--no-privileges", f"--dbname={self.name}", str(dump)])

    def create(self) -> None:
        self._administer("CREATE DATABASE {}", self.name)

    def drop(self) -> None:
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def exchange(self, replacement: "Database", *, kept_as: "Database") -> None:
        """Give `replacement` this database's name, and this one the name of `kept_as`: both or neither."""
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        own, new, kept = map(sql.Identifier, (self.name, replacement.name, kept_as.name))
        with self.named("postgres").connect() as connection, connection.transaction():
            connection.execute(rename.format(own, kept))
            connection.execute(rename.format(new, own))

    def _administer(self, statement: str, name: str) -> None:
        with self.named("postgres").connect() as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    def _run(self, command: list[str]) -> None:
        # By the environment: a password among the arguments is seen by everybody on the machine.
        variables = {LIBPQ_VARIABLES[name]: value for name, value in self.parameters.items()}
        finished = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
        if finished.returncode != 0:
            raise BackupError(f"{Path(command[0]).name} 失败：{' '.join(finished.stderr.split())}")

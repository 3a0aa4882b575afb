"""One run of one engine of `bench/evaluate.py` in a process of its own: its times, its memory, as a line of JSON."""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from psycopg.sql import SQL

from bench._evaluation import YEAR, written_scheme
from indicators.services.audit import Actor
from tracker.domain.evaluations.fast.scoring import score_columns
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.columns import participant_columns, participant_rows
from tracker.services.evaluations.scoring import COLUMNS, card_lines, score_round, store_groups

Seconds = dict[str, float]


def timed(seconds: Seconds, step: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    seconds[step] = time.perf_counter() - started
    return result


def run_floor(seconds: Seconds) -> None:
    """The same facts out and the bytes of the same cards in, without a look at either."""
    lines = _lines()
    timed(seconds, "read", _read_bytes)
    timed(seconds, "write", lambda: _write_bytes(lines))


def run_ours(seconds: Seconds) -> None:
    """The service: reading, scoring and writing take turns, group by group, in one transaction."""
    timed(seconds, "write", lambda: score_round(round=Round.objects.get(), actor=Actor(name="bench")))


def run_naive(name: str, writing: str = "write") -> Callable[[Seconds], None]:
    """A peer, imported only where it runs: pandas alone takes 20 MB."""

    def run(seconds: Seconds) -> None:
        peer = importlib.import_module(f"bench.naive_evaluate_{name}")
        read = timed(seconds, "read", peer.read)
        timed(seconds, "write", lambda: getattr(peer, writing)(read))

    return run


ENGINES: dict[str, Callable[[Seconds], None]] = {
    "floor": run_floor,
    "ours": run_ours,
    "orm": run_naive("orm"),
    "orm bulk": run_naive("orm", "write_in_bulk"),
    "pandas": run_naive("pandas"),
}


@transaction.atomic
def _lines() -> list[bytes]:
    """Every card of the round as a line of COPY; their groups are stored."""
    round, found = Round.objects.get(), participant_columns(YEAR)
    scheme, [written] = round.schemes.get(), read_scheme(written_scheme()).schemes
    scored = list(score_columns(written, found.table))
    rows = card_lines(store_groups(round, scheme, scored), found.ids, scored)
    return [("\t".join(map(_cell, row)) + "\n").encode() for row in rows]


def _cell(value: object) -> str:
    return r"\N" if value is None else str(value).replace("\\", "\\\\")


def _read_bytes() -> int:
    statement = SQL("COPY ({}) TO STDOUT").format(participant_rows(YEAR))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return sum(len(block) for block in copy)


def _write_bytes(lines: list[bytes]) -> None:
    statement = f"COPY {ScoreCard._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            copy.write(line)


def main(engine: str) -> int:
    seconds: Seconds = {}
    started = time.perf_counter()
    ENGINES[engine](seconds)
    everything = time.perf_counter() - started
    seconds["total"] = sum(seconds.values())
    assert seconds["total"] <= everything
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**seconds, "megabytes": megabytes}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

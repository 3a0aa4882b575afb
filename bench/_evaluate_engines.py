"""One run of one engine of `bench/evaluate.py` in a process of its own: its times, its memory, as a line of JSON."""

import importlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection

from bench._evaluation import YEAR, BenchCard, written_scheme
from indicators.services.audit import Actor
from tracker.domain.evaluations.fast.cards import BATCH
from tracker.domain.evaluations.fast.decimals import plain_texts
from tracker.domain.evaluations.fast.group_scoring import ScoredGroup
from tracker.domain.evaluations.fast.item_texts import ItemTexts
from tracker.domain.evaluations.fast.json_texts import listed
from tracker.domain.evaluations.fast.scoring import score_columns
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.models import Round, ScoreCard
from tracker.queries.evaluations.columns import ParticipantColumns, columns_statement, participant_columns
from tracker.services.evaluations import scoring

Seconds = dict[str, float]
COLUMNS = ("enterprise_id", "score", "rank", '"of"', "grade", "items")


def timed(seconds: Seconds, step: str, work: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = work()
    seconds[step] = time.perf_counter() - started
    return result


def run_floor(seconds: Seconds) -> None:
    """The same facts out and the bytes of the same cards in, without a look at either."""
    found = participant_columns(YEAR)
    [scheme] = read_scheme(written_scheme()).schemes
    lines = _lines(_items_rows(found, score_columns(scheme, found.table)))
    timed(seconds, "read", _read_bytes)
    timed(seconds, "write", lambda: _write_bytes(BenchCard._meta.db_table, COLUMNS, lines))


def run_ours(seconds: Seconds) -> None:
    """The product's engine, storing what the peers store; texts are made while they are copied."""
    found = timed(seconds, "read", lambda: participant_columns(YEAR))
    [scheme] = read_scheme(written_scheme()).schemes
    groups = timed(seconds, "compute", lambda: list(score_columns(scheme, found.table)))

    timed(seconds, "write", lambda: _write_rows(_items_rows(found, groups)))


def run_whole_floor(seconds: Seconds) -> None:
    """The floor of `whole`."""
    round = Round.objects.get()
    found, counts = participant_columns(YEAR), Counter[str]()
    lines = _lines(scoring.rows_of(round.pk, round.schemes.get().pk, written_scheme(), found, counts))
    timed(seconds, "read", _read_bytes)
    timed(seconds, "write", lambda: _write_bytes(ScoreCard._meta.db_table, scoring.COLUMNS, lines))


def run_whole(seconds: Seconds) -> None:
    """The service: every card with its inputs, adjustments and formulas, as the product stores it."""
    timed(seconds, "write", lambda: scoring.score_round(round=Round.objects.get(), actor=Actor(name="bench")))


def run_naive(name: str, writing: str = "write") -> Callable[[Seconds], None]:
    """A peer, imported only where it runs: pandas alone takes 20 MB."""

    def run(seconds: Seconds) -> None:
        peer = importlib.import_module(f"bench.naive_evaluate_{name}")
        read = timed(seconds, "read", peer.read)
        computed = timed(seconds, "compute", lambda: peer.compute(read))
        timed(seconds, "write", lambda: getattr(peer, writing)(computed))

    return run


ENGINES: dict[str, Callable[[Seconds], None]] = {
    "floor": run_floor,
    "ours": run_ours,
    "orm": run_naive("orm"),
    "orm bulk": run_naive("orm", "write_in_bulk"),
    "pandas": run_naive("pandas"),
    "whole floor": run_whole_floor,
    "whole": run_whole,
}


def _items_rows(found: ParticipantColumns, groups: Iterable[ScoredGroup]) -> Iterator[tuple[Any, ...]]:
    for group in groups:
        for start in range(0, len(group.rows), BATCH):
            batch = slice(start, start + BATCH)
            ids = (found.ids[row] for row in group.rows[batch])
            scores = plain_texts(group.totals.integers[batch], group.totals.scale)
            grades = (each.grade for each in group.graded[batch])
            items = map(listed, zip(*(ItemTexts(column, batch).items() for column in group.items), strict=True))
            ranks = group.ranks[batch].tolist()
            for pk, score, rank, grade, text in zip(ids, scores, ranks, grades, items, strict=True):
                yield pk, score, rank, group.of, grade, text


def _write_rows(rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(_statement(BenchCard._meta.db_table, COLUMNS)) as copy:
        for row in rows:
            copy.write_row(row)


def _lines(rows: Iterable[tuple[Any, ...]]) -> list[bytes]:
    return [("\t".join(map(_cell, row)) + "\n").encode() for row in rows]


def _cell(value: object) -> str:
    return r"\N" if value is None else str(value).replace("\\", "\\\\")


def _statement(table: str, columns: Iterable[str]) -> str:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN"


def _read_bytes() -> int:
    with connection.cursor() as cursor, cursor.copy(columns_statement(YEAR)) as copy:
        return sum(len(block) for block in copy)


def _write_bytes(table: str, columns: Iterable[str], lines: list[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(_statement(table, columns)) as copy:
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

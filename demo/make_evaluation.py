"""Writes `demo/evaluation/`: invented firms in the parks of Xiangtan, from a fixed seed, in exact decimals.

Run from the top of the tree: `PYTHONPATH=. python demo/make_evaluation.py`. The same files come out every time.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from demo.evaluation_facts import balance, carry_on, firms, mark
from demo.evaluation_firms import LAST_YEAR, THIS_YEAR, Firm
from demo.evaluation_schemes import schemes
from demo.evaluation_tables import (
    AREA_COLUMNS,
    area_rows,
    enterprise_rows,
    fact_rows,
    indicator_rows,
    member_rows,
    round_rows,
    tax_rows,
)
from indicators.domain.packages import INDICATORS, PEER_GROUPS
from tracker.domain.evaluation_tables import ENTERPRISE_FACTS, ENTERPRISE_TAXES, ENTERPRISES, ROUNDS

TARGET = Path(__file__).parent / "evaluation"
SEED = 20231231


def make_firms() -> list[Firm]:
    made = firms(Random(SEED))  # noqa: S311 - figures to look at, no secrets
    for year in (LAST_YEAR, THIS_YEAR):
        # Both apart, so that the ratio is the same with and without the firms that are not evaluated.
        balance([firm for firm in made if firm.is_rated], year)
        balance([firm for firm in made if not firm.is_rated], year)
    mark(made)
    carry_on(made, Random(SEED + 1))  # noqa: S311
    return made


def _write(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    made = make_firms()
    TARGET.mkdir(exist_ok=True)
    _write("areas.csv", AREA_COLUMNS, area_rows())
    _write(ENTERPRISES.file, ENTERPRISES.columns, enterprise_rows(made))
    _write(ENTERPRISE_FACTS.file, ENTERPRISE_FACTS.columns, fact_rows(made))
    _write(ENTERPRISE_TAXES.file, ENTERPRISE_TAXES.columns, tax_rows(made))
    text = json.dumps(schemes(), ensure_ascii=False, indent=1)
    (TARGET / "schemes.json").write_text(f"{text}\n", encoding="utf-8")
    _write(ROUNDS.file, ROUNDS.columns, round_rows())
    _write(INDICATORS.file, INDICATORS.columns, indicator_rows())
    _write(PEER_GROUPS.file, PEER_GROUPS.columns, member_rows())


if __name__ == "__main__":
    main()

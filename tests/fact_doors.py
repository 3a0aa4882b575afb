"""The ways in of facts: each gives firms of a `FactWorld` the electricity of 2022."""

from collections.abc import Callable, Sequence
from pathlib import Path

from indicators.services.packages import load_package
from tests.builders import TESTER
from tests.fact_builders import typed
from tests.fact_worlds import FactWorld, supply, template
from tests.return_builders import make_account
from tracker.domain.evaluation_tables import ENTERPRISE_FACTS
from tracker.domain.evaluations.fact_sheets import CODE
from tracker.models import Enterprise
from tracker.services.evaluations.posting import post_facts
from tracker.services.evaluations.typed_facts import type_facts

Door = Callable[[FactWorld, Sequence[Enterprise], Path], None]  # the path is an empty directory


def by_package(world: FactWorld, firms: Sequence[Enterprise], directory: Path) -> None:
    rows = [{"enterprise": firm.code, "year": "2022", "electricity": "5"} for firm in firms]
    lines = [ENTERPRISE_FACTS.columns, *([row.get(name, "") for name in ENTERPRISE_FACTS.columns] for row in rows)]
    (directory / ENTERPRISE_FACTS.file).write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    load_package(directory=directory, actor=TESTER)


def by_interface(world: FactWorld, firms: Sequence[Enterprise], directory: Path) -> None:
    rows = [{"enterprise": firm.code, "electricity": "5"} for firm in firms]
    post_facts(round=world.round, rows=rows, user=make_account("evaluation", world.city))


def by_workbook(world: FactWorld, firms: Sequence[Enterprise], directory: Path) -> None:
    supply(world, typed(template(world), *({CODE: firm.code, "用电量（万千瓦时）": 5} for firm in firms)))


def by_form(world: FactWorld, firms: Sequence[Enterprise], directory: Path) -> None:
    for firm in firms:
        facts = {"electricity": "5"}
        type_facts(firm=firm, year=2022, facts=facts, taxes=[], seen={}, actor=TESTER, reason="核实")

"""A round that collects facts, two bureaus, and accounts of every kind in and around Xiangtan."""

from dataclasses import dataclass
from hashlib import sha256

from indicators.models import Area, Department, User
from tests.builders import make_area
from tests.evaluation_builders import give_facts, huangyan, make_enterprise, make_round, make_scheme
from tests.fact_builders import make_bureau
from tests.return_builders import make_account
from tracker.domain.evaluations.fact_sheets import Expected, FactSheet
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, Round
from tracker.queries.evaluations.supply import columns_for
from tracker.queries.evaluations.supply_firms import sheet_firms
from tracker.queries.evaluations.supply_uploads import CheckedRows, checked_rows
from tracker.readers.fact_workbook import FactWorkbook, read_fact_workbook
from tracker.services.evaluations.supplying import FactUpload, RowOfNoFirm, SeenChange, Supplied, supply_facts
from tracker.writers.fact_workbook import write_fact_workbook


@dataclass(frozen=True, kw_only=True)
class FactWorld:
    """Firm 1 has electricity and revenue, firm 2 revenue alone, firm 3 nothing; firm 4 is below scale."""

    city: Area
    park: Area
    firms: dict[int, Enterprise]
    foreign: Enterprise
    power: Department
    tax: Department
    round: Round
    clerk: User
    reviewer: User


def make_fact_world(firms: int = 3) -> FactWorld:
    city, other = make_area("430300", name="湘潭市"), make_area("430100", name="长沙市")
    park = make_area("park-a", name="甲园区", parent=city)
    made = {number: make_enterprise(number, city, park=park) for number in range(1, firms + 1)}
    make_enterprise(800, city, size_class="below")
    give_facts(made[1], electricity="12.5", revenue="100")
    give_facts(made[2], revenue="200")
    power, tax = make_bureau("供电公司", "electricity", "energy"), make_bureau("税务局", "tax")
    scheme = make_scheme(huangyan(tax_components=["增值税", "房产税"]))
    return FactWorld(
        city=city,
        park=park,
        firms=made,
        foreign=make_enterprise(900, other),
        power=power,
        tax=tax,
        round=make_round("R2022", scheme, name="2022年评价"),
        clerk=make_account("entry", city, department=power, username="clerk"),
        reviewer=make_account("reviewer", city, username="reviewer"),
    )


def template(world: FactWorld, department: Department | None = None) -> bytes:
    department = department or world.power
    columns = columns_for(world.round, department)
    return write_fact_workbook(
        FactSheet(
            round_code=world.round.code,
            round_name=str(world.round),
            year=world.round.year,
            department=department.name,
            moment=world.clerk.created_at,
            columns=columns,
            firms=sheet_firms(world.round, world.clerk, columns),
        )
    )


def read(world: FactWorld, workbook: bytes, department: Department | None = None) -> FactWorkbook:
    department = department or world.power
    columns = columns_for(world.round, department)
    return read_fact_workbook(workbook, expected=Expected(world.round.code, str(world.round), department.name, columns))


def check(world: FactWorld, workbook: bytes, department: Department | None = None) -> CheckedRows:
    department = department or world.power
    content = read(world, workbook, department)
    assert not content.faults, content.faults
    columns = columns_for(world.round, department)
    return checked_rows(
        world.round, department, world.clerk, rows=content.rows, downloaded=content.downloaded, columns=columns
    )


def upload_of(found: CheckedRows, workbook: bytes = b"file") -> FactUpload:
    return FactUpload(
        name="数据.xlsx",
        sha256=sha256(workbook).hexdigest(),
        rows=len(found.changes),
        changes=[SeenChange(each.row, each.enterprise, each.column.key, each.old, each.new) for each in found.changes],
        unmatched=[RowOfNoFirm(each.row, each.code, each.name, each.cells) for each in found.unmatched],
    )


def supply(
    world: FactWorld, workbook: bytes, department: Department | None = None, user: User | None = None
) -> Supplied:
    """The file as its preview would have it stored."""
    found = check(world, workbook, department)
    return supply_facts(
        round=world.round,
        department=department or world.power,
        upload=upload_of(found, workbook),
        user=user or world.clerk,
    )


def fact_of(firm: Enterprise, name: str, year: int = 2022) -> object:
    row = EnterpriseFact.objects.current().filter(enterprise=firm, year=year).first()
    return getattr(row, name) if row else None


def tax_of(firm: Enterprise, component: str) -> object:
    row = EnterpriseTax.objects.current().filter(enterprise=firm, component=component).first()
    return row.amount if row else None

"""Bureaus with duties, their files and rows of no firm, for tests of the ways in of facts."""

from io import BytesIO

from django.db import transaction
from openpyxl import load_workbook

from indicators.choices import AuditAction
from indicators.models import Area, Department
from indicators.services.audit import record
from tests.builders import TESTER
from tests.evaluation_builders import make_round
from tests.return_builders import make_account
from tracker.domain.evaluations.fact_sheets import CODE, SHEET
from tracker.models import Enterprise, EnterpriseAlias, FactDuty, FactFile, UnmatchedRow
from tracker.services.evaluations.duties import save_duty


def make_bureau(name: str, *facts: str) -> Department:
    """A department that supplies the facts."""
    department = Department.objects.create(name=name)
    for fact in facts:
        save_duty(duty=FactDuty(department=department, fact=fact), actor=TESTER)
    return department


@transaction.atomic
def sent_file(name: str, area: Area) -> FactFile:
    """A file for a round of its own, sent by an account of the area."""
    clerk = make_account("entry", area, username=f"clerk-{name}")
    entry = record(actor=TESTER, action=AuditAction.LOADED, object_type="factfile", object_key=name)
    return FactFile.objects.create(
        round=make_round(name),
        department=Department.objects.create(name=f"局-{name}"),
        name=f"{name}.xlsx",
        sha256="0" * 64,
        rows=1,
        changed=0,
        unmatched=1,
        uploaded_by=clerk.username,
        audit_entry=entry,
    )


def waiting_row(name: str, area: Area) -> UnmatchedRow:
    return UnmatchedRow.objects.create(file=sent_file(name, area), row_number=5, name="某企业", facts={"staff": "1"})


def alias_of(enterprise: Enterprise, text: str = "") -> EnterpriseAlias:
    return EnterpriseAlias.objects.create(
        enterprise=enterprise, kind="name", text=text or f"别名{enterprise.pk}", decided_by="tester"
    )


def typed(workbook: bytes, *rows: dict[str, object]) -> bytes:
    """The workbook with cells filled in by header; a row is that of its code, or a new one at the end."""
    book = load_workbook(BytesIO(workbook))
    sheet = book[SHEET]
    heads = next(row for row in sheet.iter_rows() if row[0].value == CODE)
    columns = {head.value: head.column for head in heads}
    places = {sheet.cell(number, columns[CODE]).value: number for number in range(heads[0].row + 1, sheet.max_row + 1)}
    free = 1 + max((number for code, number in places.items() if code is not None), default=heads[0].row)
    for row in rows:
        number = places.get(row.get(CODE)) if row.get(CODE) else None
        if number is None:
            number, free = free, free + 1
        for name, content in row.items():
            sheet.cell(number, columns[name]).value = content
    filled = BytesIO()
    book.save(filled)
    return filled.getvalue()

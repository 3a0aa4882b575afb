"""The way of a package: read and check every file, stage the figures, then write everything in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from indicators.choices import AuditAction
from indicators.domain.packages import AREAS, INDICATORS, OBSERVATIONS, PEER_GROUPS, Table
from indicators.models import Indicator
from indicators.models.advisory import AdvisoryLock, hold
from indicators.models.staging import stage_figures
from indicators.queries.returns.staged import staged_in_unfinished_returns
from indicators.queries.staging import StagedFinding, staged_conflicts, staged_warnings
from indicators.queries.versions import definitions_version
from indicators.readers.faults import Fault, Findings
from indicators.readers.tables import table_file
from indicators.services.audit import Actor, record
from indicators.services.calculations import (
    bump_definitions_version,
    request_all_calculations,
    request_calculations_of,
)
from indicators.services.observations import publish_staged
from indicators.services.packages.areas import check_areas, store_areas
from indicators.services.packages.catalogue import check_indicators, store_indicators
from indicators.services.packages.observations import checked_figures
from indicators.services.packages.parts import CheckedTables, Definitions, parts
from indicators.services.packages.peer_groups import check_members, store_members

DESCRIPTION = "datapackage.json"
OWN_TABLES = (AREAS, PEER_GROUPS, INDICATORS, OBSERVATIONS)


@dataclass(frozen=True, slots=True)
class CheckedAgainst:
    """What a check is worth: the files it read, and the definitions it compared them with."""

    digest: str
    definitions: int


class PackageRefusedError(Exception):
    """Nothing was stored; `faults` lists everything that is wrong, in file and row order."""

    code = "package_refused"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"数据包有 {len(faults)} 处错误，未存入任何内容")
        files = file_names()
        self.faults = sorted(faults, key=lambda fault: (files.index(fault.file) if fault.file in files else -1, fault))


@dataclass(slots=True)
class LoadReport:
    """What a load stored: created and unchanged rows by file, and warnings."""

    created: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    warnings: list[Fault] = field(default_factory=list)

    def count(self, file: str, *, created: int, unchanged: int) -> None:
        self.created[file], self.unchanged[file] = created, unchanged


def load_package(*, directory: Path, actor: Actor, dry_run: bool = False) -> LoadReport:
    """Load a package and publish its figures; with `dry_run` only check it. Raises `PackageRefusedError`."""
    findings = Findings()
    basis = CheckedAgainst(digest=package_digest(directory), definitions=definitions_version())
    _check_files(directory, findings)
    files = {table: table_file(directory, table, findings) for table in _tables()}
    areas = check_areas(files[AREAS], findings)
    members = check_members(files[PEER_GROUPS], areas, findings)
    indicators = check_indicators(files[INDICATORS], members, findings)
    stage_figures(checked_figures(files[OBSERVATIONS], areas, indicators, findings))
    further = [part.check(files, Definitions(areas, members, indicators), findings) for part in parts()]
    findings.faults += map(_fault, _refused())
    findings.warnings += map(_fault, staged_warnings(cumulative_indicators=indicators.cumulative()))
    if findings.faults:
        raise PackageRefusedError(findings.faults)
    report = LoadReport(warnings=sorted(findings.warnings))
    if dry_run:
        return report
    with transaction.atomic():
        hold(AdvisoryLock.LEDGER)
        if basis != CheckedAgainst(digest=package_digest(directory), definitions=definitions_version()):
            message = "检查期间数据包文件或库中的地区、比较组、指标有变更，请重新运行"
            raise PackageRefusedError([Fault(directory.resolve().name, 0, "", "changed_meanwhile", message)])
        if refused := _refused():  # another publication or an opened return came between check and write
            raise PackageRefusedError(list(map(_fault, refused)))
        _store(report, directory, basis.digest, actor, Definitions(areas, members, indicators), further)
    return report


def file_names() -> list[str]:
    """The files of a package, in the order in which they are checked."""
    return [table.file for table in _tables()]


def _tables() -> list[Table]:
    return [*OWN_TABLES, *(table for part in parts() for table in part.tables)]


def _refused() -> list[StagedFinding]:
    return [*staged_conflicts(), *staged_in_unfinished_returns()]


def _store(
    report: LoadReport,
    directory: Path,
    digest: str,
    actor: Actor,
    new: Definitions,
    further: Sequence[CheckedTables],
) -> None:
    reason = f"数据包 {directory.resolve().name}（SHA-256 {digest}）"
    areas, members, indicators = new.areas, new.members, new.indicators
    report.count(AREAS.file, created=store_areas(areas, actor, reason), unchanged=areas.unchanged)
    report.count(PEER_GROUPS.file, created=store_members(members, actor, reason), unchanged=members.unchanged)
    report.count(INDICATORS.file, created=store_indicators(indicators, actor, reason), unchanged=indicators.unchanged)
    definitions_changed = any(report.created.values())
    published = publish_staged(actor=actor, reason=reason)
    report.count(OBSERVATIONS.file, created=published.created, unchanged=published.unchanged)
    following = _store_further(report, further, actor, reason)
    if definitions_changed or following:
        bump_definitions_version()
    if definitions_changed:
        request_all_calculations()
    elif following:
        for indicator in Indicator.objects.filter(code__in=following).order_by("code"):
            request_calculations_of(indicator)
    if any(report.created.values()):
        record(
            actor=actor,
            action=AuditAction.LOADED,
            object_type="package",
            object_key=directory.resolve().name,
            new={"sha256": digest, **{file: str(count) for file, count in report.created.items()}},
        )


def _store_further(report: LoadReport, further: Sequence[CheckedTables], actor: Actor, reason: str) -> set[str]:
    """Store what apps above have checked; returns the codes of the indicators whose derived numbers follow."""
    following: set[str] = set()
    for checked in further:
        stored = checked.store(actor=actor, reason=reason)
        for table, rows in stored.items():
            report.count(table.file, created=rows.created, unchanged=rows.unchanged)
        if any(rows.created for rows in stored.values()):
            following.update(checked.indicators_to_follow())
    return following


def package_digest(directory: Path) -> str:
    """SHA-256 over the names and contents of the package's files."""
    digest = hashlib.sha256()
    for name in file_names():
        if (directory / name).is_file():
            digest.update(name.encode() + b"\0")
            with (directory / name).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _check_files(directory: Path, findings: Findings) -> None:
    """A file of another name would be passed over in silence, so it is refused."""
    known = file_names()
    for path in sorted(directory.iterdir()):
        if path.suffix.lower() == ".csv" and path.name not in known:
            message = f"数据包中没有名为 {path.name} 的表，可用的表：{'、'.join(known)}"
            findings.fault(path.name, 0, "", "unknown_file", message)


def _fault(staged: StagedFinding) -> Fault:
    return Fault(OBSERVATIONS.file, staged.line, staged.column, staged.code, staged.message)

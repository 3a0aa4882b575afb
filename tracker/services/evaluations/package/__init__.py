"""Firms, facts, schemes and rounds as tables of a data package."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators.domain.packages import Table
from indicators.readers.faults import Findings
from indicators.services.audit import Actor
from indicators.services.packages import PackagePart
from indicators.services.packages.parts import Definitions, StoredRows
from tracker.domain.evaluation_tables import ENTERPRISE_FACTS, ENTERPRISE_TAXES, ENTERPRISES, ROUNDS, SCHEMES
from tracker.queries.evaluations.package import enterprise_rows, fact_rows, round_rows, scheme_file, tax_rows
from tracker.services.evaluations.fact_statistics import refresh_statistics
from tracker.services.evaluations.package.enterprises import NewEnterprises, check_enterprises, store_enterprises
from tracker.services.evaluations.package.facts import NewFacts, check_facts, store_facts
from tracker.services.evaluations.package.schemes import NewRounds, check_rounds, store_rounds, store_schemes

TABLES = (ENTERPRISES, ENTERPRISE_FACTS, ENTERPRISE_TAXES, SCHEMES, ROUNDS)


@dataclass(frozen=True, slots=True)
class CheckedEvaluation:
    """The new rows of the five files."""

    enterprises: NewEnterprises
    facts: NewFacts
    rounds: NewRounds

    def store(self, *, actor: Actor, reason: str) -> Mapping[Table, StoredRows]:
        enterprises = store_enterprises(self.enterprises, actor, reason)
        facts, taxes = store_facts(self.facts, actor, reason)
        refresh_statistics(written=enterprises + facts + taxes)
        schemes = store_schemes(self.rounds, actor, reason)
        return {
            ENTERPRISES: StoredRows(enterprises, self.enterprises.unchanged),
            ENTERPRISE_FACTS: StoredRows(facts, self.facts.unchanged_facts),
            ENTERPRISE_TAXES: StoredRows(taxes, self.facts.unchanged_taxes),
            SCHEMES: StoredRows(schemes, self.rounds.unchanged_schemes),
            ROUNDS: StoredRows(store_rounds(self.rounds, actor, reason), self.rounds.unchanged_rounds),
        }

    def indicators_to_follow(self) -> Iterable[str]:
        return ()


def check(files: Mapping[Table, Path | None], definitions: Definitions, findings: Findings) -> CheckedEvaluation:
    enterprises = check_enterprises(files[ENTERPRISES], definitions, findings)
    facts = check_facts(files[ENTERPRISE_FACTS], files[ENTERPRISE_TAXES], enterprises, findings)
    return CheckedEvaluation(enterprises, facts, check_rounds(files[SCHEMES], files[ROUNDS], findings))


PART = PackagePart(
    tables=TABLES,
    check=check,
    rows={
        ENTERPRISES: enterprise_rows,
        ENTERPRISE_FACTS: fact_rows,
        ENTERPRISE_TAXES: tax_rows,
        ROUNDS: round_rows,
    },
    documents={SCHEMES: scheme_file},
)

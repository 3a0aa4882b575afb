"""The section 目标进度: what became of the targets of a plan by the last whole year."""

from tracker.domain.bulletins.document import Block
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.recipe import SectionRecipe
from tracker.domain.targets.report import assessment_blocks, attention_blocks


def target_blocks(facts: Facts, section: SectionRecipe) -> tuple[Block, ...]:
    """The counts and the table, then one sentence for each target that is behind."""
    record = facts.assessment(section.assessment).record

    def source(address: str) -> str:
        return f"target:{section.assessment}/{address}"

    return (*assessment_blocks(record, facts, source), *attention_blocks(record, facts, source))

"""Storing what a bulletin says, from which figures, and its files: whole or not at all."""

import hashlib
from collections.abc import Mapping
from typing import Any

from indicators.domain.growth import METHOD as GROWTH_METHOD
from indicators.domain.ranking import METHOD as RANKING_METHOD
from indicators.models import Area, Indicator
from tracker.choices import FileFormat
from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.derivations import derivation_faults
from tracker.domain.bulletins.document import Document
from tracker.domain.bulletins.facts import figures_to_json
from tracker.domain.bulletins.imprint import Imprint
from tracker.domain.bulletins.recipe import METHOD, recipe_to_json
from tracker.domain.bulletins.storage import document_to_json
from tracker.domain.derivation import derivations_to_json
from tracker.models import Bulletin, BulletinContent, BulletinFile, BulletinInput
from tracker.queries.bulletins.collection import Collected
from tracker.queries.bulletins.digests import digest_of
from tracker.services.bulletins.proofreading import ProofReadingError
from tracker.writers.bulletins.page import bulletin_page
from tracker.writers.bulletins.word import bulletin_word
from tracker.writers.bulletins.workbook import bulletin_workbook

METHODS = {"bulletin": METHOD, "ranking": RANKING_METHOD, "growth": GROWTH_METHOD}
BATCH = 2_000


def imprint_of(bulletin: Bulletin) -> Imprint:
    return Imprint(
        office=bulletin.definition.office,
        use_level=bulletin.get_use_level_display(),
        issued_on=bulletin.issued_on,
        document_number=bulletin.document_number,
        version=bulletin.version,
        reason=bulletin.reason,
    )


def rendered(document: Document, imprint: Imprint, template: bytes | None) -> dict[FileFormat, bytes]:
    """The three files; the same document and imprint give the same bytes."""
    return {
        FileFormat.WORD: bulletin_word(document, imprint, template),
        FileFormat.WORKBOOK: bulletin_workbook(document, imprint),
        FileFormat.PAGE: bulletin_page(document, imprint).encode(),
    }


def store_content(*, bulletin: Bulletin, found: Collected) -> Document:
    """Compose and keep recipe, inputs and document; returns the document. In the caller's transaction.

    Raises `ProofReadingError` for computed numbers that do not come out of their inputs.
    """
    if faults := [each.message for each in derivation_faults(found.facts, found.derivations)]:
        raise ProofReadingError(faults)
    document = compose(found.facts)
    content: dict[str, Any] = {
        "recipe": recipe_to_json(found.facts.recipe),
        "inputs": figures_to_json(found.facts.figures),
        "derivations": derivations_to_json(found.derivations),
        "document": document_to_json(document),
        "methods": METHODS,
    }
    BulletinContent.objects.update_or_create(bulletin=bulletin, defaults={**content, "sha256": digest_of(content)})
    BulletinInput.objects.filter(bulletin=bulletin).delete()
    indicators = dict(Indicator.objects.values_list("code", "pk"))
    areas = dict(Area.objects.values_list("code", "pk"))
    BulletinInput.objects.bulk_create(
        (
            BulletinInput(
                bulletin=bulletin,
                indicator_id=indicators[indicator],
                area_id=areas[area],
                period=period,
                observation_id=observation,
            )
            for (indicator, area, period), observation in sorted(found.observations.items())
        ),
        batch_size=BATCH,
    )
    return document


def store_files(*, bulletin: Bulletin, files: Mapping[FileFormat, bytes]) -> None:
    """Put the files in place of those there were."""
    for name, content in files.items():
        BulletinFile.objects.update_or_create(
            bulletin=bulletin,
            format=name,
            defaults={
                "content": content,
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
            },
        )

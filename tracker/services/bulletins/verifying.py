"""Comparing archived bulletins with what they were made of: digests, files, and every number computed again."""

import hashlib
from collections.abc import Iterator

from tracker.domain.bulletins.composition import compose
from tracker.domain.bulletins.derivations import derivation_faults
from tracker.domain.bulletins.facts import Facts, figures_from_json
from tracker.domain.bulletins.recipe import METHOD, WITHOUT_DERIVATIONS, recipe_from_json
from tracker.domain.bulletins.storage import document_from_json, document_to_json
from tracker.domain.derivation import derivations_from_json
from tracker.models import Bulletin
from tracker.queries.bulletins.digests import PARTS, digest_of, digests_at_issue
from tracker.services.bulletins.proofreading import file_faults


def bulletin_differences() -> Iterator[str]:
    """One sentence for every archived bulletin and file that says something else than its stored inputs."""
    rows = Bulletin.objects.select_related("definition", "content").prefetch_related("files").order_by("pk")
    issued = digests_at_issue()
    for bulletin in rows.iterator(chunk_size=20):
        if issued.get(bulletin.key, bulletin.content.sha256) != bulletin.content.sha256:
            yield f"通报 {bulletin.key}：内容与签发时记入审计的 SHA-256 不符"
        yield from _differences(bulletin)


def _differences(bulletin: Bulletin) -> Iterator[str]:
    name, content = f"通报 {bulletin.key}", bulletin.content
    if digest_of({each: getattr(content, each) for each in PARTS}) != content.sha256:
        yield f"{name}：内容与 SHA-256 不符"
    facts = Facts(recipe_from_json(content.recipe), figures_from_json(content.inputs))
    document = document_from_json(content.document)
    # A bulletin made by an earlier method keeps its numbers; only its own method can compute them again.
    method = content.methods.get("bulletin")
    if method in (METHOD, WITHOUT_DERIVATIONS) and document_to_json(compose(facts)) != content.document:
        yield f"{name}：由所存数据重新计算的正文与存档不同"
    if method == METHOD:
        for wrong in derivation_faults(facts, derivations_from_json(content.derivations)):
            yield f"{name}：{wrong.message}"
    for file in bulletin.files.all():
        there = bytes(file.content)
        if hashlib.sha256(there).hexdigest() != file.sha256:
            yield f"{name}：{file.get_format_display()} 文件与 SHA-256 不符"
            continue
        for fault in file_faults(document, facts, file.format, there):
            yield f"{name}：{file.get_format_display()} 文件{fault}"

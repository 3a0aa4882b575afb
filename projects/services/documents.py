"""Documents of a project: kept as they came, with their SHA-256; never changed."""

import hashlib

from django.db import transaction

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from projects.domain.documents import document_fault, safe_name
from projects.domain.refusals import Refusal, RefusedError
from projects.models import Project, ProjectDocument
from projects.queries.people import standing_towards
from projects.services.register import PERMISSION
from projects.services.texts import too_long


class DocumentRefusedError(RefusedError):
    code = "document_refused"


@transaction.atomic
def add_document(
    *,
    project: Project,
    title: str,
    actor: Actor,
    number: str = "",
    about: str = "",
    file_name: str = "",
    content: bytes | None = None,
) -> ProjectDocument:
    """A document with its file, or only what it is called where the paper lies elsewhere.

    Raises `DocumentRefusedError` with every reason.
    """
    title, number, about, file_name = title.strip(), number.strip(), about.strip(), safe_name(file_name)
    fault = "" if content is None else document_fault(file_name, content)
    found = [
        *standing_towards(actor.user, project, PERMISSION),
        *too_long(ProjectDocument, title=title, number=number, about=about),
        *([] if title else [Refusal("no_title", "须写明文件名称")]),
        *([Refusal("bad_file", fault)] if fault else []),
    ]
    if found:
        raise DocumentRefusedError(found)
    digest = "" if content is None else hashlib.sha256(content).hexdigest()
    document = ProjectDocument.objects.create(
        project=project,
        title=title,
        number=number,
        about=about,
        file_name=file_name if content is not None else "",
        content=content,
        sha256=digest,
        uploaded_by=actor.name,
    )
    record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="projectdocument",
        object_key=f"{project.code} {title}",
        new={"number": number, "about": about, "file_name": document.file_name, "sha256": digest},
    )
    return document

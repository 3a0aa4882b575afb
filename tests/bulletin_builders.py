"""Bulletins as they stand after some way, written straight into the tables."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.utils import timezone

from indicators.choices import Role
from indicators.domain.periods import Period
from indicators.models import PeerGroup, User
from tests.builders import make_group
from tests.return_builders import make_account
from tracker.choices import BulletinState, FileFormat, UseLevel
from tracker.models import Bulletin, BulletinContent, BulletinDefinition, BulletinFile

WORD, WORKBOOK = b"PK word file", b"PK workbook"


def account_of(role: Role, **fields: Any) -> User:
    """The account of that name, or else of that role; made where there is none."""
    name = fields.pop("username", str(role))
    return User.objects.filter(username=name).first() or make_account(role, username=name, **fields)


def make_definition(
    code: str = "cities", *, recipients: Iterable[User] = (), group: PeerGroup | None = None, **fields: Any
) -> BulletinDefinition:
    """A quarterly one for everybody (公开), of a group without members unless one is given."""
    defaults = {
        "title": f"{code} {{期别}}通报",
        "office": "湘潭市统计局",
        "use_level": UseLevel.PUBLIC,
        "peer_group": group or PeerGroup.objects.filter(code=f"of-{code}").first() or make_group(f"of-{code}"),
    }
    definition = BulletinDefinition.objects.create(code=code, **{**defaults, **fields})
    definition.recipients.set(recipients)
    return definition


def make_bulletin(definition: BulletinDefinition, period: str = "2025-Q4", **fields: Any) -> Bulletin:
    """A draft with its content, a Word and an Excel file."""
    defaults = {
        "title": f"{definition.code} {period} 通报",
        "use_level": definition.use_level,
        "period_end": Period.parse(period).last_day,
        "drafted_by": "定时任务",
    }
    bulletin = Bulletin.objects.create(definition=definition, period=period, **{**defaults, **fields})
    document = {"title": [], "subtitle": [], "sections": [], "notes": []}
    parts: dict[str, Any] = {"recipe": {}, "inputs": [], "document": document, "methods": {}}
    BulletinContent.objects.create(bulletin=bulletin, sha256=sha256(b"content").hexdigest(), **parts)
    for kind, content in ((FileFormat.WORD, WORD), (FileFormat.WORKBOOK, WORKBOOK)):
        BulletinFile.objects.create(
            bulletin=bulletin, format=kind, content=content, sha256=sha256(content).hexdigest(), size=len(content)
        )
    return bulletin


def make_issued_bulletin(definition: BulletinDefinition, period: str = "2025-Q4", **fields: Any) -> Bulletin:
    """Checked by the reviewer, issued by the publisher, just now unless said otherwise; then the tables keep it so."""
    issued = {
        "checked_by": fields.pop("checked_by", None) or account_of(Role.REVIEWER, username="checks-bulletins"),
        "issued_by": fields.pop("issued_by", None) or account_of(Role.PUBLISHER, username="issues-bulletins"),
        "issued_at": fields.pop("issued_at", None) or timezone.now(),
    }
    bulletin = make_bulletin(definition, period, **fields)
    for name, value in issued.items():
        setattr(bulletin, name, value)
    bulletin.checked_at, bulletin.state = bulletin.issued_at, BulletinState.ISSUED
    bulletin.save()
    return bulletin

"""The inbox: what waits for whom. It works without a mail server; where there is one, a task mails what is new."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from indicators.choices import InboxKind, Role
from indicators.models import InboxItem, Return, User
from indicators.queries.returns.access import eligible_for


def tell(
    *, role: Role, kind: InboxKind, about: Return, text: str, sender: str, due_on: date | None = None
) -> list[User]:
    """Put an item into the inbox of whoever of `role` is responsible for the return, or of all who might be.

    A responsible account that can no longer work with the return reads nothing: then all are told. Somebody who has an
    open item of the same kind about it keeps that one, with the new text. Returns who was told.
    """
    named = {Role.ENTRY: about.clerk, Role.REVIEWER: about.reviewer}.get(role)
    able = eligible_for(about, role)
    people = [named] if named in able else able
    for person in people:
        InboxItem.objects.update_or_create(
            recipient=person,
            about=about,
            kind=kind,
            done_at=None,
            defaults={
                "text": text,
                "due_on": due_on,
                "created_at": timezone.now(),
                "created_by": sender,
                "mailed_at": None,
                "mail_fault": "",
            },
        )
    return people


def tell_people(
    *, people: Iterable[User], kind: InboxKind, label: str, key: str, text: str, sender: str, mailed: bool = False
) -> None:
    """Put an item about an object of an app above ("app.model" and its key) into the inbox of each of `people`.

    Whoever has an open one of the same kind about it keeps that, with the new text. With `mailed` no mail follows: the
    app above sends one of its own.
    """
    now = timezone.now()
    for person in people:
        InboxItem.objects.update_or_create(
            recipient=person,
            object_label=label,
            object_key=key,
            kind=kind,
            done_at=None,
            defaults={
                "text": text,
                "created_at": now,
                "created_by": sender,
                "mailed_at": now if mailed else None,
                "mail_fault": "",
            },
        )


def settle_object(*, label: str, key: str, kinds: Iterable[InboxKind]) -> None:
    """The object has moved on: what waited for that is done, whoever it waited for."""
    open_items = InboxItem.objects.filter(object_label=label, object_key=key, kind__in=list(kinds), done_at=None)
    open_items.update(done_at=timezone.now())


def settle(*, about: Return, kinds: Iterable[InboxKind]) -> None:
    """The return has moved on: what waited for that is done."""
    InboxItem.objects.filter(about=about, kind__in=list(kinds), done_at=None).update(done_at=timezone.now())


@transaction.atomic
def mark_done(*, items: Iterable[InboxItem], by: User) -> int:
    """A person puts away what needs nothing more of her; only her own. Returns how many."""
    own = InboxItem.objects.filter(pk__in=[item.pk for item in items], recipient=by, done_at=None)
    return own.update(done_at=timezone.now())

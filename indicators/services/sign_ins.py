"""Who signed in and out, failed, was locked out or was refused: entries of the one audit trail, kept for good.

Nothing deletes an entry, so they outlast the six months that the rules demand. They record what has already happened,
each in a transaction of its own; where the database is away, the log says so and the answer goes out without them.

A flood does not fill the trail: the same refusal, or the same name locked out from the same address, is one entry a
minute, and one account's refusals or one address's failures are no more than `ENTRIES_A_MINUTE` altogether.
"""

import hashlib
import logging

from django.core.cache import cache
from django.db import Error, transaction
from django.utils import timezone
from redis.exceptions import RedisError

from indicators.choices import AuditAction
from indicators.models import ApiToken, User
from indicators.queries.tokens import TOKEN_USE, token_name, was_token_used
from indicators.services.audit import Actor, record

logger = logging.getLogger(__name__)

SIGN_IN, PAGE = "sign_in", "page"
FIRST_USE = "当日首次使用接口令牌"
REFUSED_STEP = "refused_step"  # the mark of a request whose page says a refusal otherwise than by its status
MINUTE, DAY = 60, 86_400
ENTRIES_A_MINUTE = 30
NAME_LENGTH, KEY_LENGTH = 150, 300  # of the columns of the trail
LONGEST_REASONS = 2000


def record_sign_in(*, user: User, address: str | None) -> None:
    _record(Actor.of(user), AuditAction.SIGNED_IN, SIGN_IN, user.username, {"address": address})


def record_sign_out(*, user: User, address: str | None) -> None:
    _record(Actor.of(user), AuditAction.SIGNED_OUT, SIGN_IN, user.username, {"address": address})


def record_token_use(*, token: ApiToken, address: str | None) -> None:
    """The first call of a day with a token; what it changes has entries of its own."""
    day = timezone.localdate()
    if _is_repeated("token", token.pk, day, seconds=DAY) or was_token_used(token, day):
        return
    details: dict[str, object] = {"token": token_name(token), "address": address}
    _record(Actor.of(token.user), AuditAction.SIGNED_IN, TOKEN_USE, token.user.username, details, FIRST_USE)


def record_failed_sign_in(*, name: str, address: str | None, reason: str = "") -> None:
    """`name` is what was typed as the user name; there may be no such account."""
    if not _is_flood("address", address):
        _record(_typed(name), AuditAction.SIGN_IN_FAILED, SIGN_IN, name, {"address": address}, reason)


def record_lock_out(*, name: str, address: str | None) -> None:
    """The failure that locks the account, and later attempts while it is locked."""
    if not _is_repeated("locked", name, address) and not _is_flood("address", address):
        _record(_typed(name), AuditAction.LOCKED_OUT, SIGN_IN, name, {"address": address})


def record_refusal(*, user: User, method: str, path: str, status: int, address: str | None, reasons: str = "") -> None:
    """A page, a step or a call of the API that was refused to an account that is signed in."""
    if not _is_repeated("refused", user.pk, method, path, status) and not _is_flood("account", user.pk):
        details = {"method": method, "status": status, "address": address}
        _record(Actor.of(user), AuditAction.REFUSED, PAGE, path, details, reasons[:LONGEST_REASONS])


def _typed(name: str) -> Actor:
    return Actor(name=_fitting(name, NAME_LENGTH))


def _record(
    actor: Actor, action: AuditAction, object_type: str, key: str, new: dict[str, object], reason: str = ""
) -> None:
    try:
        with transaction.atomic():
            name = _fitting(key, KEY_LENGTH)
            record(actor=actor, action=action, object_type=object_type, object_key=name, new=new, reason=reason)
    except Error:
        logger.exception("Not in the audit trail: %s %s by %s", action, key, actor.name)


def _fitting(text: str, length: int) -> str:
    """What the column can hold: PostgreSQL stores no NUL character."""
    return text.replace("\x00", "%00")[:length]


def _is_repeated(*what: object, seconds: int = MINUTE) -> bool:
    """Whether the same was recorded just before. Without the cache nothing is: twice is better than not at all."""
    try:
        return not cache.add(_cache_key(what), 1, seconds)
    except RedisError:
        logger.warning("Repeated refusals are not held back: the cache does not answer", exc_info=True)
        return False


def _is_flood(*who: object) -> bool:
    """Counts the entries that `who` causes in a minute."""
    key = _cache_key(who)
    try:
        cache.add(key, 0, MINUTE)
        count = cache.incr(key)
    except RedisError:
        logger.warning("Floods are not held back: the cache does not answer", exc_info=True)
        return False
    except ValueError:  # the minute ended between the two steps
        return False
    if count == ENTRIES_A_MINUTE + 1:
        logger.warning("More refusals in a minute than are put into the audit trail: %s", who)
    return count > ENTRIES_A_MINUTE


def _cache_key(parts: tuple[object, ...]) -> str:
    """Names and paths may hold what a key may not."""
    return f"sign-ins:{hashlib.sha256(repr(parts).encode()).hexdigest()}"

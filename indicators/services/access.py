"""Accounts and tokens. Secrets are stored hashed and never enter the audit trail."""

import hashlib
import secrets
from collections.abc import Collection, Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, Role
from indicators.models import ApiToken, Area, Department, User
from indicators.queries.handover import is_responsible
from indicators.services.audit import Actor, record
from indicators.services.catalogue import save_department
from indicators.services.records import save_record

ACCOUNT_FIELDS = frozenset({"username", "full_name", "email", "department_id", "is_active"})
ADMINISTRATORS = frozenset({Role.ADMIN, Role.SECURITY, Role.AUDITOR})


@transaction.atomic
def create_user(
    *,
    username: str,
    password: str,
    role: str,
    actor: Actor,
    areas: Iterable[str] = (),
    department: str = "",
    full_name: str = "",
    email: str = "",
    must_change_password: bool = False,
    reason: str = "",
) -> User:
    """Make an account; raises `ValidationError` with every reason. A department not known yet is made."""
    user = User(
        username=username,
        full_name=full_name,
        email=email,
        role=role,
        must_change_password=must_change_password,
    )
    codes = list(dict.fromkeys(areas))
    found = Area.objects.in_bulk(codes, field_name="code")
    faults = [f"没有代码为“{code}”的地区" for code in codes if code not in found]
    if role not in Role.values:
        faults.append(f"没有角色“{role}”，可用：{'、'.join(Role.values)}")
    if User.objects.filter(username=username).exists():
        faults.append(f"已有用户名为“{username}”的账号")
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults.extend(error.messages)
    if faults:
        raise ValidationError(faults)
    user.set_password(password)  # slow on purpose, so before anything is locked
    if department:
        user.department = Department.objects.filter(name=department).first() or Department(name=department)
        save_department(department=user.department, actor=actor, reason=reason)
    save_record(instance=user, key=username, actor=actor, reason=reason)
    _set_areas(user=user, areas=found.values(), actor=actor, reason=reason)
    return user


@transaction.atomic
def save_account(*, user: User, actor: Actor, areas: Collection[Area] | None = None, reason: str = "") -> None:
    """Change an account, and its areas where given.

    Role and areas belong to the security administrator, the rest to the system administrator, and nobody changes his
    own role, areas or whether he is active.
    """
    if faults := _faults_of_change(user, actor, areas):
        raise ValidationError(faults)
    save_record(instance=user, key=user.username, actor=actor, reason=reason)
    if areas is not None:
        _set_areas(user=user, areas=areas, actor=actor, reason=reason)


def _faults_of_change(user: User, actor: Actor, areas: Collection[Area] | None) -> dict[str, str]:
    if actor.user is None:
        return {}
    stored = User.objects.get(pk=user.pk)
    changed = {name for name in ACCOUNT_FIELDS | {"role"} if getattr(stored, name) != getattr(user, name)}
    if areas is not None and set(stored.areas.all()) != set(areas):
        changed.add("areas")
    faults: dict[str, str] = {}
    if not actor.user.has_perm("indicators.change_user_access"):
        faults |= dict.fromkeys(changed & {"role", "areas"}, "角色和地区由安全管理员设定")
    if not actor.user.has_perm("indicators.add_user"):
        faults |= dict.fromkeys(changed & ACCOUNT_FIELDS, "账号信息由系统管理员维护")
    if actor.user == user:
        faults |= dict.fromkeys(changed & {"role", "areas"}, "不能修改自己的角色和地区，请由另一位安全管理员办理")
        faults |= dict.fromkeys(changed & {"is_active"}, "不能停用自己的账号")
    if "role" in changed and is_responsible(stored):
        faults["role"] = "该账号还是填报单位或填报表的填报人、审核人，请先移交工作再改角色"
    return faults


def _set_areas(*, user: User, areas: Collection[Area], actor: Actor, reason: str = "") -> None:
    old = sorted(user.areas.values_list("code", flat=True))
    new = sorted(area.code for area in areas)
    if old == new:
        return
    user.areas.set(areas)
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="user",
        object_key=user.username,
        old={"areas": old},
        new={"areas": new},
        reason=reason,
    )


@transaction.atomic
def set_password(*, user: User, password: str, actor: Actor) -> None:
    """Replace the password; the owner has then changed the initial one, an administrator's choice must be changed.

    Who can set a password can act as its owner. So that no administrator becomes another one at will, the passwords of
    the three are reset by the security administrator, all others by the system administrator.
    """
    keeper = Role.SECURITY if user.role in ADMINISTRATORS else Role.ADMIN
    if actor.user and actor.user != user and actor.user.role != keeper:
        raise ValidationError(f"{user.get_role_display()}的密码由本人修改，忘记时由{keeper.label}重设")
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = actor.user != user
    user.save(update_fields=["password", "must_change_password"])
    record(actor=actor, action=AuditAction.PASSWORD_SET, object_type="user", object_key=user.username)


def token_digest(token: str) -> str:
    """What is stored of a token. Tokens are long and random, so a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_token(*, user: User, actor: Actor) -> str:
    """Make a token for an account and return it; it cannot be shown again."""
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(user=user, digest=token_digest(token))
    record(actor=actor, action=AuditAction.TOKEN_ISSUED, object_type="user", object_key=user.username)
    return token


@transaction.atomic
def revoke_tokens(*, user: User, actor: Actor) -> int:
    """Revoke every token of an account; returns how many were in force."""
    count = user.tokens.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    if count:
        record(actor=actor, action=AuditAction.TOKEN_REVOKED, object_type="user", object_key=user.username)
    return count

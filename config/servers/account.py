"""The system account that PostgreSQL runs as: it refuses to run as root, so root runs it as `nobody`."""

import os
import pwd
from typing import TypedDict

from config.servers.errors import ServerError


def _nobody() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return None


_NOBODY = _nobody()
NOBODY_UID = _NOBODY.pw_uid if _NOBODY else 65534
NOBODY_GID = _NOBODY.pw_gid if _NOBODY else 65534


class Credentials(TypedDict, total=False):
    """The part of `subprocess.Popen`'s arguments that changes the account."""

    user: int
    group: int
    extra_groups: list[int]


def database_credentials() -> Credentials:
    """Empty for an ordinary user, `nobody` for root; raises `ServerError` where root has no `nobody`."""
    if os.geteuid() != 0:
        return {}
    if _NOBODY is None:
        raise ServerError(
            "以 root 运行内置 PostgreSQL 需要系统账号 nobody，本机没有；请改用普通用户运行，或设置 DATABASE_URL。"
        )
    return {"user": NOBODY_UID, "group": NOBODY_GID, "extra_groups": []}


def own_account_name() -> str:
    """The name of the account that runs this program, the one that may connect to the embedded database."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise ServerError(
            f"用户编号 {os.geteuid()} 在本机没有账号名，PostgreSQL 无法运行；请为它建立账号，或设置 DATABASE_URL。"
        ) from None

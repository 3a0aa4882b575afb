"""What one page allows, and the pages that the admin makes for every model."""

from dataclasses import dataclass

from indicators.choices import Role
from tests.access_pages.roles import AUDITOR, NOBODY, STAFF, Roles


@dataclass(frozen=True, kw_only=True)
class Page:
    """Who is answered `answer`; everybody else is refused with `refused`.

    `post` names whose empty form is looked at, everybody else is refused that; with None the page writes nothing and
    takes a POST as it likes. Where there is an object of foreign areas, only `foreign` find it, others get 404.
    """

    get: Roles
    answer: int = 200
    refused: int = 403
    post: Roles | None = None
    foreign: Roles = NOBODY
    missing: int = 404  # for an object that does not exist
    only_reads: bool = False  # an address of an object that takes no POST
    looked_up_by: Roles = NOBODY  # who is told 404 where there is no object, and only then that the role is wrong
    anonymous: int | None = None  # where it is not the login (admin) or 401 (API)
    address: str = ""  # where the pattern alone does not say what to ask for; `{key}` stands for the object
    model: str = ""  # of the object, where the pattern does not name it as those of the admin do

    def status(self, role: Role, *, in_admin: bool, method: str, which: str) -> int | None:
        """The status that `role` is to be answered; None where the page may choose, short of a breakdown."""
        if in_admin and role not in STAFF:
            return self.status_anonymous(in_admin=in_admin)
        allowed = self.get if method == "GET" or self.post is None else self.post
        if self.only_reads and method == "POST":
            return 405 if role in self.get else self.refused
        if which in ("missing", "foreign") and role in self.looked_up_by:
            return 404
        if role not in allowed:
            return self.refused
        if which == "missing":
            return self.missing
        if which == "foreign" and role not in self.foreign:
            return 404
        return self.answer if method == "GET" else None

    def status_anonymous(self, *, in_admin: bool) -> int:
        return self.anonymous or (302 if in_admin else 401)


def model_pages(
    name: str,
    *,
    view: Roles,
    add: Roles = NOBODY,
    change: Roles = NOBODY,
    delete: Roles = NOBODY,
    history: int = 302,
    foreign: Roles = NOBODY,
) -> dict[str, Page]:
    """The pages that the admin makes for every model; `history` leads the auditor to the entries, if there are any."""
    app_label, _, model_name = name.rpartition("_")
    return {
        f"admin:{name}_changelist": Page(get=view),
        f"admin:{name}_add": Page(get=add, post=add),
        f"admin:{name}_change": Page(get=view, post=change, foreign=foreign),
        f"admin:{name}_delete": Page(get=delete, post=delete, foreign=foreign),
        f"admin:{name}_history": Page(get=AUDITOR, answer=history, foreign=AUDITOR),
        f"admin/{app_label}/{model_name}/<path:object_id>/": Page(get=STAFF, answer=302, missing=302, foreign=STAFF),
    }

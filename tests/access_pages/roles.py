"""The sets of roles that the tables of access name."""

from indicators.choices import Role

Roles = frozenset[Role]


def only(*roles: Role) -> Roles:
    return frozenset(roles)


NOBODY = only()
EVERYBODY = only(*Role)
STAFF = EVERYBODY - {Role.EVALUATION}
API_READERS = EVERYBODY - {Role.ADMIN, Role.SECURITY, Role.AUDITOR}
READERS = API_READERS & STAFF
WORKERS = only(Role.ENTRY, Role.REVIEWER, Role.PUBLISHER)  # with returns
PUBLISHER = only(Role.PUBLISHER)
EVALUATION = only(Role.EVALUATION)
EVALUATORS = WORKERS | EVALUATION
MAKERS = only(Role.REVIEWER, Role.PUBLISHER)  # of bulletins
REVIEWER, ENTRY = only(Role.REVIEWER), only(Role.ENTRY)
ADMIN, SECURITY, AUDITOR = only(Role.ADMIN), only(Role.SECURITY), only(Role.AUDITOR)

"""Who may do what: how a person is known, and the roles that people have."""

from sifund.access.login import LOOPBACK, elsewhere, faults, mode, refuse_open
from sifund.access.roles import (
    LOCAL,
    NAMES,
    NEEDED,
    ROLES,
    STRANGER,
    UPLOADS,
    Ability,
    Role,
    User,
    assign,
    may,
    role_of,
    roles,
)

__all__ = [
    "LOCAL", "LOOPBACK", "NAMES", "NEEDED", "ROLES", "STRANGER", "UPLOADS", "Ability", "Role", "User", "assign", "elsewhere", "faults",
    "may", "mode", "refuse_open", "role_of", "roles",
]  # fmt: skip

"""The one gate between an address and an act."""

from typing import Any

import rules

from dialogwerk.core.errors import NotAllowed
from dialogwerk.core.permissions import Permission


def may(person: Any, permission: Permission, target: Any = None) -> bool:
    """Say whether `person` (also an anonymous one) may do `permission` to `target`."""
    return bool(rules.has_perm(permission, person, target))


def require(person: Any, permission: Permission, target: Any = None) -> None:
    """Do nothing if allowed, raise `NotAllowed` otherwise."""
    if not may(person, permission, target):
        raise NotAllowed(permission=permission, person=person)

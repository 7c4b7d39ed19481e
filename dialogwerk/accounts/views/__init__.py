"""One's own pages, one module per family."""

from dialogwerk.accounts.views.guests import confirm
from dialogwerk.accounts.views.people import profile

__all__ = ["confirm", "profile"]

"""Every permission has a line in the policy, and `visible_to` agrees with the gate."""

import pytest
from django.contrib.auth.models import AnonymousUser

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Entry, State
from dialogwerk.policy import POLICY
from tests import factories


def test_every_permission_has_a_line() -> None:
    assert set(POLICY) == set(Permission)


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("who", ["visitor", "paula", "edith", "author"])
def test_visible_to_agrees_with_the_gate(who, state, process, paula, edith) -> None:
    entry = factories.EntryFactory(process=process, state=state)
    if who == "author":
        entry.author = paula
        entry.save()
    person = {"visitor": AnonymousUser(), "paula": paula, "edith": edith, "author": paula}[who]

    assert (entry in Entry.objects.visible_to(person)) == may(person, Permission.READ_ENTRY, entry)

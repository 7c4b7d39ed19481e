"""What the page of one entry may cost those who are signed in: at most twelve queries, whoever they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogwerk.entries.actions.ratings import rate_entry
from dialogwerk.processes.models import Role
from tests import factories, lists

MOST = 12
PAGES = {"idea": (lists.IDEA, lists.an_idea), "entry": (lists.PROJECT, lists.a_project),
         "challenge": (lists.CHALLENGE, lists.a_challenge)}  # fmt: skip
VIEWERS = ["author", "participant", "contact", "lead"]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("page", PAGES)
def test_the_page_of_an_entry_stays_within_twelve_queries_for(signed_in, process, lena, paula, edith, page, viewer):
    address, make = PAGES[page]
    entry = make(process)
    entry.region = factories.ProcessRegionFactory(process=process, region__region_set=process.region_set).region
    entry.author = factories.PersonFactory()
    entry.save()
    contact = factories.PersonFactory()
    factories.TeamRoleFactory(process=process, person=contact, region=entry.region, role=Role.REGION_CONTACT)
    people = {"author": entry.author, "participant": paula, "contact": contact, "lead": lena}
    rate_entry(actor=paula, entry=entry, value=4)
    lists.make_replies(entry, [*people.values(), edith], 4)
    lists.make_card_rows(entry, [edith], 2)
    lists.make_stations(entry, [lena, paula, edith], 2)
    client = signed_in(people[viewer])

    client.get(address.format(it=entry))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address.format(it=entry)).status_code == 200

    assert len(queries) <= MOST, "\n".join(query["sql"] for query in queries)

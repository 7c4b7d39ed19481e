"""Joining in."""

import pytest

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import State
from dialogwerk.ideas.actions import offer_support, withdraw_support
from dialogwerk.ideas.models import Need, Support
from dialogwerk.ideas.queries import support_for
from dialogwerk.processes.models import Role
from tests import factories


def address(idea) -> str:
    return f"/dialog/ideen/{idea.pk}/mitmachen/"


def test_offer_reaches_office_and_author(signed_in, paula, idea, mailoutbox) -> None:
    need = Need.objects.create(idea=idea, text="Ein Raum")

    answer = signed_in(paula).post(address(idea), {"need": need.pk, "message": "Wir haben einen Raum."})

    support = Support.objects.get()
    assert answer.status_code == 302
    assert (support.need, support.person) == (need, paula)
    assert [mail.to for mail in mailoutbox] == [["buero@example.org"], ["ada@example.org"]]
    assert "paula@example.org" in mailoutbox[0].body
    assert "paula" not in mailoutbox[1].body.lower()
    assert AuditRecord.objects.get(act="offer_support").detail == {"support": support.pk}


def test_without_an_office_the_leads_are_told(paula, lena, idea, mailoutbox) -> None:
    idea.entry.region = None
    idea.entry.save()

    offer_support(actor=paula, idea=idea, message="Ich helfe.")

    assert [mail.to for mail in mailoutbox] == [["lena@example.org"], ["ada@example.org"]]


def test_form_has_a_page_of_its_own(client, idea) -> None:
    assert "Was können Sie beitragen?" in client.get(address(idea)).content.decode()


def test_empty_offer_and_strange_need(signed_in, paula, idea) -> None:
    stranger = Need.objects.create(idea=factories.IdeaFactory(entry__process=idea.entry.process), text="Geld")
    Need.objects.create(idea=idea, text="Ein Raum")

    assert signed_in(paula).post(address(idea), {"message": ""}).status_code == 422
    assert signed_in(paula).post(address(idea), {"message": "Gerne!", "need": stranger.pk}).status_code == 422


def test_visitor_is_led_to_confirm_her_address(client, idea, mailoutbox) -> None:
    data = {"message": "Ich helfe gern.", "guest_name": "Gerda", "guest_email": "gerda@example.org"}

    answer = client.post(address(idea), data)

    assert answer.status_code == 302
    assert not Support.objects.exists()
    assert [mail.to for mail in mailoutbox] == [["gerda@example.org"]]


@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.IN_REVIEW])
def test_no_offer_to_an_idea_that_is_not_public(paula, idea, state) -> None:
    idea.entry.state = state
    idea.entry.save()

    with pytest.raises(NotPossibleNow):
        offer_support(actor=paula, idea=idea, message="Ich helfe.")


def test_own_offer_is_withdrawn_by_nobody_else(signed_in, paula, ada, idea) -> None:
    support = offer_support(actor=paula, idea=idea, message="Ich helfe.")
    withdraw = f"{address(idea)}{support.pk}/zurueckziehen/"

    assert signed_in(ada).post(withdraw).status_code == 403
    assert signed_in(paula).post(withdraw).status_code == 302
    support.refresh_from_db()
    assert support.withdrawn_at is not None
    assert AuditRecord.objects.filter(act="withdraw_support").count() == 1
    with pytest.raises(NotPossibleNow):
        withdraw_support(actor=paula, support=support)


def test_team_settles_offers_in_its_inbox(signed_in, lena, mo, paula, idea) -> None:
    support = offer_support(actor=paula, idea=idea, message="Ich bringe Stühle.")
    client = signed_in(lena)
    assert "Ich bringe Stühle." in client.get("/werkstatt/dialog/angebote/").content.decode()

    client.post(f"{address(idea)}{support.pk}/erledigt/")

    support.refresh_from_db()
    assert support.settled_at is not None
    assert "Ich bringe Stühle." not in client.get("/werkstatt/dialog/angebote/").content.decode()
    assert "Ich bringe Stühle." in client.get("/werkstatt/dialog/angebote/?zeige=erledigt").content.decode()
    assert signed_in(mo).post(f"{address(idea)}{support.pk}/erledigt/").status_code == 403


def test_who_sees_which_offers(lena, mo, paula, idea, process) -> None:
    here = factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=idea.entry.region).person
    elsewhere = factories.TeamRoleFactory(
        process=process, role=Role.REGION_CONTACT, region=factories.RegionFactory()
    ).person
    support = offer_support(actor=paula, idea=idea, message="Ich helfe.")

    seen = {person.public_name: list(support_for(process, person)) for person in (lena, mo, here, elsewhere)}

    assert list(seen.values()) == [[support], [], [support], []]

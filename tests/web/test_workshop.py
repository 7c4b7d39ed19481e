"""What waits in the back office, and the protocol."""

import datetime
import re
from pathlib import Path

import pytest
from django.utils import timezone

from dialogwerk.core import audit
from dialogwerk.entries.models import Flag, Kind, State
from dialogwerk.events.models import EventStatus
from dialogwerk.ideas.models import Support
from dialogwerk.processes.models import Role
from dialogwerk.surveys.models import Proposal, Survey
from dialogwerk.synthesis.models import ChallengeSet, MissingNote
from dialogwerk.web.protocol import ACT_WORDS
from dialogwerk.web.waiting import waiting_for
from tests import factories

URL = "/werkstatt/dialog/"


@pytest.fixture
def region(process):
    return factories.ProcessRegionFactory(process=process, region__region_set=process.region_set).region


@pytest.fixture
def carla(process, region):
    """Is the contact of one region."""
    return factories.TeamRoleFactory(
        process=process, role=Role.REGION_CONTACT, region=region, person__public_name="Carla"
    ).person


def counts(person, process):
    return {one.key: one.count for one in waiting_for(person, process)}


@pytest.mark.parametrize("address", [URL, f"{URL}protokoll/", "/werkstatt/"])
def test_who_may_see_the_back_office(address, process, client, signed_in, paula, lena) -> None:
    visitor = client.get(address)
    assert visitor.status_code == 403
    assert "/konto/login/?next=" in visitor.content.decode()
    assert signed_in(paula).get(address).status_code == 403
    assert signed_in(lena).get(address).status_code == 200


def test_everything_that_waits_is_counted(process, region, lena, paula) -> None:
    factories.IdeaFactory(entry__process=process, entry__state=State.DRAFT, entry__published_at=None)
    factories.EntryFactory(process=process, state=State.IN_REVIEW, published_at=None)
    idea = factories.IdeaFactory(entry__process=process)
    Flag.objects.create(entry=idea.entry)
    factories.CommentFactory(entry=idea.entry, state=State.IN_REVIEW)
    Support.objects.create(idea=idea, person=paula, message="Ich helfe.")
    entry = factories.EntryFactory(process=process, kind=Kind.SURVEY)
    Proposal.objects.create(survey=Survey.objects.create(entry=entry), text="Pausen gehören allen.")
    soon = timezone.now() + datetime.timedelta(days=2)
    factories.EventFactory(entry__process=process, starts_at=soon)
    factories.EventFactory(entry__process=process, status=EventStatus.HELD)
    challenge_set = ChallengeSet.objects.create(process=process, title="Fünf", published_on=timezone.localdate())
    MissingNote.objects.create(challenge_set=challenge_set, entry=idea.entry, author=paula, reason="Fehlt.")

    assert counts(lena, process) == {
        "in_review": 1,
        "comments": 1,
        "proposals": 1,
        "draft": 1,
        "unanswered": 1,
        "no_region": 1,
        "no_topic": 1,
        "flags": 1,
        "support": 1,
        "missing": 1,
        "soon": 1,
        "undocumented": 1,
    }


def test_a_contact_sees_only_her_region(process, region, carla, lena) -> None:
    factories.IdeaFactory(entry__process=process, entry__region=region)
    factories.IdeaFactory(entry__process=process)

    assert counts(carla, process) == {"unanswered": 1, "support": 0}
    assert counts(lena, process)["unanswered"] == 2


def test_a_moderator_sees_what_she_decides(process, mo) -> None:
    assert set(counts(mo, process)) == {"in_review", "comments", "proposals", "draft", "flags", "missing"}


def test_recent_acts_in_words_and_only_of_ones_region(process, region, carla, lena, signed_in) -> None:
    for title, where in (("Hier", region), ("Dort", None)):
        entry = factories.EntryFactory(process=process, title=title, region=where)
        audit.record(
            actor=lena, act="change_state", target=entry, process_slug="dialog", before="draft", after="hidden"
        )

    whole = signed_in(lena).get(URL).content.decode()
    part = signed_in(carla).get(URL).content.decode()

    assert "hat die Sichtbarkeit geändert" in whole
    assert "Entwurf → verborgen" in whole
    assert ("„Hier“" in part, "„Dort“" in part) == (True, False)
    assert signed_in(carla).get(f"{URL}protokoll/").status_code == 403


def test_dashboard_costs_at_most_twelve_queries(process, lena, signed_in, django_assert_max_num_queries) -> None:
    for entry in factories.EntryFactory.create_batch(5, process=process):
        audit.record(actor=lena, act="add_entry", target=entry, process_slug="dialog")
    client = signed_in(lena)

    with django_assert_max_num_queries(12):
        client.get(URL)


def test_protocol_is_filtered_and_names_no_address(process, lena, edith, signed_in) -> None:
    audit.record(actor=lena, act="renew_preview", target=process, process_slug="dialog")
    audit.record(actor=None, act="create_process", target=process, process_slug="dialog")
    audit.record(actor=lena, act="rate_entry", target=process, process_slug="dialog")
    client = signed_in(edith)

    everything = client.get(f"{URL}protokoll/")
    filtered = client.get(f"{URL}protokoll/?act=renew_preview&since={timezone.localdate()}")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    assert len(everything.context["lines"]) == 2
    assert "Das System" in everything.content.decode()
    assert "lena@example.org" not in everything.content.decode()
    assert [line.record.act for line in filtered.context["lines"]] == ["renew_preview"]
    assert client.get(f"{URL}protokoll/?since={tomorrow}").context["lines"] == []
    assert client.get(f"{URL}protokoll/?since=gestern&act=x").status_code == 200


def test_protocol_has_pages(process, lena, signed_in) -> None:
    for _ in range(51):
        audit.record(actor=lena, act="renew_preview", target=process, process_slug="dialog")

    assert len(signed_in(lena).get(f"{URL}protokoll/?page=2").context["lines"]) == 1


def test_my_dialogues(process, lena, signed_in) -> None:
    factories.ProcessFactory(title="Nicht meiner")

    mine = signed_in(lena).get("/werkstatt/").content.decode()
    all_of_them = signed_in(factories.PersonFactory(is_operator=True)).get("/werkstatt/").content.decode()

    assert ("Gute Arbeit" in mine, "Nicht meiner" in mine, "Neuer Dialog" in mine) == (True, False, False)
    assert ("Nicht meiner" in all_of_them, "Neuer Dialog" in all_of_them) == (True, True)


def test_navigation_offers_only_what_one_may_see(process, carla, lena, signed_in) -> None:
    assert f'href="{URL}team/"' in signed_in(lena).get(URL).content.decode()
    assert f'href="{URL}team/"' not in signed_in(carla).get(URL).content.decode()


def test_every_act_has_words() -> None:
    of_people = {"join_as_guest", "revise_person"}  # belong to no dialogue
    named = re.compile(r'(?:\bact=|_(?:record|audit)\(\w+, |\brecord(?:_for_all)?\(\w+, )"(\w+)"')
    package = Path(__file__).resolve().parents[2] / "dialogwerk"
    acts = {act for path in package.glob("*/actions/*.py") for act in named.findall(path.read_text(encoding="utf-8"))}
    acts |= {act for path in package.glob("*/actions.py") for act in named.findall(path.read_text(encoding="utf-8"))}

    assert acts - of_people - set(ACT_WORDS) == set()


def test_a_comment_is_named_by_what_it_stands_on(process, lena, signed_in) -> None:
    comment = factories.CommentFactory(entry__process=process, entry__title="Die Idee")
    audit.record(actor=lena, act="edit_comment", target=comment, process_slug="dialog", entry=comment.entry_id)

    assert "„Die Idee“" in signed_in(lena).get(URL).content.decode()

"""The back office of ideas."""

import pytest

from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.bulk import change_many
from dialogwerk.entries.models import Entry, OfficialAnswer, Stage, State
from dialogwerk.ideas.actions.bulk import IDEA_ACTS
from dialogwerk.processes.models import Role
from tests import factories

LIST = "/werkstatt/dialog/ideen/"
BULK = "/werkstatt/dialog/ideen/auswahl/"


@pytest.fixture
def two(process, idea):
    other = factories.IdeaFactory(entry__process=process, entry__title="Lernfabrik", entry__state=State.IN_REVIEW)
    return [idea.entry, other.entry]


def numbers(entries):
    return [entry.pk for entry in entries]


def test_list_filters(signed_in, edith, two) -> None:
    client = signed_in(edith)

    everything = client.get(LIST).content.decode()
    waiting = client.get(LIST, {"state": "in_review"}).content.decode()
    OfficialAnswer.objects.create(entry=two[0], office="Amt", text="Ja.")
    unanswered = client.get(LIST, {"unanswered": "on"}).content.decode()

    assert all(title in everything for title in ("Digital-Scouts", "Lernfabrik"))
    assert "Digital-Scouts" not in waiting
    assert "Digital-Scouts" not in unanswered


def test_only_the_team(client, signed_in, paula, two) -> None:
    for address in (LIST, f"{LIST}{two[0].pk}/", "/werkstatt/dialog/angebote/"):
        client.logout()
        assert client.get(address).status_code == 403
        assert signed_in(paula).get(address).status_code == 403


def test_contact_of_a_region_sees_its_own_ideas(signed_in, process, two) -> None:
    contact = factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=two[0].region).person

    page = signed_in(contact).get(LIST).content.decode()

    assert "Digital-Scouts" in page
    assert "Lernfabrik" not in page


def test_list_costs_the_same_number_of_queries(signed_in, edith, process, django_assert_max_num_queries) -> None:
    client = signed_in(edith)
    factories.IdeaFactory(entry__process=process)
    client.get(LIST)
    with django_assert_max_num_queries(12) as few:
        client.get(LIST)
    for _ in range(20):
        factories.IdeaFactory(entry__process=process, entry__author=factories.PersonFactory())
    with django_assert_max_num_queries(12) as many:
        client.get(LIST)

    assert len(few) == len(many)


def test_bulk_act_is_shown_first_and_then_done(signed_in, edith, two) -> None:
    client = signed_in(edith)
    chosen = {"act": "withdraw", "entries": numbers(two)}

    shown = client.post(BULK, chosen).content.decode()
    untouched = Entry.objects.filter(state=State.WITHDRAWN).count()
    client.post(BULK, {**chosen, "confirmed": "1", "reason": "doppelt eingereicht"})

    assert "2 Ideen: zurückziehen" in shown
    assert untouched == 0
    assert Entry.objects.filter(state=State.WITHDRAWN).count() == 2
    assert AuditRecord.objects.filter(act="change_state").count() == 2


def test_bulk_acts(edith, two, process) -> None:
    topic = factories.TopicFactory(vocabulary__process=process)
    region = factories.RegionFactory(region_set=process.region_set)
    acts = [
        ("publish", {}),
        ("topic", {"topic": topic}),
        ("region", {"region": region}),
        ("stage", {"stage": Stage.CONCRETISED, "reason": "Arbeitsgruppe gebildet."}),
        ("draft", {"reason": ""}),
    ]

    done = {}
    for act, data in acts:
        done[act] = len(change_many(actor=edith, entries=two, acts=IDEA_ACTS, act=act, data=data).done)

    entry = Entry.objects.get(pk=two[1].pk)
    assert done == {"publish": 1, "topic": 2, "region": 2, "stage": 2, "draft": 2}
    assert (entry.state, entry.region, entry.stage) == (State.DRAFT, region, Stage.CONCRETISED)
    assert list(entry.topics.all()) == [topic]


def test_bulk_says_what_was_refused(mo, two) -> None:
    result = change_many(
        actor=mo, entries=two, acts=IDEA_ACTS, act="stage", data={"stage": Stage.DECIDED, "reason": "So."}
    )

    assert result.done == ()
    assert [why for _entry, why in result.refused] == ["Dafür fehlt Ihnen das Recht."] * 2


def test_bulk_without_selection_or_reason(signed_in, edith, two) -> None:
    client = signed_in(edith)

    nothing = client.post(BULK, {"act": "publish"}, follow=True).content.decode()
    no_reason = client.post(
        BULK, {"act": "stage", "entries": numbers(two), "confirmed": "1", "stage": Stage.DECIDED, "reason": ""}
    )

    assert "Bitte wählen Sie mindestens einen Eintrag" in nothing
    assert no_reason.status_code == 422


def test_answer_stage_and_state(signed_in, edith, two) -> None:
    client = signed_in(edith)
    address = f"{LIST}{two[0].pk}/"
    assert client.get(address).status_code == 200

    client.post(f"{address}antwort/", {"office": "Regionalagentur", "text": "Wir prüfen das."})
    client.post(f"{address}reifegrad/", {"stage": 20, "reason": "Gruppe gebildet.", "reached_on": "2018-01-17"})
    client.post(f"{address}sichtbarkeit/", {"state": "draft"})

    entry = Entry.objects.get(pk=two[0].pk)
    assert entry.official_answer.text == "Wir prüfen das."
    assert entry.stage_steps.get().reached_at.date().isoformat() == "2018-01-17"
    assert (entry.stage, entry.state) == (20, State.DRAFT)


def test_invalid_answers_of_the_team(signed_in, edith, two) -> None:
    client = signed_in(edith)
    address = f"{LIST}{two[0].pk}/"

    assert client.post(f"{address}antwort/", {"office": "", "text": ""}).status_code == 422
    assert client.post(f"{address}reifegrad/", {"stage": 20, "reason": ""}).status_code == 422
    assert (
        client.post(f"{address}reifegrad/", {"stage": 20, "reason": "x", "reached_on": "2999-01-01"}).status_code == 422
    )
    assert client.post(f"{address}sichtbarkeit/", {"state": "nonsense"}).status_code == 404


def test_moderator_may_not_answer(signed_in, mo, two) -> None:
    client = signed_in(mo)
    address = f"{LIST}{two[0].pk}/"

    assert client.get(address).status_code == 200
    assert client.post(f"{address}antwort/", {"office": "Amt", "text": "Nein."}).status_code == 403
    assert client.post(f"{address}reifegrad/", {"stage": 20, "reason": "x"}).status_code == 403


def test_selection_goes_to_the_desk_for_merging(signed_in, edith, two) -> None:
    answer = signed_in(edith).post(BULK, {"act": "relate", "entries": numbers(two)}, follow=True)

    assert "/verbinden/" in answer.redirect_chain[0][0]
    assert "Lernfabrik" in answer.content.decode()


def test_whoever_answers_second_sees_the_first_answer_and_loses_nothing(signed_in, edith, two) -> None:
    client, number = signed_in(edith), two[0].pk
    address = f"/werkstatt/dialog/ideen/{number}/antwort/"
    client.post(address, {"office": "Agentur", "text": "Wir fördern das.", "seen": ""})

    second = client.post(address, {"office": "Ministerium", "text": "Wir lehnen ab.", "seen": ""})

    assert second.status_code == 409
    page = second.content.decode()
    assert "Jemand hat inzwischen geantwortet: Agentur – „Wir fördern das.“" in page
    assert "Wir lehnen ab.</textarea>" in page
    seen = second.context["answer_form"]["seen"].value()
    assert client.post(address, {"office": "Ministerium", "text": "Wir lehnen ab.", "seen": seen}).status_code == 302
    two[0].refresh_from_db()
    assert OfficialAnswer.objects.get().text == "Wir lehnen ab."

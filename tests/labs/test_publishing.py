"""After the lab: marks, decisions, and cards that become contributions and ideas."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.ids import uuid7
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Entry, Kind, Link, Relation, SearchDocument, State
from dialogwerk.labs.actions import close_lab
from dialogwerk.labs.actions.plain import leave_address
from dialogwerk.labs.actions.publishing import decide_cards, publish_lab, word_card
from dialogwerk.labs.marks import groups_of_alike, signs_in
from dialogwerk.labs.models import Card, Decision
from dialogwerk.labs.queries import cards_in_review


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Lernzeit im Schichtplan", []),
        ("Fragen an sabine.muster@example.org", ["email"]),
        ("Anrufen unter 0271 / 333 11 60", ["phone"]),
        ("Treffpunkt Siegstraße 12", ["address"]),
        ("Herr Schneider vom Betriebsrat", ["name"]),
        ("Thomas Becker hat das gezeigt", ["name"]),
        ("Thomas und Sabine", []),
        ("In 2016 kamen 40 Betriebe, 2017 schon 120", []),
        ("Ein Weg 2025 zu gehen", []),
    ],
)
def test_signs_of_personal_data(text, signs) -> None:
    assert signs_in(text) == signs


def test_cards_that_say_the_same_stand_together() -> None:
    texts = ["Lernzeit in den Schichtplan schreiben", "Pflege entlasten", "In den Schichtplan Lernzeit schreiben!"]

    assert groups_of_alike(texts) == [[0, 2]]
    assert groups_of_alike([]) == []


def test_a_lab_becomes_contributions_and_an_idea(seat, closed, lena, event, board) -> None:
    phone, laptop = seat(), seat(facilitates=True)
    one, two = phone.write("Lernzeit im Schichtplan", column="idea"), phone.write("Betriebsrat als Partner")
    gone = phone.write("Vertippt")
    phone.act("life", gone, life="withdrawn", into=[])
    laptop.act(
        "create", uuid7(), kind="result", text="Lernzeit-Konto\nJede Schicht hat eine Stunde.", sources=[str(one)]
    )
    laptop.act("voice", two, voice="gewerkschaft")

    made = publish_lab(actor=lena, lab=closed())

    assert (made.contributions, made.ideas) == (2, 1)
    contribution = Card.objects.get(pk=one).entry
    assert (contribution.kind, contribution.state, contribution.origin_id) == (Kind.CONTRIBUTION, "published", event.pk)
    assert (contribution.origin_table, contribution.contribution.column) == (1, "idea")
    assert Card.objects.get(pk=two).entry.stakeholder_group == "gewerkschaft"
    assert Card.objects.get(pk=gone).entry is None
    idea = Entry.objects.get(kind=Kind.IDEA)
    assert (idea.title, idea.summary) == ("Lernzeit-Konto", "Jede Schicht hat eine Stunde.")
    assert Link.objects.get(target=idea).source == contribution
    assert AuditRecord.objects.filter(act="publish_lab").count() == 1


def test_merged_cards_lead_to_what_they_went_up_in(seat, closed, lena) -> None:
    phone, laptop = seat(), seat(facilitates=True)
    one, two, both = phone.write("Mentoren"), phone.write("Paten"), uuid7()
    laptop.send(
        laptop.make("create", both, text="Mentoren und Paten", sources=[str(one), str(two)]),
        laptop.make("life", one, life="merged", into=[str(both)]),
        laptop.make("life", two, life="merged", into=[str(both)]),
    )

    publish_lab(actor=lena, lab=closed())

    target = Card.objects.get(pk=both).entry
    sources = {link.source.summary for link in Link.objects.filter(target=target, relation=Relation.MERGED_INTO)}
    assert sources == {"Mentoren", "Paten"}
    assert Entry.objects.current().of_kind(Kind.CONTRIBUTION).get() == target


def test_marked_cards_wait_for_a_decision(seat, closed, lena, lab) -> None:
    card = seat().write("Frau Weber weiß, wie es geht")
    lab = closed()

    with pytest.raises(NotPossibleNow, match="noch nicht entschieden"):
        publish_lab(actor=lena, lab=lab)
    assert not Entry.objects.of_kind(Kind.CONTRIBUTION).exists()

    word_card(actor=lena, lab=lab, card=Card.objects.get(), text="Die Leiterin weiß, wie es geht")
    publish_lab(actor=lena, lab=lab)

    published = Card.objects.get(pk=card)
    assert published.entry.summary == "Die Leiterin weiß, wie es geht"
    assert published.text == "Frau Weber weiß, wie es geht"


def test_cards_that_are_left_out_stay_cards(seat, closed, lena) -> None:
    seat().write("Anrufen: 0171 2345678")
    lab = closed()

    decide_cards(actor=lena, lab=lab, cards=list(Card.objects.all()), decision=Decision.LEAVE_OUT, reason="privat")

    assert publish_lab(actor=lena, lab=lab).contributions == 0
    assert Card.objects.get().entry is None


def test_publishing_again_takes_what_came_late(seat, closed, lena) -> None:
    phone = seat()
    phone.write("Pünktlich angekommen")
    lab = closed()
    publish_lab(actor=lena, lab=lab)
    phone.write("Aus dem Funkloch")

    assert publish_lab(actor=lena, lab=lab).contributions == 1
    assert Entry.objects.of_kind(Kind.CONTRIBUTION).count() == 2


def test_an_open_lab_and_a_draft_are_not_published(seat, lab, lena, event) -> None:
    seat().write("Zu früh")
    with pytest.raises(NotPossibleNow, match="läuft noch"):
        publish_lab(actor=lena, lab=lab)
    event.entry.state = State.DRAFT
    event.entry.save()
    with pytest.raises(NotPossibleNow, match="Entwurf"):
        publish_lab(actor=lena, lab=close_lab(actor=lena, lab=lab))

    assert not Entry.objects.of_kind(Kind.CONTRIBUTION).exists()


def test_those_who_left_an_address_are_told_once(seat, closed, lena, django_capture_on_commit_callbacks) -> None:
    phone = seat()
    card = phone.write("Was wird daraus?")
    leave_address(device=phone.device, email="paula@example.org")
    lab = closed()

    publish_lab(actor=lena, lab=lab)
    publish_lab(actor=lena, lab=lab)

    assert [message.to for message in mail.outbox] == [["paula@example.org"]]
    assert f"/e/{Card.objects.get(pk=card).entry_id}" in mail.outbox[0].body
    phone.device.refresh_from_db()
    assert phone.device.email == ""


def test_the_review_in_the_back_office(signed_in, seat, closed, lena, event, board) -> None:
    phone = seat()
    marked = phone.write("Herr Schneider macht das gut")
    phone.write("Lernzeit im Schichtplan")
    phone.act("create", uuid7(), text="x" * 700)
    closed()
    client, place = signed_in(lena), [event.entry.process.slug, event.pk]

    shown = client.get(reverse("labs:review", args=place)).content.decode()
    assert shown.index("Herr Schneider") < shown.index("Lernzeit im Schichtplan")
    assert "x" * 700 in shown  # refused, but not lost

    client.post(reverse("labs:decide", args=place), {"card": [str(marked)], "decision": "take"})
    client.post(reverse("labs:word", args=[*place, marked]), {"text": "Der Vorsitzende macht das gut"})
    client.post(reverse("labs:publish", args=place))

    assert Entry.objects.of_kind(Kind.CONTRIBUTION).filter(summary="Der Vorsitzende macht das gut").exists()
    assert "Alles ist veröffentlicht." in client.get(reverse("labs:review", args=place)).content.decode()


def test_only_the_team_reviews(client, signed_in, event, lab, paula) -> None:
    address = reverse("labs:review", args=[event.entry.process.slug, event.pk])
    assert client.get(address).status_code == 403
    assert signed_in(paula).get(address).status_code == 403


def test_publishing_costs_the_same_for_five_cards_and_for_twenty(seat, lab, closed, lena, board) -> None:
    """Cards, a result that rests on all of them, and two that went up in another."""
    phone, laptop = seat(), seat(facilitates=True)

    def cost(count: int) -> int:
        notes = [phone.make("create", uuid7(), text=f"Gedanke {number} von {count}") for number in range(count)]
        phone.send(*notes)
        into = {"life": "merged", "into": [str(notes[0].card)]}
        laptop.send(*[laptop.make("life", note.card, **into) for note in notes[1:3]])
        laptop.act("create", uuid7(), kind="result", text=f"Ergebnis {count}\nText")
        ready = closed() if lab.status != "geschlossen" else lab
        with CaptureQueriesContext(connection) as queries:
            made = publish_lab(actor=lena, lab=ready)
        lab.status = ready.status
        assert (made.contributions, made.ideas) == (count, 1)
        return len(queries)

    cost(1)
    assert cost(5) == cost(20)

    merged, evidence = (Link.objects.filter(relation=one) for one in (Relation.MERGED_INTO, Relation.EVIDENCE_FOR))
    assert (merged.count(), evidence.count()) == (4, 1 + 3 + 18)
    assert Entry.objects.filter(is_superseded=True).count() == 4
    assert AuditRecord.objects.filter(act="add_entry", target_kind="entries.entry").count() == 1 + 5 + 20 + 3
    assert AuditRecord.objects.filter(act="link_entries", actor_number=lena.pk).count() == evidence.count()
    entry = Entry.objects.of_kind(Kind.CONTRIBUTION).order_by("pk").last()
    assert entry is not None
    assert [revision.reason for revision in entry.revisions.all()] == ["angelegt"]
    assert entry.licence == entry.process.licence
    assert SearchDocument.objects.filter(text__contains="gedanke 19 von 20").exists()


def test_the_review_costs_the_same_for_one_and_for_fifty_cards(signed_in, seat, closed, lena, event) -> None:
    phone = seat()
    client = signed_in(lena)
    address = reverse("labs:review", args=[event.entry.process.slug, event.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    phone.write("eine")
    cost()
    for_one = cost()
    phone.send(*[phone.make("create", uuid7(), text=f"Gedanke Nummer {number}") for number in range(50)])

    assert cost() == for_one <= 12


def test_marks_are_shown_first(seat, lab) -> None:
    phone = seat()
    phone.write("Alles gut")
    phone.write("Mail an a@b.de")

    assert [one.is_open for one in cards_in_review(lab)] == [True, False]

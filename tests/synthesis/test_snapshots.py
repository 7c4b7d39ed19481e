"""Snapshots: frozen by publishing, never changed by what comes later, and honest about what was removed since."""

import datetime
import json

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions import change_state, revise_entry
from dialogwerk.entries.models import Entry, Link, Revision, State
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.actions import Claim
from dialogwerk.synthesis.models import Challenge, EvidenceNotice, Mention, Snapshot
from dialogwerk.synthesis.queries.comparing import changes_between
from dialogwerk.synthesis.queries.snapshots import readable, tell_snapshot

MAY = datetime.date(2018, 5, 4)
PAGE = "/dialog/herausforderungen/stand/"


@pytest.fixture
def first(draft, challenge, edith) -> Snapshot:
    """The set as it was published in May."""
    found = actions.publish_set(actor=edith, challenge_set=draft, on=MAY)
    assert found is not None
    return found


def rewrite(challenge: Challenge, actor: Person, *claims: Claim, title: str = "Lernen kommt zur Arbeit") -> None:
    entry = Entry.objects.select_related("process").get(pk=challenge.pk)
    challenge.entry = entry
    actions.rewrite_challenge(
        actor=actor, challenge=challenge, expected_version=entry.version, title=title, claims=claims
    )


def publish_again(draft, edith) -> Snapshot:
    found = actions.publish_set(actor=edith, challenge_set=draft)
    assert found is not None
    return found


def html_of(client, number: int = 1) -> str:
    answer = client.get(f"{PAGE}{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_publishing_freezes_texts_evidence_and_facts(first, challenge, cards, edith) -> None:
    assert (first.number, first.taken_on, first.title, first.method) == (1, MAY, "Fünf Herausforderungen", "Zu zweit.")
    assert first.challenges == [
        {
            "number": challenge.pk,
            "title": "Lernen kommt zur Arbeit",
            "summary": "",
            "sentences": ["Scham hält ab.", "Zeit fehlt.", "Ganz allgemein."],
        }
    ]
    rows = list(first.evidence.values_list("sentence", "number", "version"))
    assert rows == [(0, cards[0].pk, 1), (0, cards[1].pk, 1), (1, cards[1].pk, 1), (1, cards[2].pk, 1)]
    facts = first.facts
    assert [(event["title"], event["total"], event["used"]) for event in facts["events"]] == [
        ("Ideenlabor Siegen", 4, 3)
    ]
    assert (facts["coverage"]["total"], facts["coverage"]["used"]) == (4, 3)
    assert ["unternehmen", 2, 2] in facts["coverage"]["groups"]
    assert facts["people"] == 1
    assert {"dialogwerk", "sensemaking", "numpy", "scikit-learn"} <= facts["versions"].keys()
    assert AuditRecord.objects.filter(act="freeze_challenge_set", actor_number=edith.pk).count() == 1


def test_publishing_the_same_again_makes_no_second_snapshot(first, draft, edith) -> None:
    assert actions.publish_set(actor=edith, challenge_set=draft) is None
    assert Snapshot.objects.count() == 1


def test_later_edits_leave_an_earlier_snapshot_alone(client, first, draft, challenge, cards, edith) -> None:
    rewrite(challenge, edith, Claim("Ganz anders.", (cards[3].pk,)), title="Neuer Titel")
    publish_again(draft, edith)

    html = html_of(client)

    for text in ("Scham hält ab.", "Lernen kommt zur Arbeit", "„Karte Nummer 2“", "Zum neuesten Stand"):
        assert text in html
    for text in ("Ganz anders.", "Neuer Titel", "Karte Nummer 4"):
        assert text not in html
    assert first.fingerprint == Snapshot.objects.get(pk=first.pk).fingerprint


def test_a_later_snapshot_shows_what_changed(client, first, draft, challenge, cards, edith) -> None:
    rewrite(
        challenge,
        edith,
        Claim("Scham hält viele ab.", (cards[0].pk, cards[3].pk)),
        Claim("Etwas Neues gehört dazu, das niemand erwartet hätte.", (cards[3].pk,)),
        Claim("Ganz allgemein."),
        title="Lernen kommt an den Arbeitsplatz",
    )
    actions.write_challenge(actor=edith, challenge_set=draft, title="Wege", claims=[Claim("Bus.", (cards[3].pk,))])
    second = publish_again(draft, edith)

    changes = changes_between(first, second, readable(first, second))

    assert (changes.added, changes.removed, changes.more, changes.less) == (["Wege"], [], 1, 2)
    (one,) = changes.changed
    assert one.is_renamed
    assert [(change.before, change.now, change.more, change.less) for change in one.sentences] == [
        ("Scham hält ab.", "Scham hält viele ab.", 1, 1),
        ("", "Etwas Neues gehört dazu, das niemand erwartet hätte.", 1, 0),
        ("Zeit fehlt.", "", 0, 2),
    ]
    html = html_of(client, 2)
    for text in (
        "Was sich seit dem 4. Mai 2018 geändert hat",
        "<ins>viele </ins>",
        "gestrichen",
        "neuer Satz",
        "umbenannt",
    ):
        assert text in html


def test_challenges_that_went_are_told(first, draft, challenge, cards, edith) -> None:
    actions.write_challenge(actor=edith, challenge_set=draft, title="Wege", claims=[Claim("Bus.", (cards[3].pk,))])
    challenge.entry.refresh_from_db()
    actions.withdraw_challenge(actor=edith, challenge=challenge)
    second = publish_again(draft, edith)

    changes = changes_between(first, second, readable(first, second))

    assert (changes.added, changes.removed) == (["Wege"], ["Lernen kommt zur Arbeit"])


def test_what_is_hidden_or_erased_later_vanishes_and_is_counted(client, first, cards, mo) -> None:
    change_state(actor=mo, entry=cards[0], state=State.HIDDEN)
    Link.objects.filter(source=cards[1]).delete()
    cards[1].delete()

    told = tell_snapshot(first, mo)
    html = html_of(client)

    assert told.gone == 2
    assert [(one.count, len(one.proofs), one.gone) for one in told.challenges[0].sentences] == [
        (2, 0, 2),
        (2, 1, 1),
        (0, 0, 0),
    ]
    assert "2 Beiträge wurden später entfernt" in html
    assert "Karte Nummer 1" not in html
    assert "Karte Nummer 2" not in html
    assert "Karte Nummer 3" in html


def test_a_reworded_contribution_is_shown_as_it_was(client, first, cards, edith) -> None:
    entry = Entry.objects.select_related("process").get(pk=cards[0].pk)
    Revision.objects.create(entry=entry, version=1, texts={"title": entry.title, "summary": "Karte Nummer 1"})
    revise_entry(actor=edith, entry=entry, expected_version=1, texts={"summary": "Später anders gesagt"})

    html = html_of(client)

    assert "„Karte Nummer 1“" in html
    assert "Später anders gesagt" not in html


def test_a_challenge_hidden_later_loses_its_texts(client, first, challenge, mo) -> None:
    challenge.entry.refresh_from_db()
    change_state(actor=mo, entry=challenge.entry, state=State.HIDDEN)

    html = html_of(client)

    assert "Scham hält ab." not in html
    assert "Diese Herausforderung ist nicht mehr öffentlich." in html
    assert "Scham" not in client.get(f"{PAGE}1/daten.json").content.decode()


def test_the_day_does_not_run_backwards(first, draft, challenge, cards, edith) -> None:
    rewrite(challenge, edith, Claim("Neu.", (cards[3].pk,)))

    with pytest.raises(NotPossibleNow, match=r"04\.05\.2018"):
        actions.publish_set(actor=edith, challenge_set=draft, on=MAY - datetime.timedelta(days=1))


def test_the_snapshot_as_data(client, first, challenge, cards, mo) -> None:
    change_state(actor=mo, entry=cards[0], state=State.WITHDRAWN)

    answer = client.get(f"{PAGE}1/daten.json")
    told = json.loads(answer.content)

    assert answer["Content-Disposition"] == 'attachment; filename="dialog-stand-1.json"'
    assert (told["format"], told["number"], told["removed_since"]) == ("dialogwerk-snapshot/1", 1, 1)
    assert told["versions"]["sensemaking"]
    sentence = told["challenges"][0]["sentences"][0]
    assert sentence["removed_since"] == 1
    assert [(one["number"], one["version"], one["text"]) for one in sentence["evidence"]] == [
        (cards[1].pk, 1, "Karte Nummer 2")
    ]


def test_a_snapshot_taken_back_says_so(client, signed_in, first, draft, edith) -> None:
    answer = signed_in(edith).post(f"/werkstatt/dialog/herausforderungen/stand/{first.number}/zuruecknehmen/")
    client.logout()

    assert answer.status_code == 302
    page = client.get(f"{PAGE}1/")
    assert page.status_code == 410
    assert "Stand 1 ist zurückgenommen" in page.content.decode()
    assert client.get(f"{PAGE}1/daten.json").status_code == 404
    assert actions.publish_set(actor=edith, challenge_set=draft).number == 2
    with pytest.raises(NotPossibleNow):
        actions.take_snapshot_back(actor=edith, snapshot=first)


def test_making_a_draft_of_the_set_takes_its_snapshots_back(client, first, draft, edith) -> None:
    actions.unpublish_set(actor=edith, challenge_set=draft)

    assert client.get(f"{PAGE}1/").status_code == 410


def test_only_who_agreed_is_named_and_can_change_her_mind(client, signed_in, draft, challenge, edith, mo) -> None:
    team = signed_in(edith)
    team.post("/werkstatt/dialog/herausforderungen/nennen/", {"agree": "1"})
    actions.publish_set(actor=mo, challenge_set=draft, on=MAY)

    assert "Edith und 1 weitere Person" in " ".join(html_of(client).split())
    assert "Mo" not in [one.person.public_name for one in Mention.objects.all()]

    team.post("/werkstatt/dialog/herausforderungen/nennen/", {"withdraw": "1"})
    client.logout()

    html = html_of(client)
    assert "Edith" not in html
    assert "(2 Personen)" in html


def test_authors_are_told_once_of_each_contribution(draft, challenge, cards, edith, paula) -> None:
    Entry.objects.filter(pk__in=[cards[0].pk, cards[1].pk]).update(author=paula)
    Entry.objects.filter(pk=cards[2].pk).update(author=edith)

    actions.publish_set(actor=edith, challenge_set=draft)

    (told,) = mail.outbox
    assert told.to == ["paula@example.org"]
    assert "2 Ihrer Beiträge sind Belege" in told.subject
    assert f"#{cards[0].pk} Karte Nummer 1" in told.body
    assert "/dialog/herausforderungen/stand/1/" in told.body

    rewrite(challenge, edith, Claim("Neu.", (cards[0].pk, cards[1].pk)))
    publish_again(draft, edith)

    assert len(mail.outbox) == 1
    assert EvidenceNotice.objects.count() == 2


def test_nobody_is_told_of_a_snapshot_taken_back_meanwhile(draft, challenge, cards, edith, paula) -> None:
    Entry.objects.filter(pk=cards[0].pk).update(author=paula)
    challenges = list(draft.challenges.select_related("entry").prefetch_related("sentences"))
    made = actions.freeze_set(actor=edith, challenge_set=draft, challenges=challenges, on=MAY, tells=False)
    actions.take_snapshot_back(actor=edith, snapshot=made)

    assert actions.tell_evidence_authors(snapshot=made, but=None) == 0
    assert mail.outbox == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_for_little_and_much(client, draft, challenge, cards, edith, count) -> None:
    for number in range(count):
        claims = [Claim(f"Satz {number} {place}.", tuple(card.pk for card in cards)) for place in range(count)]
        actions.write_challenge(actor=edith, challenge_set=draft, title=f"Nummer {number}", claims=claims)
    actions.publish_set(actor=edith, challenge_set=draft, on=MAY)
    rewrite(challenge, edith, *(Claim(f"Neu {place}.", (cards[3].pk,)) for place in range(count)))
    publish_again(draft, edith)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"{PAGE}2/").status_code == 200

    assert len(queries) == 12


def test_the_list_of_snapshots_on_the_page_of_the_set(client, first, draft, challenge, cards, edith) -> None:
    rewrite(challenge, edith, Claim("Neu.", (cards[3].pk,)))
    publish_again(draft, edith)

    html = client.get("/dialog/herausforderungen/").content.decode()

    assert "Stand 1 vom 4. Mai 2018" in html
    assert f'href="{PAGE}2/"' in html
    assert timezone.localdate() == Snapshot.objects.get(number=2).taken_on

"""From the empty form to the idea."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.models import Entry, Stage, State
from dialogwerk.ideas.actions import submit_contribution, submit_idea
from dialogwerk.ideas.content import IdeaContent
from dialogwerk.ideas.models import Contribution, Idea, IdeaDraft
from dialogwerk.places.models import Municipality
from dialogwerk.processes.models import Act, AskedField, Moderation, Phase
from tests import factories

NEW = "/dialog/ideen/neu/"
PREVIEW = "/dialog/ideen/neu/vorschau/"
SEND = "/dialog/ideen/neu/einreichen/"
TITLE = "Pausenraum mit Werkbank"
ANSWERS = {
    "title": TITLE,
    "summary": "Ein Raum, in dem Jung und Alt einander etwas zeigen können.",
    "problem": "Man sieht sich nicht.",
}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def content():
    return IdeaContent(title=TITLE, summary=ANSWERS["summary"], texts={"problem": "Man sieht sich nicht."})


def picture(width=40, height=30, *, exif=False, kind="JPEG") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    image = Image.new("RGB", (width, height), "red")
    details = image.getexif()
    if exif:
        details[0x010F] = "Kamera von Erika"
    image.save(buffer, kind, exif=details)
    return SimpleUploadedFile("bild.jpg", buffer.getvalue(), "image/jpeg")


def send(client):
    draft = IdeaDraft.objects.get(sent_as=None)
    return client.post(SEND, {"draft": draft.key})


def test_form_preview_and_sending_without_javascript(signed_in, paula, process) -> None:
    client = signed_in(paula)
    assert client.get(NEW).status_code == 200

    to_preview = client.post(NEW, {**ANSWERS, "act": "preview"})
    page = client.get(to_preview["Location"]).content.decode()
    thanks = send(client)

    entry = Entry.objects.get(title=TITLE)
    assert to_preview["Location"] == PREVIEW
    assert "Was als Nächstes geschieht" in page
    assert thanks["Location"] == reverse("ideas:thanks", args=["dialog", entry.pk])
    assert f"#{entry.pk}" in client.get(thanks["Location"]).content.decode()
    assert (entry.state, entry.author, entry.stage) == (State.PUBLISHED, paula, Stage.COLLECTED)
    assert entry.idea.problem == "Man sieht sich nicht."


def test_sender_gets_a_mail_with_the_number(signed_in, paula, process, mailoutbox) -> None:
    client = signed_in(paula)
    client.post(NEW, ANSWERS)
    send(client)

    entry = Entry.objects.get(title=TITLE)
    assert [mail.to for mail in mailoutbox] == [["paula@example.org"]]
    assert f"/e/{entry.pk}" in mailoutbox[0].body


def test_same_draft_sent_twice_is_one_idea(signed_in, paula, process) -> None:
    client = signed_in(paula)
    client.post(NEW, ANSWERS)
    key = IdeaDraft.objects.get().key

    first = client.post(SEND, {"draft": key})
    second = client.post(SEND, {"draft": key})

    assert first["Location"] == second["Location"]
    assert Idea.objects.count() == 1


def test_somebody_elses_draft_cannot_be_sent(signed_in, paula, lena, process) -> None:
    signed_in(lena).post(NEW, ANSWERS)
    key = IdeaDraft.objects.get().key

    assert signed_in(paula).post(SEND, {"draft": key}).status_code == 404


def test_process_that_looks_first(signed_in, paula, process) -> None:
    process.moderation = Moderation.BEFORE
    process.save()
    client = signed_in(paula)
    client.post(NEW, ANSWERS)

    page = client.get(send(client)["Location"]).content.decode()

    assert Entry.objects.get(title=TITLE).state == State.IN_REVIEW
    assert "wartet auf Freigabe" in page


def test_visitor_sends_in_as_a_guest(client, process, mailoutbox) -> None:
    client.post(NEW, ANSWERS)
    draft = IdeaDraft.objects.get()

    answer = client.post(SEND, {"draft": draft.key, "guest_name": "Gerda", "guest_email": "gerda@example.org"})
    code = "".join(sign for sign in mailoutbox[0].body.split("\n") if sign.strip().isalnum() and len(sign.strip()) >= 6)
    done = client.post(answer["Location"], {"code": code.strip()}, follow=True)

    entry = Entry.objects.get(title=TITLE)
    assert entry.author.public_name == "Gerda"
    assert entry.author.is_guest
    assert f"#{entry.pk}" in done.content.decode()


def test_invalid_form_keeps_what_was_typed(client, process) -> None:
    answer = client.post(NEW, {"title": "Hm", "summary": "Zu kurz, aber lang genug hoffentlich."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zu kurz, aber lang genug hoffentlich." in page
    assert IdeaDraft.objects.get().fields["title"] == "Hm"


def test_too_long_and_marked_up_text(signed_in, paula, process) -> None:
    client = signed_in(paula)
    too_long = client.post(NEW, {**ANSWERS, "title": "x" * 201})
    client.post(NEW, {**ANSWERS, "problem": "<script>alert(1)</script>"})
    send(client)

    page = client.get(f"/e/{Entry.objects.get().pk}", follow=True).content.decode()
    assert too_long.status_code == 422
    assert "<script>alert" not in page


def test_honeypot(signed_in, paula, process) -> None:
    client = signed_in(paula)
    client.post(NEW, ANSWERS)

    answer = client.post(SEND, {"draft": IdeaDraft.objects.get().key, "website": "https://spam.example"})

    assert answer.status_code == 422
    assert not Idea.objects.exists()


def test_autosave_keeps_a_visitors_text(client, process) -> None:
    answer = client.post("/dialog/ideen/neu/zwischenspeichern/", {"title": "Halb fert"})

    assert "Zwischengespeichert um" in answer.content.decode()
    assert "Halb fert" in client.get(NEW).content.decode()


def test_draft_begun_before_signing_in_goes_along(client, signed_in, paula, process) -> None:
    client.post("/dialog/ideen/neu/zwischenspeichern/", {"title": "Halb fertig"})

    page = signed_in(paula).get(NEW).content.decode()

    assert "Halb fertig" in page
    assert IdeaDraft.objects.get().person == paula


def test_draft_can_be_kept_and_thrown_away(signed_in, paula, process) -> None:
    client = signed_in(paula)
    client.post(NEW, {"title": "Später", "act": "save"})
    kept = "Später" in client.get(NEW).content.decode()
    client.post("/dialog/ideen/neu/verwerfen/")

    assert kept
    assert not IdeaDraft.objects.exists()


def test_form_asks_what_the_phase_asks(client, process) -> None:
    Phase.objects.update(asked_fields=[AskedField.GOALS])

    page = client.get(NEW).content.decode()

    assert 'name="goals"' in page
    for name in ("problem", "image", "region", "topics", "place_name"):
        assert f'name="{name}"' not in page


def test_topics_region_and_needs(signed_in, paula, process) -> None:
    Phase.objects.update(asked_fields=[AskedField.TOPICS, AskedField.REGION, AskedField.NEEDS])
    topic = factories.TopicFactory(vocabulary__process=process)
    region = factories.RegionFactory(region_set=process.region_set)
    client = signed_in(paula)
    client.post(NEW, {**ANSWERS, "topics": [topic.pk], "region": region.pk, "needs": "Ein Raum\n\nStühle"})
    send(client)

    entry = Entry.objects.get(title=TITLE)
    assert list(entry.topics.all()) == [topic]
    assert entry.region == region
    assert [need.text for need in entry.idea.needs.all()] == ["Ein Raum", "Stühle"]


def test_place_is_found_by_its_name_and_tells_the_region(signed_in, paula, process) -> None:
    siegen = Municipality.objects.create(ags="05970040", name="Siegen", folded_name="siegen", lon=8.02, lat=50.87)
    region = factories.RegionFactory(region_set=process.region_set, name="Siegen-Wittgenstein und Olpe")
    region.municipalities.add(siegen)
    client = signed_in(paula)
    unknown = client.post(NEW, {**ANSWERS, "place_name": "Entenhausen"})
    client.post(NEW, {**ANSWERS, "place_name": "Siegen"})
    again = client.get(NEW).content.decode()
    preview = client.get(PREVIEW).content.decode()
    send(client)

    entry = Entry.objects.get(title=TITLE)
    assert "Entenhausen" in unknown.content.decode()
    assert 'value="Siegen"' in again
    assert "Siegen-Wittgenstein und Olpe" in preview
    assert (entry.place_name, entry.lon, entry.region) == ("Siegen", 8.02, region)


def test_topic_of_another_dialogue_is_refused(client, process) -> None:
    stranger = factories.TopicFactory()

    assert client.post(NEW, {**ANSWERS, "topics": [stranger.pk]}).status_code == 422


def test_picture_is_kept_with_the_draft_and_loses_its_exif(signed_in, paula, process) -> None:
    client = signed_in(paula)
    client.post(NEW, {**ANSWERS, "image": picture(exif=True), "image_alt": "Ein rotes Feld"})
    kept = IdeaDraft.objects.get().image.read()
    send(client)

    attachment = Entry.objects.get(title=TITLE).attachments.get()
    assert b"Erika" not in kept
    assert b"Erika" not in attachment.file.read()
    assert attachment.alt == "Ein rotes Feld"
    assert not IdeaDraft.objects.get().image


def test_picture_without_description(client, process) -> None:
    answer = client.post(NEW, {**ANSWERS, "image": picture()})

    assert "Beschreiben Sie das Bild" in answer.content.decode()
    assert IdeaDraft.objects.get().image


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("liste.jpg", b"kein Bild", "image/jpeg"), "kein Bild"),
        (SimpleUploadedFile("gross.jpg", b"0" * (20 * 1024 * 1024), "image/jpeg"), "Erlaubt sind 10 MB"),
    ],
)
def test_unusable_picture(client, process, upload, words) -> None:
    answer = client.post(NEW, {**ANSWERS, "image": upload, "image_alt": "Etwas"})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_picture_of_too_many_pixels(client, process, monkeypatch) -> None:
    monkeypatch.setattr("dialogwerk.entries.actions.attachments.MAX_PIXELS", 100)

    answer = client.post(NEW, {**ANSWERS, "image": picture(), "image_alt": "Etwas"})

    assert "zu viele Bildpunkte" in answer.content.decode()


def test_similar_ideas_beside_the_title_and_on_the_preview(client, idea, process) -> None:
    from dialogwerk.entries.search import index_entry

    index_entry(idea.entry)
    beside = client.get("/dialog/ideen/neu/aehnliche/", {"title": "Scouts für Digitales"}).content.decode()
    client.post(NEW, {**ANSWERS, "title": "Digitale Scouts im Betrieb"})
    preview = client.get(PREVIEW).content.decode()

    assert "Digital-Scouts" in beside
    assert "Digital-Scouts" in preview


def test_preview_without_a_draft_leads_to_the_form(client, process) -> None:
    assert client.get(PREVIEW)["Location"] == NEW


@pytest.mark.parametrize("address", [NEW, PREVIEW, "/dialog/beitraege/neu/"])
def test_closed_page_says_when_it_closed_and_what_is_possible(client, process, address) -> None:
    now = timezone.now()
    Phase.objects.update(closes_at=now - datetime.timedelta(days=2), title="Sammeln")
    factories.OpenPhaseFactory(process=process, acts=[Act.RATE])

    page = client.get(address).content.decode()

    assert "zurzeit nicht möglich" in page
    assert "„Sammeln“ endete am" in page
    assert "bewerten und kommentieren" in page


def test_page_says_when_it_opens(client, process) -> None:
    Phase.objects.update(opens_at=timezone.now() + datetime.timedelta(days=3), title="Sammeln")

    assert "Es geht los am" in client.get(NEW).content.decode()


def test_concluded_dialogue_takes_nothing(client, process) -> None:
    process.status = "concluded"
    process.save()

    assert "Der Dialog ist abgeschlossen" in client.get(NEW).content.decode()


def test_submit_idea_is_audited_and_has_a_first_version(paula, process, content) -> None:
    idea = submit_idea(actor=paula, process=process, content=content)

    assert AuditRecord.objects.get(act="submit_idea").target_number == idea.pk
    assert idea.entry.revisions.get().texts["problem"] == "Man sieht sich nicht."
    assert idea.entry.stage_steps.get().stage == Stage.COLLECTED


def test_submit_idea_outside_of_phases(paula, process, content) -> None:
    Phase.objects.all().delete()

    with pytest.raises(NotPossibleNow):
        submit_idea(actor=paula, process=process, content=content)
    assert not Idea.objects.exists()


def test_rate_limit(signed_in, paula, process) -> None:
    client = signed_in(paula)
    statuses = []
    for number in range(11):
        client.post(NEW, {**ANSWERS, "title": f"Idee Nummer {number}"})
        statuses.append(send(client).status_code)

    assert statuses == [302] * 10 + [429]


def test_contribution_form(signed_in, paula, process) -> None:
    answer = signed_in(paula).post("/dialog/beitraege/neu/", {"text": "Bei uns fehlt ein Raum zum Reden."})

    contribution = Contribution.objects.select_related("entry").get()
    assert answer.status_code == 302
    assert contribution.entry.summary == "Bei uns fehlt ein Raum zum Reden."
    assert AuditRecord.objects.filter(act="submit_contribution").count() == 1


def test_contribution_of_a_guest(client, process, mailoutbox) -> None:
    answer = client.post(
        "/dialog/beitraege/neu/",
        {"text": "Bei uns fehlt ein Raum.", "guest_name": "Gerda", "guest_email": "gerda@example.org"},
    )

    assert answer.status_code == 302
    assert "konto" in answer["Location"]
    assert len(mailoutbox) == 1
    assert not Contribution.objects.exists()


def test_too_short_contribution(client, process) -> None:
    assert client.post("/dialog/beitraege/neu/", {"text": "Hm"}).status_code == 422


def test_submit_contribution_outside_of_phases(paula, process) -> None:
    Phase.objects.all().delete()

    with pytest.raises(NotPossibleNow):
        submit_contribution(actor=paula, process=process, text="Ein Gedanke.")

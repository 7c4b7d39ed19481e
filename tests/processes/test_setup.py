"""The pages of the set-up, all without JavaScript."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dialogwerk.processes.models import Process, ProcessStatus, Role
from tests import factories

FORMS = ["grunddaten", "traeger", "rechtliches", "strategie"]
LISTS = ["leitfragen", "phasen", "bausteine", "themen", "regionen", "regeln", "gremien", "partner"]
BASE = "/werkstatt/dialog/einrichten/"


@pytest.fixture
def operator(db):
    return factories.PersonFactory(public_name="Olga", is_operator=True)


@pytest.fixture
def contact(process):
    region = factories.ProcessRegionFactory(process=process, region__region_set=process.region_set)
    role = factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=region.region)
    return role.person


def fields(page, prefix=""):
    """Return what a browser would send from the forms of a page."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value is not None and name != "logo"}


def rows(page, *new, **changes):
    """Return what a browser would send from a list page, with more rows behind."""
    formset = page.context["rows"]
    kept = [form for form in formset.forms if form.initial.get("row")]
    data = {
        "z-TOTAL_FORMS": len(kept) + len(new),
        "z-INITIAL_FORMS": len(kept),
        "seen": page.context["seen"],
    }
    for number, form in enumerate(kept):
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False):
                data[f"z-{number}-{name}"] = value
    for number, row in enumerate(new, start=len(kept)):
        data |= {f"z-{number}-{name}": value for name, value in row.items()}
    return data | {name.replace("__", "-"): value for name, value in changes.items()}


@pytest.mark.parametrize("part", ["", *(f"{part}/" for part in FORMS + LISTS), "stand/abschliessen/"])
def test_who_may_see_the_set_up(part, process, client, signed_in, paula, edith, contact, lena) -> None:
    visitor = client.get(BASE + part)
    assert visitor.status_code == 403
    assert "/konto/login/?next=" in visitor.content.decode()
    for person in (paula, edith, contact):
        assert signed_in(person).get(BASE + part).status_code == 403
    assert signed_in(lena).get(BASE + part).status_code == 200


def test_unknown_parts_are_not_there(process, lena, signed_in) -> None:
    assert signed_in(lena).get(f"{BASE}unfug/").status_code == 404
    assert signed_in(lena).get(f"{BASE}themenfelder/").status_code == 404


@pytest.mark.parametrize("part", FORMS)
def test_forms_save_unchanged(part, process, lena, signed_in) -> None:
    client = signed_in(lena)

    answer = client.post(f"{BASE}{part}/", fields(client.get(f"{BASE}{part}/")), follow=True)

    assert answer.status_code == 200
    assert "Es gab nichts zu ändern." in answer.content.decode()


def test_base_data_keeps_what_was_typed_at_an_error(process, lena, signed_in) -> None:
    client = signed_in(lena)
    data = fields(client.get(f"{BASE}grunddaten/"))

    answer = client.post(
        f"{BASE}grunddaten/", data | {"motto": "Noch da", "started_on": "2026-05-01", "ended_on": "2026-04-01"}
    )

    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Beginn." in answer.content.decode()
    assert "Noch da" in answer.content.decode()


def test_two_people_at_the_same_text(process, lena, signed_in) -> None:
    client = signed_in(lena)
    data = fields(client.get(f"{BASE}grunddaten/"))
    Process.objects.filter(pk=process.pk).update(motto="Von der Kollegin")

    second = client.post(f"{BASE}grunddaten/", data | {"motto": "Von mir"})
    again = client.post(f"{BASE}grunddaten/", fields(second))

    assert second.status_code == 409
    assert "Von der Kollegin" in second.content.decode()
    assert "Von mir" in second.content.decode()
    assert again.status_code == 302
    process.refresh_from_db()
    assert process.motto == "Von mir"


def test_a_light_colour_is_refused(process, lena, signed_in) -> None:
    client = signed_in(lena)
    data = fields(client.get(f"{BASE}traeger/"))

    answer = client.post(f"{BASE}traeger/", data | {"accent": "#ffee00"})

    assert answer.status_code == 422
    assert "zu hell" in answer.content.decode()


def test_logo_is_made_small_and_anything_else_is_refused(process, lena, signed_in, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = signed_in(lena)
    data = fields(client.get(f"{BASE}traeger/"))
    stream = BytesIO()
    Image.new("RGB", (2000, 100), "navy").save(stream, "JPEG")

    wrong = client.post(f"{BASE}traeger/", data | {"logo": SimpleUploadedFile("x.png", b"kein Bild", "image/png")})
    right = client.post(
        f"{BASE}traeger/", data | {"logo": SimpleUploadedFile("x.jpg", stream.getvalue(), "image/jpeg")}
    )

    assert wrong.status_code == 422
    assert right.status_code == 302
    process.owner.refresh_from_db()
    assert process.owner.logo.width == 800


def test_an_owner_of_others_dialogues_can_only_be_read(process, lena, signed_in) -> None:
    factories.ProcessFactory(owner=process.owner, title="Fremder Dialog")
    client = signed_in(lena)

    answer = client.post(f"{BASE}rechtliches/", {"imprint": "Geändert"})

    assert "können Sie hier nur lesen" in answer.content.decode()
    process.owner.refresh_from_db()
    assert process.owner.imprint == ""


@pytest.mark.parametrize("part", LISTS)
def test_lists_save_unchanged(part, process, lena, signed_in) -> None:
    factories.RuleFactory(process=process)
    process.phases.update(opens_at="2026-05-01T10:00Z", closes_at=None)
    factories.ProcessRegionFactory(process=process, region__region_set=process.region_set)
    factories.VocabularyFactory(process=process)
    client = signed_in(lena)

    answer = client.post(f"{BASE}{part}/", rows(client.get(f"{BASE}{part}/")), follow=True)

    assert "Es gab nichts zu ändern." in answer.content.decode()


def test_an_empty_row_comes_by_button_and_keeps_what_was_typed(process, lena, signed_in) -> None:
    client = signed_in(lena)
    page = client.get(f"{BASE}regeln/")

    answer = client.post(f"{BASE}regeln/", rows(page, {"title": "", "text": "Nur der Text"}) | {"add": "1"})

    text = answer.content.decode()
    assert (answer.status_code, len(answer.context["rows"].forms)) == (200, 2)
    assert "Nur der Text" in text
    assert "kern-error" not in text
    assert not process.rules.exists()


def test_rows_are_added_put_in_order_removed_and_brought_back(process, lena, signed_in) -> None:
    client = signed_in(lena)
    url = f"{BASE}regeln/"
    client.post(url, rows(client.get(url), {"title": "Erste"}, {"title": "Zweite"}, {"title": "", "text": ""}))
    client.post(url, rows(client.get(url), z__0__position="3"))
    assert [rule.title for rule in process.rules.all()] == ["Zweite", "Erste"]

    page = client.post(url, rows(client.get(url), z__0__DELETE="on"), follow=True)
    assert [rule.title for rule in process.rules.all()] == ["Erste"]
    assert "Rückgängig machen" in page.content.decode()

    back = client.post(f"{url}zurueckholen/", follow=True)
    assert process.rules.count() == 2
    assert "Rückgängig machen" not in back.content.decode()


def test_a_faulty_row_is_marked_and_nothing_is_lost(process, lena, signed_in) -> None:
    client = signed_in(lena)
    url = f"{BASE}phasen/"
    new = {"title": "Labore", "opens_at": "2026-05-02T10:00", "closes_at": "2026-05-01T10:00", "acts": ["submit"]}

    answer = client.post(url, rows(client.get(url), new))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Beginn." in text
    assert "Labore" in text


def test_phases_may_overlap(process, lena, signed_in) -> None:
    client = signed_in(lena)
    url = f"{BASE}phasen/"
    new = {"title": "Labore", "acts": ["submit"], "asked_fields": ["goals"]}

    assert client.post(url, rows(client.get(url), new)).status_code == 302
    phase = process.phases.get(title="Labore")
    assert (phase.acts, phase.asked_fields) == (["submit"], ["goals"])


def test_two_people_at_the_same_list(process, lena, signed_in) -> None:
    client = signed_in(lena)
    url = f"{BASE}regeln/"
    page = client.get(url)
    factories.RuleFactory(process=process, title="Von der Kollegin")

    second = client.post(url, rows(page, {"title": "Von mir"}))

    assert second.status_code == 409
    assert "Von der Kollegin" in second.content.decode()
    assert "Von mir" in second.content.decode()
    again = client.post(url, rows(page, {"title": "Von mir"}) | {"seen": second.context["seen"]})
    assert again.status_code == 302
    assert {rule.title for rule in process.rules.all()} == {"Von der Kollegin", "Von mir"}


def test_a_topic_in_use_is_kept_with_the_reason(process, lena, signed_in) -> None:
    topic = factories.TopicFactory(vocabulary__process=process, title="Qualifizierung")
    factories.EntryFactory(process=process).topics.add(topic)
    client = signed_in(lena)
    url = f"{BASE}themen/{topic.vocabulary_id}/"

    answer = client.post(url, rows(client.get(url), z__0__DELETE="on"))

    assert answer.status_code == 409
    assert "„Qualifizierung“ wird noch gebraucht" in answer.content.decode()


def test_a_region_stands_only_once(process, lena, signed_in) -> None:
    region = factories.RegionFactory(region_set=process.region_set)
    client = signed_in(lena)
    url = f"{BASE}regionen/"

    answer = client.post(url, rows(client.get(url), {"region": region.pk}, {"region": region.pk}))

    assert answer.status_code == 422
    assert "steht schon weiter oben" in answer.content.decode()


def test_regions_of_a_set_come_at_once_and_bind_the_set(process, lena, signed_in) -> None:
    factories.RegionFactory.create_batch(3, region_set=process.region_set)
    other = factories.RegionSetFactory(slug="anderer", title="Anderer Schnitt")
    client = signed_in(lena)

    client.post(f"{BASE}regionen/alle/")
    page = client.get(f"{BASE}regionen/")
    seen = page.context["region_set_form"].initial["seen"]
    refused = client.post(f"{BASE}regionen/schnitt/", {"region_set": other.pk, "seen": seen}, follow=True)

    assert process.process_regions.count() == 3
    assert "noch 3 Regionen aus einem anderen Schnitt" in refused.content.decode()


def test_benches_take_seats_as_lines(process, lena, signed_in) -> None:
    committee = process.committees.create(kind="beirat", name="Beirat")
    client = signed_in(lena)
    url = f"{BASE}gremien/{committee.pk}/"
    client.post(url, rows(client.get(url), {"name": "Ministerien", "seats": "Arbeit; Vorsitz\nWirtschaft\n"}))

    seats = [(seat.office, seat.function) for seat in committee.benches.get().seats.all()]

    assert seats == [("Arbeit", "Vorsitz"), ("Wirtschaft", "")]
    again = client.post(url, rows(client.get(url)), follow=True)
    assert "Es gab nichts zu ändern." in again.content.decode()


def test_a_topic_is_mapped_to_those_of_others(process, lena, signed_in) -> None:
    topic = factories.TopicFactory(vocabulary__process=process)
    other = factories.TopicFactory(title="Dasselbe anderswo")
    client = signed_in(lena)
    url = f"{BASE}zuordnung/{topic.pk}/"
    assert "Dasselbe anderswo" in client.get(url).content.decode()

    client.post(url, {"targets": [other.pk]})

    assert list(topic.maps_to.all()) == [other]


def test_the_same_number_of_queries_for_any_number_of_rows(process, lena, signed_in, django_assert_max_num_queries):
    factories.TopicFactory.create_batch(12, vocabulary=factories.VocabularyFactory(process=process))
    factories.RuleFactory.create_batch(12, process=process)
    for region in factories.RegionFactory.create_batch(12, region_set=process.region_set):
        factories.ProcessRegionFactory(process=process, region=region)
        process.committees.create(kind="beirat", name="Beirat", region=region)
    committee = process.committees.first()
    for number in range(5):
        committee.benches.create(name=f"Bank {number}").seats.create(office="Amt")
    client = signed_in(lena)
    pages = [*LISTS, f"themen/{process.vocabularies.get().pk}", f"gremien/{committee.pk}"]
    for part in pages:
        with django_assert_max_num_queries(12):
            assert client.get(f"{BASE}{part}/").status_code == 200


def test_overview_shows_what_is_missing(process, lena, signed_in) -> None:
    Process.objects.filter(pk=process.pk).update(status=ProcessStatus.DRAFT, motto="")

    text = signed_in(lena).get(BASE).content.decode()

    assert "Vor dem Öffnen fehlt noch:" in text
    assert "Leitgedanke" in text


def test_a_step_is_confirmed_and_says_what_it_needs(process, lena, signed_in) -> None:
    client = signed_in(lena)
    url = f"{BASE}stand/abschliessen/"

    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"closing_note": "Danke an alle.", "confirmed": "on"}).status_code == 302
    process.refresh_from_db()
    assert process.status == ProcessStatus.CONCLUDED


def test_opening_a_draft_with_gaps_is_refused(process, lena, signed_in) -> None:
    Process.objects.filter(pk=process.pk).update(status=ProcessStatus.DRAFT)

    answer = signed_in(lena).post(f"{BASE}stand/oeffnen/", {"confirmed": "on"})

    assert answer.status_code == 409
    assert "Zum Öffnen fehlt noch" in answer.content.decode()


def test_preview_link_opens_a_draft_until_it_is_renewed(process, client, lena) -> None:
    Process.objects.filter(pk=process.pk).update(status=ProcessStatus.DRAFT)
    about = "/dialog/rechtliches/impressum/"
    assert client.get(about).status_code == 404

    assert client.get(f"/vorschau/{process.preview_token}/").status_code == 302
    assert client.get(about).status_code == 200

    Process.objects.filter(pk=process.pk).update(preview_token="anders")
    assert client.get(about).status_code == 404
    assert client.get(f"/vorschau/{process.preview_token}/").status_code == 404


def test_operators_make_dialogues(operator, lena, signed_in) -> None:
    assert signed_in(lena).get("/werkstatt/neu/").status_code == 403
    client = signed_in(operator)
    data = {"title": "Zukunft der Pflege", "language": "de", "organisation_name": "Amt für Pflege"}

    reserved = client.post("/werkstatt/neu/", data | {"slug": "suche"})
    answer = client.post("/werkstatt/neu/", data)

    assert reserved.status_code == 422
    assert "für eine andere Seite vergeben" in reserved.content.decode()
    assert answer.headers["Location"] == "/werkstatt/zukunft-der-pflege/einrichten/"
    assert client.post("/werkstatt/neu/", data).status_code == 422

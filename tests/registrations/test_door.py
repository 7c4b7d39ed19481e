"""The door: exactly once in any order, the plain form, helpers without an account, no more data than needed."""

import datetime
import json
import uuid

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.registrations.actions import Operation, apply_operations
from dialogwerk.registrations.forms.door import read_operations
from dialogwerk.registrations.models import CheckIn, Registration, RegistrationForm, Source, Status
from tests import factories
from tests.registrations.people import acts, move_event, sign_up


@pytest.fixture
def base(form) -> str:
    return f"/werkstatt/dialog/termine/{form.pk}/einlass/"


def arrival(registration: Registration, **more: object) -> Operation:
    fields = {"id": uuid.uuid4(), "kind": "arrival", "registration": registration.pk, "at": timezone.now()}
    return Operation(**(fields | more))


def undo(registration: Registration, *check_ins: Operation) -> Operation:
    return arrival(registration, kind="undo", undone=[one.id for one in check_ins])


def walk_in(name: str) -> Operation:
    return Operation(uuid.uuid4(), "walk_in", uuid.uuid4(), timezone.now(), name=name)


def present(form: RegistrationForm) -> set[str]:
    return {one.name for one in form.registrations.present()}


def send(client, base: str, *operations: Operation):
    told = [
        {"id": str(one.id), "kind": one.kind, "registration": str(one.registration), "at": one.at.isoformat(),
         "undone": [str(number) for number in one.undone], "name": one.name}
        for one in operations
    ]  # fmt: skip
    body = json.dumps({"device": "Gerät 1", "operations": told})
    return client.post(base + "senden/", body, content_type="application/json")


def test_two_devices_let_the_same_person_in(form) -> None:
    paula = sign_up(form, "Paula")

    for device in ("A", "B"):
        apply_operations(actor=None, form=form, operations=[arrival(paula)], device=device)

    assert form.registrations.present().count() == 1
    assert acts()[1:] == ["check_in", "check_in"]


def test_sending_again_changes_nothing_and_is_not_on_record(form) -> None:
    operations = [arrival(sign_up(form, "Paula")), walk_in("Willi")]
    first = apply_operations(actor=None, form=form, operations=operations)
    again = apply_operations(actor=None, form=form, operations=operations)

    assert first == again == ([one.id for one in operations], [])
    assert present(form) == {"Paula", "Willi"}
    assert acts().count("check_in") == 1


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_any_number_of_tries_end_the_same(process, data) -> None:
    form = factories.RegistrationFormFactory(event__entry__process=process)
    anna, bea, cem = factories.RegistrationFactory.create_batch(3, form=form)
    first, second, third = arrival(anna), arrival(anna), arrival(bea)
    operations = [first, second, third, undo(bea, third), undo(anna, first), walk_in("Willi"), arrival(cem)]
    sent = data.draw(st.lists(st.sampled_from(operations), max_size=12)) + data.draw(st.permutations(operations))

    while sent:
        size = data.draw(st.integers(1, len(sent)))
        apply_operations(actor=None, form=form, operations=sent[:size])
        sent = sent[size:]

    assert present(form) == {anna.name, cem.name, "Willi"}
    assert form.registrations.filter(source=Source.DOOR).count() == 1


def test_a_walk_in_comes_in_beyond_all_seats(form) -> None:
    form.capacity = 0
    form.save()

    done, refused = apply_operations(actor=None, form=form, operations=[walk_in("Willi"), walk_in(" ")])

    assert (len(done), len(refused)) == (1, 1)
    willi = form.registrations.get()
    assert (willi.status, willi.email, len(willi.code)) == (Status.CONFIRMED, "", 4)


def test_people_of_other_events_are_refused(form) -> None:
    stranger = factories.RegistrationFactory()

    done, refused = apply_operations(actor=None, form=form, operations=[arrival(stranger)])

    assert (done, len(refused), CheckIn.objects.count()) == ([], 1, 0)


def test_a_clock_that_runs_ahead_is_set_right(form) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)

    apply_operations(actor=None, form=form, operations=[arrival(sign_up(form, "Paula"), at=tomorrow)])

    assert CheckIn.objects.get().at <= timezone.now()


@pytest.mark.parametrize(
    "content",
    ["x", {"operations": "x"}, {"operations": [{}] * 501}, [], {}],
    ids=["text", "no list", "too many", "list", "nothing"],
)
def test_nonsense_is_refused(signed_in, base, edith, content) -> None:
    answer = signed_in(edith).post(base + "senden/", json.dumps(content), content_type="application/json")

    assert answer.status_code == 400


def test_parts_that_make_no_sense_are_left_out() -> None:
    number = str(uuid.uuid4())
    good = {"id": number, "kind": "arrival", "registration": number, "at": "gestern", "undone": 5}
    bad = [None, {}, {**good, "kind": "x"}, {**good, "id": "x"}, {"id": number, "kind": "undo"}]

    (operation,) = read_operations([good, *bad])

    assert (operation.undone, operation.group) == ([], "")


def test_a_device_sends_and_gets_the_list_with_no_more_than_it_needs(signed_in, base, form, tables, mo) -> None:
    paula = sign_up(form, "Paula", organisation="Stahlwerk", group="kammer", needs="Rampe", first_wish=tables[0])
    client = signed_in(mo)
    operation = arrival(paula)

    answer = send(client, base, operation).json()

    assert answer["done"] == [str(operation.id)]
    assert answer["people"] == [
        {"id": str(paula.pk), "name": "Paula", "organisation": "Stahlwerk", "table": 1, "code": paula.code,
         "waits": False, "here": [str(operation.id)]}
    ]  # fmt: skip
    listed = client.get(base + "liste.json")
    assert listed.json()["people"] == answer["people"]
    assert "no-store" in listed["Cache-Control"]


def test_who_may_stand_at_the_door(client, signed_in, base, form, edith, mo, paula) -> None:
    for person, status in ((edith, 200), (mo, 200), (paula, 403)):
        for part in ("", "liste.json"):
            assert signed_in(person).get(base + part).status_code == status
        assert send(signed_in(person), base).status_code == status
    client.logout()
    assert client.get(base + "liste.json").status_code == 403


def test_a_helper_without_account_uses_the_link(client, base, form, edith, signed_in) -> None:
    sign_up(form, "Paula")
    assert client.get(base + "helfen/falsch/").status_code == 404
    client.get(f"{base}helfen/{form.door_key}/")

    assert "Einlass" in client.get(base).content.decode()
    assert len(client.get(base + "liste.json").json()["people"]) == 1
    other = factories.RegistrationFormFactory(event__entry__process=form.event.entry.process)
    assert client.get(f"/werkstatt/dialog/termine/{other.pk}/einlass/").status_code == 403

    move_event(form.event, days=-3)
    assert client.get(base).status_code == 403


def test_a_new_link_ends_the_old_one(client, signed_in, base, form, edith) -> None:
    old = form.door_key
    page = signed_in(edith).post(base + "helfen/", follow=True).content.decode()
    form.refresh_from_db()

    assert form.door_key in page
    assert form.door_key != old
    assert "renew_door_key" in acts()
    client.logout()
    assert client.get(f"{base}helfen/{old}/").status_code == 404


def test_the_plain_form_finds_lets_in_and_takes_back(signed_in, base, form, mo) -> None:
    paula = sign_up(form, "Paula")
    sign_up(form, "Petra")
    client = signed_in(mo)
    assert "Paula" not in client.get(base).content.decode()
    page = client.get(base, {"q": paula.code.lower()}).content.decode()
    assert "Paula" in page
    assert "Petra" not in page
    number = str(uuid.uuid4())
    fields = {"id": number, "registration": str(paula.pk), "kind": "arrival"}

    for _ in range(2):
        assert client.post(base, fields).status_code == 302
    assert CheckIn.objects.count() == 1
    assert "ist da" in client.get(base, {"q": "paula"}).content.decode()

    client.post(base, {"id": str(uuid.uuid4()), "registration": str(paula.pk), "kind": "undo", "undone": [number]})
    assert present(form) == set()


def test_the_plain_form_adds_somebody_who_is_not_on_the_list(signed_in, base, form, mo) -> None:
    client = signed_in(mo)
    fields = {
        "id": str(uuid.uuid4()),
        "registration": str(uuid.uuid4()),
        "kind": "walk_in",
        "name": "Willi",
        "group": "kammer",
    }
    wrong = client.post(base, fields | {"name": ""})
    assert wrong.status_code == 422
    assert "tragen Sie den Namen ein" in wrong.content.decode()

    client.post(base, fields)
    client.post(base, fields)

    assert present(form) == {"Willi"}
    assert Registration.objects.get().group == "kammer"


def test_the_worker_lies_below_the_page_and_serves_nothing_else(client, base, form) -> None:
    answer = client.get(base + "worker.js")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in answer
    assert client.get(base).status_code == 403


def test_without_registration_the_door_leads_to_its_set_up(signed_in, base, form, edith) -> None:
    form.delete()

    answer = signed_in(edith).get(base + "helfen/", follow=True)

    assert answer.redirect_chain == [(base.replace("einlass/", "anmeldung/einrichten/"), 302)]
    assert "Den Einlass gibt es, sobald die Anmeldung eingerichtet ist." in answer.content.decode()

"""Many people at once: no seat is given away twice, on PostgreSQL and on SQLite."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections

from dialogwerk.registrations import actions
from dialogwerk.registrations.actions import periodic
from dialogwerk.registrations.models import Registration, RegistrationForm, SeatReservation, SentMail, Status
from tests.registrations.people import sign_up

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[[list[Callable[[], Any]]], list[Any]]


@pytest.fixture
def at_once(tmp_path: Path) -> Iterator[Run]:
    """Return a function that runs acts at once, each in a thread with a connection of its own.

    SQLite in memory knows no waiting for a lock: there the threads get a file with the same content.
    """
    name = connection.settings_dict["NAME"]

    def run(acts: list[Callable[[], Any]]) -> list[Any]:
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            file = tmp_path / "shared.sqlite3"
            if not file.exists():
                with sqlite3.connect(file) as copy:
                    connection.connection.backup(copy)
                    copy.execute("PRAGMA journal_mode=WAL")  # threads that turn it on at once lock each other out
                copy.close()
            connection.settings_dict["NAME"] = str(file)
        results: list[Any] = [None] * len(acts)
        start = threading.Barrier(len(acts))

        def work(place: int, act: Callable[[], Any]) -> None:
            try:
                start.wait()
                results[place] = act()
            except Exception as error:
                results[place] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    yield run
    connection.settings_dict["NAME"] = name


def read(at_once: Run, question: Callable[[], Any]) -> Any:
    """Ask the database the threads wrote to."""
    (answer,) = at_once([question])
    return answer


def test_many_at_once_never_overbook(form, tables, table_seats, at_once) -> None:
    SeatReservation.objects.create(form=form, group="gewerkschaft", seats=1)
    wish = {"first_wish": tables[0], "second_wish": tables[1]}
    acts = [lambda name=f"P{n}": sign_up(form, name, **wish).status for n in range(12)]
    acts.append(lambda: sign_up(form, "Gitte", group="gewerkschaft", **wish).status)

    results = at_once(acts)

    assert Counter(results[:12]) == {Status.CONFIRMED: 3, Status.WAITING: 9}
    assert results[12] == Status.CONFIRMED
    taken = read(at_once, lambda: Counter(Registration.objects.seated().values_list("table__number", flat=True)))
    assert taken == {1: 2, 2: 2}
    codes = read(at_once, lambda: list(Registration.objects.values_list("code", flat=True)))
    assert len(set(codes)) == 13


def test_the_same_address_at_once_is_registered_once(form, at_once) -> None:
    results = at_once([lambda: sign_up(form, "Paula").pk for _ in range(6)])

    assert len(set(results)) == 1
    assert read(at_once, Registration.objects.count) == 1
    assert len([message for message in mail.outbox if message.subject.startswith("Sie sind angemeldet")]) == 1


def test_one_free_seat_is_offered_once_however_many_workers_look(form, at_once) -> None:
    people = [sign_up(form, f"P{n}") for n in range(8)]
    mail.outbox.clear()
    acts: list[Callable[[], Any]] = [periodic.move_up] * 4
    acts.append(lambda: actions.cancel_registration(actor=None, registration=people[0]))

    at_once(acts)

    assert read(at_once, lambda: Registration.objects.filter(status=Status.OFFERED).count()) == 1
    assert len([message for message in mail.outbox if message.subject.startswith("Ein Platz ist frei")]) == 1


def test_two_workers_send_a_change_of_the_event_once(form, at_once) -> None:
    sign_up(form, "Paula")
    form.event.sequence = 1
    form.event.save()
    mail.outbox.clear()

    at_once([periodic.tell_event_changes] * 4)

    assert len(mail.outbox) == 1
    assert read(at_once, lambda: SentMail.objects.filter(key="event:1").count()) == 1
    assert read(at_once, lambda: RegistrationForm.objects.get().told_sequence) == 1

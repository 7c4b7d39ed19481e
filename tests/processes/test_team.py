"""The team page."""

import datetime
import re

import pytest
from django.utils import timezone

from dialogwerk.processes.models import Role, TeamRole
from tests import factories

URL = "/werkstatt/dialog/team/"


def test_who_may_see_the_team(process, client, signed_in, paula, edith, lena) -> None:
    assert client.get(URL).status_code == 403
    assert signed_in(paula).get(URL).status_code == 403
    assert signed_in(edith).get(URL).status_code == 403
    assert "lena@example.org" in signed_in(lena).get(URL).content.decode()


def test_a_lead_gives_a_role(process, lena, signed_in) -> None:
    answer = signed_in(lena).post(URL, {"email": "neu@example.org", "role": Role.MODERATOR}, follow=True)

    assert TeamRole.objects.get(person__email="neu@example.org").role == Role.MODERATOR
    assert "bekommt eine Nachricht" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"role": Role.REGION_CONTACT}, "Für welche Region"),
        ({"role": Role.EDITOR, "from_on": "2026-02-02", "until_on": "2026-01-01"}, "endet, bevor sie beginnt"),
        ({"role": Role.EDITOR, "email": "edith@example.org"}, "hat diese Rolle schon"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(data, words, process, lena, edith, signed_in) -> None:
    answer = signed_in(lena).post(URL, {"email": "wer@example.org"} | data)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_lead_has_no_region(process, lena, signed_in) -> None:
    region = factories.ProcessRegionFactory(process=process).region

    answer = signed_in(lena).post(URL, {"email": "a@example.org", "role": Role.LEAD, "region": region.pk})

    assert "gilt für den ganzen Dialog. Wählen Sie keine Region" in answer.content.decode()


def test_ending_a_role_is_confirmed(process, lena, edith, signed_in) -> None:
    role = TeamRole.objects.get(person=edith)
    client = signed_in(lena)
    assert "Edith verliert die Rolle" in client.get(f"{URL}{role.pk}/beenden/").content.decode()

    client.post(f"{URL}{role.pk}/beenden/")

    assert signed_in(edith).get("/werkstatt/dialog/").status_code == 403


def test_the_last_lead_cannot_end_herself(process, lena, signed_in) -> None:
    role = TeamRole.objects.get(person=lena)

    answer = signed_in(lena).post(f"{URL}{role.pk}/beenden/")

    assert answer.status_code == 409
    assert "Ein Dialog braucht immer eine Leitung" in answer.content.decode()


def test_roles_of_another_dialogue_are_not_there(process, lena, signed_in) -> None:
    other = factories.TeamRoleFactory()

    assert signed_in(lena).post(f"{URL}{other.pk}/beenden/").status_code == 404


def test_somebody_new_signs_in_by_code(process, lena, signed_in, client, mailoutbox) -> None:
    signed_in(lena).post(URL, {"email": "neu@example.org", "role": Role.EDITOR})
    client.logout()

    answer = client.post("/konto/login/code/", {"email": "neu@example.org"})

    assert answer.status_code == 302
    assert [mail.to for mail in mailoutbox] == [["neu@example.org"], ["neu@example.org"]]


@pytest.mark.parametrize("began", [None, 0, -5])
def test_the_end_of_a_role_is_taken_back_with_one_click(began, process, lena, edith, signed_in) -> None:
    role = TeamRole.objects.get(person=edith)
    today = timezone.localdate()
    role.from_on = None if began is None else today + datetime.timedelta(days=began)
    role.until_on = today + datetime.timedelta(days=30)
    role.save()
    client = signed_in(lena)

    html = client.post(f"{URL}{role.pk}/beenden/", follow=True).content.decode()
    ended = not TeamRole.objects.current().filter(person=edith).exists()
    undo = re.search(r'action="([^"]*ende-zuruecknehmen/\?kept=[^"]*)"', html)[1]
    client.post(undo)

    assert ended
    back = TeamRole.objects.current().get(person=edith)
    assert (back.pk, back.role, back.from_on, back.until_on) == (role.pk, role.role, role.from_on, role.until_on)
    assert client.post(undo).status_code == 409

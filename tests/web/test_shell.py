"""Header, navigation and footer."""

from dialogwerk.processes.models import ProcessStatus


def test_navigation_marks_where_one_is(client, process) -> None:
    page = client.get("/dialog/ergebnisse/").content.decode()

    assert page.count('aria-current="page">Ergebnisse') == 2  # wide bar and phone menu


def test_member_of_the_team_finds_the_workshop_in_her_menu(signed_in, edith) -> None:
    page = signed_in(edith).get("/suche/").content.decode()

    assert "Werkstatt: Gute Arbeit" in page


def test_participant_has_no_workshop(signed_in, process, paula) -> None:
    page = signed_in(paula).get("/dialog/").content.decode()

    assert "Paula" in page
    assert "Werkstatt" not in page


def test_draft_says_that_it_is_not_public(signed_in, process, edith) -> None:
    process.status = ProcessStatus.DRAFT
    process.save()

    page = signed_in(edith).get("/dialog/").content.decode()

    assert "Dieser Dialog ist noch nicht öffentlich" in page

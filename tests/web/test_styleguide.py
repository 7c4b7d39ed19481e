"""The style guide."""

import pytest

from tests import factories


@pytest.mark.django_db
def test_shows_the_components_without_any_entry(client) -> None:
    page = client.get("/styleguide/").content.decode()

    assert "Diese Teile brauchen einen veröffentlichten Eintrag." in page
    assert 'aria-current="page">7<' in page


def test_shows_the_parts_of_the_entry_most_talked_about(client, process) -> None:
    factories.IdeaFactory(entry__process=process, entry__title="Stilles")
    factories.IdeaFactory(entry__process=process, entry__title="Viel Beredetes", entry__comment_count=3)

    assert "Gezeigt an „Viel Beredetes“" in client.get("/styleguide/").content.decode()


@pytest.mark.django_db
def test_every_component_stands_in_the_style_guide(client) -> None:
    """Header, footer, messages and their parts are on every page; the workshop's navigation is on its own."""
    page = client.get("/styleguide/").content.decode()

    for name in ("alert", "chain", "pagination", "search_field"):
        assert f"components/{name}.html" in page

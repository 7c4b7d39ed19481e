"""More like this: contributions and ideas that say much the same, with the words they share."""

from dialogwerk.entries.search import index_entry
from tests import factories


def test_what_is_alike_is_listed_with_the_words_it_shares(client, process) -> None:
    def card(text: str):
        entry = factories.ContributionFactory(entry__process=process, entry__title=text, entry__summary=text).entry
        index_entry(entry)
        return entry

    asked = card("Weiterbildung braucht Zeit im Betrieb")
    near = card("Im Betrieb fehlt die Zeit für Weiterbildungen")
    card("Schichtarbeit macht krank")

    page = client.get(f"/{process.slug}/aehnlich/{asked.pk}/").content.decode()

    assert near.title in page
    assert "gemeinsam: " in page
    assert "Schichtarbeit" not in page
    assert (
        f"/{process.slug}/aehnlich/{asked.pk}/"
        in client.get(f"/{process.slug}/beitraege/{asked.pk}-{asked.slug}/").content.decode()
    )


def test_what_nobody_may_read_has_none(client, process) -> None:
    hidden = factories.ContributionFactory(entry__process=process, entry__state="hidden").entry

    assert client.get(f"/{process.slug}/aehnlich/{hidden.pk}/").status_code in {302, 404}
    assert client.get(f"/{process.slug}/aehnlich/999999/").status_code == 404

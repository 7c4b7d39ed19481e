"""Organisations: listed, told more about, merged and parted again; who may, and what is written down."""

import re

import pytest
from django.core.exceptions import ValidationError

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.processes.actions.organisations import create_organisation, merge_organisations, part_organisations
from dialogwerk.processes.organisations import possible_duplicates, uses_of_organisations
from tests import factories

LIST = "/werkstatt/dialog/organisationen/"
UNKNOWN = {"has_works_council": "unknown", "has_collective_agreement": "unknown"}


@pytest.fixture
def chamber(process) -> Organisation:
    return factories.OrganisationFactory(name="IHK Siegen", city="Siegen")


@pytest.fixture
def twin(process) -> Organisation:
    return factories.OrganisationFactory(name="IHK  Siegen e.V.", stakeholder_group="kammer", city="Kreuztal")


@pytest.fixture
def named(process, twin):
    """An entry, an event and a person that name the twin."""
    entry = factories.EntryFactory(process=process, organisation=twin)
    event = factories.EventFactory(entry__process=process, organiser=twin)
    event.co_hosts.add(twin)
    return entry, event, factories.PersonFactory(organisation=twin)


def acts() -> list[str]:
    return list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))


@pytest.mark.parametrize("path", ["", "neu/", "zusammenfuehren/?wahl={0}&wahl={1}", "{0}/"])
def test_the_desk_is_the_editors(client, signed_in, edith, mo, paula, chamber, twin, path) -> None:
    address = LIST + path.format(chamber.pk, twin.pk)
    assert client.get(address).status_code == 403
    for person, status in ((edith, 200), (mo, 403), (paula, 403)):
        assert signed_in(person).get(address).status_code == status


def test_the_list_is_narrowed_down(signed_in, edith, chamber, twin) -> None:
    client = signed_in(edith)

    def names(**query: str) -> list[str]:
        return [one.name for one in client.get(LIST, query).context["page"]]

    assert names(q="kreuz") == [twin.name]
    assert names(q="ihk siegen") == [twin.name, chamber.name]
    assert names(group="kammer") == [twin.name]
    assert chamber.name in names(group="offen")
    assert "keine Organisation" in client.get(LIST, {"q": "Zzzyx"}).content.decode()


def test_the_list_asks_the_same_number_of_queries_for_many(signed_in, edith, django_assert_max_num_queries) -> None:
    factories.OrganisationFactory.create_batch(60)
    client = signed_in(edith)
    client.get(LIST)

    with django_assert_max_num_queries(10):
        client.get(LIST)


def test_an_organisation_is_made_and_its_name_is_given_once(signed_in, edith, chamber) -> None:
    client = signed_in(edith)
    told = {"name": "DGB Südwestfalen", "stakeholder_group": "gewerkschaft", "website": "https://dgb.example.org"}

    assert client.post(f"{LIST}neu/", told | UNKNOWN).status_code == 302
    refused = client.post(f"{LIST}neu/", {"name": "IHK Siegen"} | UNKNOWN)

    assert Organisation.objects.get(name="DGB Südwestfalen").stakeholder_group == "gewerkschaft"
    assert refused.status_code == 422
    assert "gibt es schon" in refused.content.decode()
    assert acts() == ["create_organisation"]
    with pytest.raises(ValidationError):
        create_organisation(actor=edith, process=edith.team_roles.get().process, name="IHK Siegen")


def test_an_organisation_is_changed_and_the_second_editor_is_told(signed_in, edith, chamber) -> None:
    client, address = signed_in(edith), f"{LIST}{chamber.pk}/"
    seen = client.get(address).context["form"].initial["seen"]
    told = UNKNOWN | {"name": "IHK Siegen", "city": "Siegen", "seen": seen, "has_works_council": "false"}

    assert client.post(address, told | {"industry": "Handel"}).status_code == 302
    second = client.post(address, told | {"industry": "Industrie"})

    chamber.refresh_from_db()
    assert (chamber.industry, chamber.has_works_council, chamber.has_collective_agreement) == ("Handel", False, None)
    assert second.status_code == 409
    assert "Industrie" in second.content.decode()
    assert "Handel" in second.content.decode()
    assert acts() == ["revise_organisation"]


def test_the_owner_is_renamed_from_the_set_up(signed_in, lena, process) -> None:
    client = signed_in(lena)
    owner = process.owner.organisation
    address = f"{LIST}{owner.pk}/"
    assert address in client.get("/werkstatt/dialog/einrichten/traeger/").content.decode()
    seen = client.get(address).context["form"].initial["seen"]

    client.post(address, UNKNOWN | {"name": "Ministerium für Arbeit", "seen": seen})

    assert "Ministerium für Arbeit" in client.get("/dialog/ueber/").content.decode()


def test_what_another_dialogue_names_can_only_be_read(signed_in, edith, lena, chamber, twin) -> None:
    other = factories.EntryFactory(organisation=chamber).process
    client = signed_in(edith)

    page = client.post(f"{LIST}{chamber.pk}/", UNKNOWN | {"name": "Anders"})
    merge = f"{LIST}zusammenfuehren/?wahl={chamber.pk}&wahl={twin.pk}"
    refused = client.post(merge, {"kept": chamber.pk})

    assert other.title in page.content.decode()
    assert refused.status_code == 403
    assert Organisation.objects.filter(name="IHK Siegen").count() == 1
    factories.TeamRoleFactory(process=other, person=lena, role="lead")
    assert "locked_by" in signed_in(lena).get(merge).context
    assert signed_in(lena).post(merge, {"kept": chamber.pk}).status_code == 302


def test_nearly_equal_names_are_told(chamber, twin) -> None:
    factories.OrganisationFactory(name="IHK Hagen")

    assert possible_duplicates() == [(twin, chamber)]


def test_merged_organisations_are_one_everywhere(signed_in, edith, chamber, twin, named) -> None:
    entry, event, person = named
    event.co_hosts.add(chamber)
    client = signed_in(edith)

    answer = client.post(f"{LIST}zusammenfuehren/?wahl={chamber.pk}&wahl={twin.pk}", {"kept": chamber.pk}, follow=True)

    for thing in named:
        thing.refresh_from_db()
    chamber.refresh_from_db()
    assert (entry.organisation, event.organiser, person.organisation) == (chamber, chamber, chamber)
    assert list(event.co_hosts.all()) == [chamber]
    assert (chamber.city, chamber.stakeholder_group) == ("Siegen", "kammer")
    assert not Organisation.objects.filter(pk=twin.pk).exists()
    assert acts() == ["merge_organisations"]

    client.post(re.search(r'action="([^"]*trennen/[^"]*)"', answer.content.decode())[1])

    for thing in named:
        thing.refresh_from_db()
    chamber.refresh_from_db()
    assert (entry.organisation, event.organiser, person.organisation) == (twin, twin, twin)
    assert set(event.co_hosts.all()) == {chamber, twin}
    assert (chamber.city, chamber.stakeholder_group) == ("Siegen", "")
    assert [use.count for use in uses_of_organisations([twin])[twin.pk]] == [1, 1, 1, 1]
    assert acts() == ["merge_organisations", "part_organisations"]


def test_where_organisations_are_named_is_one_question(
    process, chamber, twin, named, django_assert_num_queries
) -> None:
    other = factories.EventFactory(entry__process=factories.ProcessFactory(), organiser=twin).entry.process
    factories.ProcessFactory.create_batch(2, owner=factories.OwnerFactory(organisation=chamber))

    with django_assert_num_queries(1):
        uses = uses_of_organisations([twin, chamber])

    told = sorted((use.words, use.count, len(use.processes)) for use in uses[twin.pk])
    as_host, as_organiser = ("Veranstaltungen", 1, 1), ("Veranstaltungen", 2, 2)
    assert told == [("Einträge", 1, 1), ("Personen", 1, 0), as_host, as_organiser]
    assert {number for use in uses[twin.pk] for number in use.processes} == {process.pk, other.pk}
    assert [(use.count, len(use.processes)) for use in uses[chamber.pk]] == [(1, 2)]


def test_what_came_later_stays_where_it_is_when_they_are_parted(process, edith, chamber, twin) -> None:
    told = merge_organisations(actor=edith, process=process, kept=chamber, others=[twin])
    later = factories.EntryFactory(process=process, organisation=chamber)

    part_organisations(actor=edith, process=process, told=told)

    later.refresh_from_db()
    assert later.organisation == chamber


def test_two_owners_are_not_merged(process, edith) -> None:
    own, other = process.owner.organisation, factories.OwnerFactory().organisation

    with pytest.raises(NotPossibleNow, match="beide Träger"):
        merge_organisations(actor=edith, process=process, kept=own, others=[other])
    assert not AuditRecord.objects.exists()


def test_one_alone_cannot_be_merged(signed_in, edith, chamber) -> None:
    answer = signed_in(edith).get(f"{LIST}zusammenfuehren/?wahl={chamber.pk}", follow=True)

    assert "mindestens zwei" in answer.content.decode()

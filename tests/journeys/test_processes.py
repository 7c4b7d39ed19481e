"""Each of the five dialogues shows what its reference document tells."""

import re
from html import unescape

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.journeys.conftest import Demo

# looks: each database holds the same demonstration
pytestmark = [pytest.mark.browser, pytest.mark.looks]


class Reader:
    """Reads pages as text."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context

    def source(self, address: str) -> str:
        answer = self.context.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.text()

    def text(self, address: str) -> str:
        """Return the words of the main part of a page."""
        main = re.search(r"<main.*?</main>", self.source(address), re.DOTALL)
        assert main, address
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())

    def find(self, address: str, title: str) -> str:
        """Return the address of the first link on a page with these words in it."""
        for href, words in re.findall(r'<a\s[^>]*href="([^"#]+)[^"]*"[^>]*>(.*?)</a>', self.source(address), re.DOTALL):
            if title in " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split()):
                return unescape(href)
        raise AssertionError(f"{address} has no link „{title}“")


@pytest.fixture
def reader(browser: Browser, demo: Demo):
    context = browser.new_context(base_url=demo.url, locale="de-DE")
    yield Reader(context)
    context.close()


def missing(text: str, *words: str) -> list[str]:
    return [word for word in words if word not in text]


CHALLENGES = (
    "Die Potenziale der Digitalisierung für das eigene Unternehmen erkennen und nutzen",
    "Mitarbeiter und Führungskräfte für die digitale Transformation begeistern",
    "Alle Menschen im digitalen Wandel mitnehmen",
    "Als Arbeitgeber und Region attraktiv bleiben",
    "Die richtigen Kompetenzen erkennen und fördern",
)
FIRST_LABS = (
    "Hellweg-Hochsauerland",
    "Siegen-Wittgenstein und Olpe",
    "Märkische Region",
    "Emscher-Lippe",
    "NiederRhein",
)


def test_nrw_shows_its_start_its_labs_and_its_five_challenges(reader: Reader) -> None:
    assert missing(reader.text("/nrw/"), "September 2016", "Arbeitsministerium", "Ideenlandkarte 4.0") == []
    challenges = reader.text("/nrw/herausforderungen/")
    assert missing(challenges, *CHALLENGES) == []
    assert [challenges.index(title) for title in CHALLENGES] == sorted(challenges.index(title) for title in CHALLENGES)
    labs = reader.text("/nrw/termine/")
    assert missing(labs, *(f"Ideenlabor {region}" for region in FIRST_LABS)) == []
    lab = reader.text(reader.find("/nrw/termine/", "Ideenlabor Siegen-Wittgenstein und Olpe"))
    assert missing(lab, "29. November 2016", "16:00", "19:45", "Scoutopia", "Siegen", "Regionalagentur") == []


@pytest.mark.parametrize(
    "idea",
    [
        "We make you sexy, NiederRhein",
        "Netzwerk aus Digital-Scouts",
        "Schachtzeichen 4.0",
        "Digitalisierungs-Missionare",
        "Digitalisierungs-Atlas",
        "Skills-Plattform",
    ],
)
def test_nrw_shows_the_ideas_known_by_name(reader: Reader, idea: str) -> None:
    assert idea in reader.text(f"/nrw/karte/?q={idea}")


def test_nrw_names_sixteen_regions_each_with_somebody_to_turn_to(reader: Reader) -> None:
    regions = set(re.findall(r'href="(/nrw/regionen/[a-z0-9-]+/)"', reader.source("/nrw/regionen/")))

    assert len(regions) == 16
    assert [address for address in sorted(regions) if "@" not in reader.text(address)] == []


def test_berlin_shows_its_principle_its_priorities_and_its_conferences(reader: Reader) -> None:
    about = reader.text("/berlin/") + reader.text("/berlin/ueber/")

    assert (
        missing(
            about,
            "Der Mensch zählt, die Technik dient",
            "Gute Arbeit 4.0",
            "Digitale Kompetenzen in der Aus- und Weiterbildung von morgen",
            "digitale Agenda des Senats",
            "anderen europäischen Metropolen",
        )
        == []
    )
    events = reader.text("/berlin/termine/")
    assert missing(events, "Metropolenkonferenz", "Gute digitale Arbeit in europäischen Metropolen gestalten") == []
    assert "14. Dezember 2015" in reader.text(reader.find("/berlin/termine/", "Metropolenkonferenz"))
    found = reader.text("/suche/?q=Impuls&process=berlin") + reader.text("/berlin/ergebnisse/?art=impulse")
    assert "Auftakt" in found


def test_berlin_shows_model_project_and_partner_cities(reader: Reader) -> None:
    project = reader.text(reader.find("/suche/?q=Joboption&process=berlin", "Joboption Berlin (2022–2024)"))
    assert missing(project, "ArbeitGestalten", "Laufzeit", "Projektträger") == []
    assert missing(reader.text("/berlin/ueber/"), "Porto", "Rotterdam") == []


def test_hannover_shows_its_workshop_as_a_matrix_of_three_groups_by_three_themes(reader: Reader) -> None:
    workshop = reader.find("/hannover/termine/", "Auftaktworkshop")
    text = reader.text(workshop)
    assert missing(text, "17. Januar 2018", "70", "Arbeit 4.0 in der Region Hannover") == []
    table = re.search(r'<table class="event-matrix".*?</table>', reader.source(workshop), re.DOTALL)
    assert table
    words = unescape(re.sub(r"<[^>]+>", " ", table[0]))
    assert missing(words, "Produktionswirtschaft", "Dienstleistungsgewerbe", "Smart City") == []
    assert missing(words, "Ausbildung", "Weiterbildung", "Arbeitsplatzgestaltung") == []
    assert "Strategie- und Kooperationskonzept" in reader.text("/hannover/")


def test_the_experiment_rooms_are_seventeen_with_seven_answers_and_four_criteria(reader: Reader) -> None:
    rooms = "/experimentierraeume/ergebnisse/?art=experiment"
    assert "17 Einträge" in reader.text(rooms)
    room = reader.text(reader.find(rooms, "Rücken frei in der Endmontage"))
    answers = ["1. Themenfeld", "2. Thema", "3. Herausforderung", "4. Ablauf", "5. Was ist neu", "6. Beteiligung"]
    assert missing(room, *answers, "7. Erfolgsmessung", *(f"Kriterium {number}" for number in range(1, 5))) == []
    about = reader.text("/experimentierraeume/ueber/")
    assert missing(about, "29. November 2018", "17", "INQA", "BMAS", "Exoskelette", "Wirtschaftsdemokratie") == []


def test_the_alliance_shows_four_benches_seven_proposals_and_the_transfer_model(reader: Reader) -> None:
    about = reader.text("/allianz/ueber/")
    benches = ("Landesregierung", "Gewerkschaften und Bundesanstalt", "Kammern und Arbeitgeber", "Wissenschaft")
    assert missing(about, "15. April 2016", "Board der Allianz", *benches, "Transfer 4.0") == []
    measures = reader.text("/allianz/ergebnisse/?art=measure")
    assert "7 Einträge" in measures
    assert [f"{number}. " in measures for number in range(1, 8)] == [True] * 7
    model = reader.text(reader.find("/suche/?q=Transfermodell&process=allianz", "Transfermodell it's OWL"))
    assert missing(model, "Anforderung", "Tranche") == []


def test_the_dialogues_know_of_each_other(reader: Reader) -> None:
    assert "Initiative Wirtschaft & Arbeit 4.0" in reader.text("/allianz/ueber/")
    assert "Allianz Wirtschaft und Arbeit 4.0" in reader.text("/nrw/ueber/")

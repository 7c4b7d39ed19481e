"""What a person should look at before a card is published: signs of personal data, and cards that say the same.

Pure. The signs are hints for people, not a filter: a person decides.
"""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

ALIKE = 86  # of 100: token_set_ratio above which two cards are shown together
_STREET = r"(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|ufer)"
_FIRST_NAMES = (
    "Achim Alexander Andrea Andreas Angelika Anja Anke Anna Anne Annette Barbara Bernd Birgit Brigitte Christa "
    "Christian Christiane Christina Christine Claudia Daniel Daniela Dieter Dirk Doris Elena Elke Erika Eva Felix "
    "Frank Gabriele Georg Gerd Gerhard Gisela Günter Hans Heike Heinz Helga Helmut Holger Horst Ingrid Jan Jens "
    "Joachim Johannes Jonas Julia Jürgen Karin Karl Karsten Katharina Katrin Kerstin Klaus Laura Lena Lisa "
    "Manfred Manuela Maria Marie Marion Markus Martin Martina Matthias Max Mehmet Michael Michaela Monika Nadine "
    "Nicole Olaf Oliver Paul Peter Petra Ralf Renate Robert Sabine Sandra Sarah Silke Simone Sophie Stefan "
    "Stefanie Susanne Sven Thomas Thorsten Tim Tobias Ulrich Ulrike Ursula Ute Uwe Volker Walter Werner Wolfgang "
    "Yusuf"
).replace(" ", "|")
SIGNS: Mapping[str, tuple[re.Pattern[str], str | Promise]] = {
    "email": (re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}"), _("E-Mail-Adresse")),
    "phone": (re.compile(r"(?<![\w-])(?:\+49|0)[\d\s/()-]{6,}\d"), _("Telefonnummer")),
    "address": (re.compile(rf"\b[\wäöüß-]+{_STREET}\s*\d+\w?\b", re.IGNORECASE), _("Anschrift")),
    "name": (
        re.compile(
            r"\b(?:(?:Herrn?|Frau|Dr\.|Prof\.)\s+(?:(?:Dr|Prof)\.\s+)*[A-ZÄÖÜ][\wäöüß-]+"
            rf"|(?:{_FIRST_NAMES})\s+(?!und\b)[A-ZÄÖÜ][\wäöüß-]{{2,}})"
        ),
        _("Name"),
    ),
}


def signs_in(text: str) -> list[str]:
    """Return the names of the signs of personal data in a text."""
    return [name for name, (pattern, _label) in SIGNS.items() if pattern.search(text)]


def groups_of_alike(texts: Sequence[str]) -> list[list[int]]:
    """Return groups of places whose texts say nearly the same, each with at least two."""
    if len(texts) < 2:
        return []
    scores = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, processor=default_process, score_cutoff=ALIKE)
    parent = list(range(len(texts)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for one, other in zip(*scores.nonzero(), strict=True):
        if one < other and min(len(texts[one]), len(texts[other])) > 12:
            parent[root(int(other))] = root(int(one))
    groups: dict[int, list[int]] = {}
    for place in range(len(texts)):
        groups.setdefault(root(place), []).append(place)
    return [group for group in groups.values() if len(group) > 1]

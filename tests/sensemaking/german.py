"""Synthetic German contributions with known themes, made of sentences and words, the same for the same seed."""

import numpy as np

THEMES = {
    "rad": "Radweg Radwege Fahrrad Radfahrer Radverkehr Kreuzung Ampel Schutzstreifen Fahrradstraße",
    "schule": "Schule Schulen Lehrer Unterricht Klassen Schulhof Schüler Ganztagsschule Schulweg",
    "arbeit": "Betrieb Betriebe Weiterbildung Fachkräfte Ausbildung Arbeitszeit Handwerk Handwerksbetrieb Azubis",
    "wohnen": "Wohnung Wohnungen Miete Mieten Wohnungsbau Vermieter Sozialwohnung Wohnraum Mietpreis",
    "klima": "Klima Klimaschutz Bäume Baum Hitze Solaranlage Dächer Energie Begrünung",
    "digital": "Internet Glasfaser Breitband Software Daten Datenschutz Computer Digitalisierung Netz",
}
FRAMES = [
    "Mehr {0} und {1}, auch {2} und {3}!",
    "{0} verbessern, denn {1} und {2} fehlen, ebenso {3}.",
    "Ohne {0} keine {1}. {2} und {3} fördern!",
    "{0} statt {1}: {2} wird vergessen, {3} auch.",
    "Es geht um {0}, besonders {1}, {2} und {3}.",
    "Warum gibt es {0} nicht? {1} und {2} gehören zu {3}.",
]


def contributions(count: int, seed: int = 0, themes: int = 6) -> tuple[list[str], list[str]]:
    """Return `count` texts and their themes, all themes of about the same size."""
    random = np.random.default_rng(seed)
    names = list(THEMES)[:themes]
    texts, labels = [], []
    for number in range(count):
        name = names[number % len(names)]
        words = THEMES[name].split()
        chosen = [words[place] for place in random.permutation(len(words))[:4].tolist()]
        texts.append(FRAMES[int(random.integers(len(FRAMES)))].format(*chosen))
        labels.append(name)
    return texts, labels

"""Names, addresses and numbers of people, masked before a text is shown or handed on.

Rules, no model: what they find is what a reader would find by its form. A name that stands in a sentence without a
form of address and without a common first name is not found; masking supports a person who looks, it does not replace
one.
"""

import re

_FIRST_NAMES = """
    Achim Adam Adrian Ahmed Albert Alexander Alexandra Ali Alina Amelie Andrea Andreas Andrej Angela Angelika Anita
    Anja Anke Anna Anne Annette Antje Anton Arne Arthur Astrid Axel Ayşe Barbara Beate Ben Benjamin Bernd Bernhard
    Bettina Birgit Björn Brigitte Bruno Carina Carla Carmen Carolin Caroline Carsten Charlotte Christa Christian
    Christiane Christina Christine Christoph Clara Claudia Claus Cornelia Dagmar Daniel Daniela David Dennis Detlef
    Dieter Dietmar Dirk Dominik Doris Dorothea Eberhard Edith Elena Elfriede Elias Elisabeth Elke Ella Ellen Emil
    Emilia Emma Emre Erich Erik Erika Erna Ernst Esther Eva Fabian Fatma Felix Ferdinand Finn Florian Frank Franz
    Franziska Frieda Friedrich Fritz Gabriele Georg Gerd Gerhard Gerlinde Gertrud Gisela Gregor Greta Gudrun Guido
    Günter Günther Hanna Hannah Hannelore Hannes Hans Harald Hartmut Hasan Heide Heike Heiko Heiner Heinrich Heinz
    Helena Helga Helmut Henning Henrik Herbert Hermann Hilde Hildegard Holger Horst Hubert Hugo Ibrahim Ida Ilse Ina
    Ines Inga Inge Ingeborg Ingo Ingrid Irene Iris Irmgard Isabel Isabella Ivan Jakob Jan Jana Janina Jasmin Jens
    Joachim Jochen Johann Johanna Johannes Jonas Jonathan Josef Judith Jule Julia Julian Juliane Jutta Jörg Jürgen
    Kai Karin Karl Karla Karsten Katharina Kathrin Katja Katrin Kerstin Kevin Klara Klaus Konrad Konstantin Kristina
    Kurt Lara Larissa Lars Laura Lea Lena Leo Leon Leonie Levin Liam Lina Linda Linus Lisa Lothar Louis Luca Lucas
    Luis Luisa Lukas Lutz Magdalena Maja Malte Manfred Manuel Manuela Marc Marcel Marco Marcus Maren Margarete
    Margit Maria Marianne Marie Marina Mario Marion Markus Marlene Martha Martin Martina Mathilda Matthias Max
    Maximilian Mehmet Meike Melanie Mia Michael Michaela Miriam Mohammed Monika Moritz Murat Mustafa Nadine Nadja
    Natalie Nele Nicole Niklas Nils Nina Noah Norbert Olaf Ole Oliver Oskar Otto Pascal Patrick Paul Paula Pauline
    Peter Petra Philipp Pia Rainer Ralf Ralph Raphael Rebecca Regina Reiner Reinhard Renate Rita Robert Robin Roland
    Rolf Roman Rosemarie Rudolf Ruth Rüdiger Sabine Sabrina Samuel Sandra Sara Sarah Sascha Sebastian Selma
    Siegfried Sigrid Silke Silvia Simon Simone Sofia Sofie Sonja Sophia Sophie Stefan Stefanie Steffen Stephan
    Susanne Sven Svenja Sylvia Tamara Tanja Theo Theresa Thomas Thorsten Till Tim Timo Tobias Tom Torsten Udo Ulrich
    Ulrike Ursula Uta Ute Uwe Valentin Vanessa Vera Veronika Viktor Viktoria Volker Walter Waltraud Werner Wilfried
    Wilhelm Willi Wolfgang Wolfram Yasmin Yusuf Yvonne
"""
FIRST_NAMES = _FIRST_NAMES.split()
_NAME = r"[A-ZÄÖÜ][a-zäöüßáéíóúčćşğı]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
_TITLE = r"(?:(?:Dr|Prof|Dipl|Ing|med|jur|phil|rer|nat)\.[ -]?)*"
_STREET = r"(?:straße|strasse|str\.|weg|allee|gasse|platz|ring|damm|ufer|chaussee|steig|pfad|hof|stieg)"
_DIGIT = re.compile(r"\d")
# mark, a sign without which there is nothing to find (most texts hold none of them), pattern; in this order: an address
# of mail holds a name, a number of an account digits
_RULES: tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str]], ...] = (
    ("[E-Mail]", re.compile(r"@|t\)"), re.compile(r"[\w.+-]+(?:@|\s?\((?:at|ät)\)\s?)[\w-]+(?:\.[\w-]+)+")),
    ("[Adresse im Netz]", re.compile(r"://|www"), re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,;:!?)]")),
    ("[Kontonummer]", _DIGIT, re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")),
    ("[Kennzeichen]", _DIGIT, re.compile(r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[HE]?\b")),
    (
        "[Anschrift]",
        _DIGIT,
        re.compile(
            rf"\b(?:(?:[A-ZÄÖÜ][\wäöüß.-]*[ -])?[A-ZÄÖÜ]?[\wäöüß-]*{_STREET}|(?:Am|An der|Im|Auf dem|Zum|Zur|Unter den)"
            rf" {_NAME})\s+\d{{1,4}}(?:\s?[a-z]\b)?(?:\s?[-–/]\s?\d{{1,4}})?\b(?:,?\s+(?:D-)?\d{{5}}\s+{_NAME})?",
        ),
    ),
    ("[Ort]", _DIGIT, re.compile(rf"\b(?:D-)?\d{{5}}\s+{_NAME}(?:\s(?:am|an der|im)\s{_NAME})?")),
    ("[Telefonnummer]", _DIGIT, re.compile(r"(?<![\w.,])(?:\+\d|\(?0\d)(?:[ /.()-]{0,3}\d){5,14}(?![\w%]|[.,]\d)")),
    (
        "[Name]",
        None,
        re.compile(
            rf"\b(?P<before>(?:Herrn?|Frau|Familie|Fam\.|Hr\.|Fr\.|[Mm]ein Name ist|[Ii]ch heiße|[Ii]ch bin (?:der|die)"
            rf"|(?:Dr|Prof)\.)\s+){_TITLE}(?:{_NAME}\s+)?(?:(?:von|van|de|zu)\s+)?{_NAME}"
        ),
    ),
    (
        "[Name]",
        None,
        re.compile(rf"\b(?:{'|'.join(FIRST_NAMES)})(?:-[A-ZÄÖÜ][a-zäöüß]+)?\s+(?:(?:von|van|de|zu)\s+)?{_NAME}"),
    ),
    ("[Nummer]", _DIGIT, re.compile(r"(?<![\w.,])\d{6,}(?!\w|[.,]\d)")),
)
MARKS = tuple(dict.fromkeys(mark for mark, _, _ in _RULES))


def mask(text: str) -> str:
    """Return `text` with names, addresses and numbers of people replaced by marks such as [Name] (see `MARKS`).

    A form of address stays: "Frau Kaya" becomes "Frau [Name]". Years, amounts and house rules ("Tempo 30") stay.
    """
    for put, sign, pattern in _RULES:
        if sign is not None and not sign.search(text):
            continue
        text = pattern.sub(lambda match, put=put: (match.groupdict().get("before") or "") + put, text)  # type: ignore[misc]
    return text

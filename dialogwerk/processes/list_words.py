"""What the lists of the set-up say."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class ListWords:
    """The words of one list: the button for a new row, what a new row is called, what to know, an open row's link."""

    add: Words
    new: Words
    note: Words = ""
    open_nested: Words = ""
    folds: bool = False


LIST_WORDS = {
    "leitfragen": ListWords(
        _("Leitfrage hinzufügen"), _("Neue Leitfrage"), _("Bewährt haben sich drei bis sieben kurze, offene Fragen.")
    ),
    "phasen": ListWords(
        _("Phase hinzufügen"),
        _("Neue Phase"),
        _("Was eine Phase öffnet, können alle tun, solange sie läuft. Läuft keine, ist der Dialog nur zu lesen."),
        folds=True,
    ),
    "bausteine": ListWords(_("Baustein hinzufügen"), _("Neuer Baustein")),
    "themen": ListWords(
        _("Themenliste hinzufügen"),
        _("Neue Themenliste"),
        _("Meist genügt eine Liste. Speichern Sie sie und öffnen Sie dann ihre Themenfelder."),
        open_nested=_("Themenfelder bearbeiten"),
    ),
    "themenfelder": ListWords(
        _("Themenfeld hinzufügen"), _("Neues Themenfeld"), _("Fünf bis zwölf Themenfelder lassen sich gut überblicken.")
    ),
    "regionen": ListWords(
        _("Region hinzufügen"),
        _("Neue Region"),
        _("Zu jeder Region gehört eine Ansprechstelle mit E-Mail oder Telefon."),
        folds=True,
    ),
    "regeln": ListWords(
        _("Regel hinzufügen"), _("Neue Regel"), _("Kurz und freundlich, so dass man sich darauf berufen kann.")
    ),
    "gremien": ListWords(
        _("Gremium hinzufügen"),
        _("Neues Gremium"),
        _("Speichern Sie das Gremium und öffnen Sie dann seine Bänke und Sitze."),
        open_nested=_("Bänke und Sitze bearbeiten"),
    ),
    "baenke": ListWords(
        _("Bank hinzufügen"),
        _("Neue Bank"),
        _("Eine Bank ist eine Seite des Gremiums: Ministerien, Gewerkschaften, Wissenschaft."),
    ),
    "partner": ListWords(_("Partner hinzufügen"), _("Neuer Partner"), folds=True),
}

"""What each role may do, in the words of the team page."""

from django.utils.translation import gettext_lazy as _

from dialogwerk.processes.models import Role

ROLE_WORDS = {
    Role.LEAD: _("richtet den Dialog ein, öffnet und schließt ihn, führt das Team und darf alles Weitere"),
    Role.EDITOR: _("bearbeitet, veröffentlicht und beantwortet Ideen und Beiträge, pflegt Termine"),
    Role.MODERATOR: _("prüft Meldungen und neue Einsendungen, verbirgt und gibt frei"),
    Role.REGION_CONTACT: _("beantwortet Ideen ihrer Region und sieht, wer dort mitmachen möchte"),
}

"""The parts of the set-up that are one form each."""

from io import BytesIO
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError

from dialogwerk.core.days import DayField
from dialogwerk.core.text import slug_of
from dialogwerk.core.uploads import KeptClearableFileInput
from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.processes.colours import contrast, is_readable_on_white
from dialogwerk.processes.models import RESERVED_SLUGS, Owner, Process, ProcessStatus
from dialogwerk.processes.rows import mark_of

LOGO_MAX_BYTES = 2 * 1024 * 1024
LOGO_MAX_SIZE = (800, 400)
LOGO_FORMATS = ["PNG", "JPEG", "WEBP"]


def long_text(rows: int = 6, **attributes: Any) -> forms.Textarea:
    """Return a text area of `rows` lines."""
    return forms.Textarea(attrs={"rows": rows, **attributes})


def markdown_text(rows: int = 6) -> MarkdownArea:
    """Return a text area for Markdown of `rows` lines."""
    return MarkdownArea(attrs={"rows": rows})


def clean_slug(slug: str) -> str:
    """Refuse first words of addresses that mean something else."""
    if slug in RESERVED_SLUGS:
        raise forms.ValidationError(
            _("„%s“ ist für eine andere Seite vergeben. Wählen Sie ein anderes Wort, zum Beispiel mit Ort oder Jahr.")
            % slug
        )
    return slug


LANGUAGES = [("de", gettext_lazy("Deutsch")), ("en", gettext_lazy("Englisch"))]
SLUG_ERRORS = {
    "invalid": gettext_lazy("Nur Buchstaben ohne Umlaute, Ziffern und Bindestriche, zum Beispiel „arbeit-4-0-ruhr“."),
    "unique": gettext_lazy("Diese Adresse hat schon ein anderer Dialog. Wählen Sie eine andere."),
}


class WatchedForm(forms.ModelForm):
    """A form that knows what its reader saw, so that nobody overwrites what somebody else just saved."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = mark_of(self.instance, self.own_fields)

    @property
    def own_fields(self) -> list[str]:
        """The fields that are saved."""
        return [name for name in self.fields if name != "seen"]

    def values(self) -> dict[str, Any]:
        """Return what was filled in, ready to be saved."""
        return {name: self.cleaned_data[name] for name in self.own_fields}


class BaseDataForm(WatchedForm):
    """What a dialogue is called and about."""

    class Meta:
        model = Process
        fields = [
            "title",
            "slug",
            "language",
            "motto",
            "summary",
            "aims",
            "about",
            "started_on",
            "ended_on",
            "moderation",
            "rating_mode",
            "point_decimals",
            "licence",
        ]
        widgets = {
            "summary": long_text(4),
            "aims": long_text(5),
            "about": markdown_text(10),
        }
        field_classes = {"started_on": DayField, "ended_on": DayField}
        help_texts = {
            "slug": gettext_lazy("Das Wort hinter der Internetadresse. Nach dem Öffnen bleibt es, wie es ist."),
            "motto": gettext_lazy("Ein Satz, der hängen bleibt. Er steht groß auf der Startseite des Dialogs."),
            "summary": gettext_lazy("Zwei bis vier Sätze: wer fragt wen, wonach und wozu?"),
            "aims": gettext_lazy("Jedes Ziel in eine eigene Zeile."),
            "about": gettext_lazy("Ausführlich, für die Seite „Über den Dialog“."),
            "moderation": gettext_lazy("Wann sieht das Team neue Einsendungen an?"),
            "rating_mode": gettext_lazy("Bei zwei Skalen entsteht ein Bild aus Nutzen und Machbarkeit."),
            "licence": gettext_lazy("Unter dieser Lizenz dürfen andere die Inhalte nutzen."),
        }
        error_messages = {"slug": SLUG_ERRORS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.status != ProcessStatus.DRAFT:
            del self.fields["slug"]
            self.initial["seen"] = mark_of(self.instance, self.own_fields)
        self.fields["point_decimals"].widget.attrs |= {"min": 0, "max": 5}

    def clean_slug(self) -> str:
        """Refuse reserved words."""
        return clean_slug(self.cleaned_data["slug"])

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, at the field where it is mended."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("started_on"), data.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", _("Das Ende liegt vor dem Beginn. Bitte ändern Sie eines der beiden Daten."))
        return data


class OwnerForm(WatchedForm):
    """How the owner looks."""

    class Meta:
        model = Owner
        fields = ["short_name", "accent", "logo"]
        widgets = {
            "logo": KeptClearableFileInput,
            "accent": forms.TextInput(attrs={"type": "color", "class": "colour-input"}),
        }
        help_texts = {
            "short_name": gettext_lazy("So steht der Träger in Listen, zum Beispiel „MAGS NRW“."),
            "accent": gettext_lazy("Die eine Farbe für Links und Knöpfe. Sie muss auf Weiß gut zu lesen sein."),
            "logo": gettext_lazy("PNG, JPEG oder WebP, höchstens 2 MB. Am besten mit durchsichtigem Grund."),
        }

    def clean_accent(self) -> str:
        """Refuse a colour in which text cannot be read."""
        colour = str(self.cleaned_data["accent"]).lower()
        if not is_readable_on_white(colour):
            raise forms.ValidationError(
                _("Diese Farbe ist zu hell: Kontrast zu Weiß %(is)s zu 1, nötig sind 4,5 zu 1. Bitte dunkler.")
                % {"is": f"{contrast(colour, '#ffffff'):.1f}".replace(".", ",")}
            )
        return colour

    def clean_logo(self) -> Any:
        """Take a picture of a known kind and size, without the hidden data of the camera."""
        upload = self.cleaned_data["logo"]
        if not upload or not hasattr(upload, "content_type"):
            return upload
        if upload.size > LOGO_MAX_BYTES:
            raise forms.ValidationError(_("Die Datei ist größer als 2 MB. Bitte verkleinern Sie das Bild."))
        return ContentFile(_as_png(upload), name="logo.png")


def _as_png(upload: Any) -> bytes:
    try:
        upload.seek(0)
        with Image.open(upload, formats=LOGO_FORMATS) as picture:
            clean = picture.convert("RGBA")
            clean.thumbnail(LOGO_MAX_SIZE)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise forms.ValidationError(_("Das ist kein Bild im Format PNG, JPEG oder WebP.")) from error
    stream = BytesIO()
    clean.save(stream, "PNG", optimize=True)
    return stream.getvalue()


class LegalForm(WatchedForm):
    """The texts the law asks for."""

    class Meta:
        model = Owner
        fields = ["imprint", "privacy", "accessibility"]
        widgets = {"imprint": markdown_text(8), "privacy": markdown_text(12), "accessibility": markdown_text(12)}
        help_texts = {
            "imprint": gettext_lazy("Name, Anschrift, Vertretung, E-Mail und Telefon (§ 5 DDG, § 18 MStV)."),
            "privacy": gettext_lazy("Welche Daten wozu verarbeitet werden, wie lange, und wer Auskunft gibt (DSGVO)."),
            "accessibility": gettext_lazy("Stand der Barrierefreiheit, Kontakt und Schlichtungsstelle (BITV 2.0)."),
        }


class StrategyForm(WatchedForm):
    """In what a dialogue stands."""

    class Meta:
        model = Process
        fields = ["predecessor", "strategy_title", "strategy_text"]
        widgets = {"strategy_text": markdown_text(5)}
        help_texts = {
            "predecessor": gettext_lazy("Der Dialog, den dieser fortsetzt. Er verweist dann auch von dort hierher."),
            "strategy_title": gettext_lazy("Zum Beispiel der Name einer Landesstrategie."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Process.objects.exclude(pk=self.instance.pk).exclude(status=ProcessStatus.DRAFT)
        self.fields["predecessor"].queryset = others  # type: ignore[attr-defined]
        self.fields["predecessor"].empty_label = _("keiner")  # type: ignore[attr-defined]


class RegionSetForm(WatchedForm):
    """Into which regions the land is cut."""

    class Meta:
        model = Process
        fields = ["region_set"]
        help_texts = {
            "region_set": gettext_lazy("Zum Beispiel Kreise, Arbeitsmarktregionen oder Bezirke."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region_set"].required = True
        self.fields["region_set"].empty_label = _("bitte wählen")  # type: ignore[attr-defined]


PART_FORMS: dict[str, type[WatchedForm]] = {
    "grunddaten": BaseDataForm,
    "traeger": OwnerForm,
    "rechtliches": LegalForm,
    "strategie": StrategyForm,
}


class NewProcessForm(forms.Form):
    """What a new dialogue needs to begin with."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        help_text=gettext_lazy("So heißt der Dialog überall. Sie können ihn später ändern."),
    )
    slug = forms.SlugField(
        label=gettext_lazy("Adresse"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "Das Wort hinter der Internetadresse, zum Beispiel „arbeit-4-0-ruhr“. Leer: aus dem Titel gebildet."
        ),
        error_messages={"invalid": SLUG_ERRORS["invalid"]},
    )
    language = forms.ChoiceField(label=gettext_lazy("Sprache der Beiträge"), choices=LANGUAGES)
    owner = forms.ModelChoiceField(
        Owner.objects.select_related("organisation"),
        label=gettext_lazy("Träger"),
        required=False,
        empty_label=gettext_lazy("ein neuer Träger (unten angeben)"),
    )
    organisation_name = forms.CharField(label=gettext_lazy("Neuer Träger: voller Name"), max_length=200, required=False)
    short_name = forms.CharField(
        label=gettext_lazy("Neuer Träger: Kurzname"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("So steht der Träger in Listen, zum Beispiel „MAGS NRW“."),
    )

    def clean(self) -> dict[str, Any]:
        """Make the address from the title where none is given; ask for one owner."""
        data = super().clean() or self.cleaned_data
        if "slug" not in self.errors and "title" not in self.errors:
            data["slug"] = data.get("slug") or slug_of(data["title"], 60)
            self._check_slug(data["slug"])
        if not data.get("owner") and not data.get("organisation_name"):
            self.add_error("organisation_name", _("Wählen Sie oben einen Träger oder nennen Sie hier einen neuen."))
        return data

    def _check_slug(self, slug: str) -> None:
        try:
            clean_slug(slug)
        except forms.ValidationError as error:
            self.add_error("slug", error)
            return
        if not slug:
            self.add_error("slug", _("Bitte geben Sie eine Adresse an."))
        elif Process.objects.filter(slug=slug).exists():
            self.add_error("slug", str(SLUG_ERRORS["unique"]))

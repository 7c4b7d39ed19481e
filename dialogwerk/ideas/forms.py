"""What may come in: ideas, contributions, offers, and what the team asks for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core.errors import DialogwerkError
from dialogwerk.core.uploads import KeptFileInput
from dialogwerk.core.widgets import MarkdownArea
from dialogwerk.entries.actions.attachments import open_image
from dialogwerk.entries.models import Attachment, AttachmentKind, Entry, State
from dialogwerk.events.models import Event
from dialogwerk.ideas.content import IdeaContent
from dialogwerk.ideas.models import Column, Contribution, Idea, Need
from dialogwerk.places.forms import ChosenPlace, PointField
from dialogwerk.places.models import Region
from dialogwerk.places.queries import regions_at
from dialogwerk.processes.models import AskedField, Process, Topic

TEXTS: dict[str, tuple[Any, Any, int]] = {
    AskedField.PROBLEM: (_("Welches Problem soll gelöst werden?"), _("Was läuft heute nicht gut, und für wen?"), 5),
    AskedField.APPROACH: (_("Wie soll es gehen?"), _("Beschreiben Sie den Weg so, dass andere mitdenken können."), 7),
    AskedField.GOALS: (_("Was soll am Ende besser sein?"), "", 4),
    AskedField.TARGET_GROUPS: (_("Für wen ist die Idee?"), "", 2),
    AskedField.PRECONDITIONS: (_("Was muss dafür vorhanden sein?"), "", 3),
    AskedField.PARTNERS: (
        _("Wer sollte mitmachen?"),
        _("Stellen und Einrichtungen, keine Namen von Privatpersonen."),
        3,
    ),
}
MAX_NEEDS = 8
MAX_TOPICS = 5
MAX_TABLES = 20
NOT_KEPT = ("image", "website")


class Honeypot(forms.Form):
    """A field that people do not see. Who fills it in is a machine."""

    website = forms.CharField(label=_("Bitte leer lassen"), required=False, widget=forms.TextInput(
        attrs={"tabindex": "-1", "autocomplete": "off"}
    ))  # fmt: skip

    def clean_website(self) -> str:
        """Refuse machines, in words for the person who fell into it."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Dieses Feld muss leer bleiben."))
        return ""


def topics_of(process: Process) -> Any:
    """Return the topics of all lists of a process, in order."""
    return Topic.objects.filter(vocabulary__process=process).order_by("vocabulary__position", "position", "pk")


def regions_of(process: Process) -> Any:
    """Return the regions of the process's own set."""
    if process.region_set_id is None:
        return Region.objects.none()
    return Region.objects.filter(region_set=process.region_set_id).only("name", "slug", "region_set_id")


class PlacedForm(Honeypot):
    """Asks where something belongs: topics, region, place. A place tells the region where none was chosen."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(), label=_("Themenfelder"), required=False, widget=forms.CheckboxSelectMultiple
    )
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_("Region"), required=False, empty_label=_("keine bestimmte Region")
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.process = process
        self.fields["place"] = PointField(
            region_set=process.region_set, decimals=process.point_decimals, required=False
        )
        self.fields["topics"].queryset = topics_of(process)  # type: ignore[attr-defined]
        self.fields["region"].queryset = regions_of(process)  # type: ignore[attr-defined]

    def clean_topics(self) -> tuple[Topic, ...]:
        """Allow a handful."""
        chosen = self.cleaned_data["topics"]
        topics = () if chosen.query.is_empty() else tuple(chosen)  # else Django writes SQL for nothing
        if len(topics) > MAX_TOPICS:
            raise forms.ValidationError(_("Bitte wählen Sie höchstens %d Themenfelder.") % MAX_TOPICS)
        return topics

    def clean(self) -> dict[str, Any]:
        """Find the region from the point where none was chosen."""
        data = super().clean() or self.cleaned_data
        place = data.get("place")
        if place and "region" in self.fields and not data.get("region"):
            own = (region for region in regions_at(*place.point) if region.region_set_id == self.process.region_set_id)
            data["region"] = next(own, None)
        return data


class IdeaForm(PlacedForm):
    """An idea, with the fields a phase asks for (`asked`, values of `AskedField`)."""

    title = forms.CharField(
        label=_("Titel"), min_length=5, max_length=200, help_text=_("Kurz und so, dass man sofort weiß, worum es geht.")
    )
    summary = forms.CharField(
        label=_("Worum geht es?"),
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Zwei oder drei Sätze genügen."),
    )
    needs = forms.CharField(
        label=_("Was wird gebraucht?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein Wunsch je Zeile, zum Beispiel „Ein Raum für zwölf Personen, einmal im Monat“."),
    )
    image = forms.FileField(
        label=_("Bild"),
        required=False,
        widget=KeptFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_("JPEG, PNG, WebP oder GIF, höchstens 10 MB. Aufnahmeort und Kameradaten werden entfernt."),
    )
    image_alt = forms.CharField(
        label=_("Was ist auf dem Bild zu sehen?"),
        max_length=300,
        required=False,
        help_text=_("Für alle, die das Bild nicht sehen können. Nötig, wenn Sie ein Bild wählen."),
    )
    image_copyright = forms.CharField(label=_("Wer hat das Bild gemacht?"), max_length=160, required=False)

    field_order = ("title", "summary", *TEXTS, "needs", "topics", "place", "region")

    def __init__(
        self, *args: Any, asked: Iterable[str], process: Process, has_image: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, process=process, **kwargs)
        asked = set(asked)
        self.has_image = has_image
        for name, (label, help_text, rows) in TEXTS.items():
            if name in asked:
                self.fields[name] = _text_field(name, label, help_text, rows)
        for name in ("needs", "topics", "region"):
            if name not in asked:
                del self.fields[name]
        if AskedField.POINT not in asked:
            del self.fields["place"]
        if AskedField.IMAGE not in asked:
            for name in ("image", "image_alt", "image_copyright"):
                del self.fields[name]
        self.order_fields(self.field_order)

    def clean_needs(self) -> tuple[str, ...]:
        """Return one need for each line."""
        needs = tuple(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["needs"].splitlines()))))
        if len(needs) > MAX_NEEDS:
            raise forms.ValidationError(_("Bitte nennen Sie höchstens %d Wünsche.") % MAX_NEEDS)
        if any(len(need) > _need_length() for need in needs):
            raise forms.ValidationError(_("Ein Wunsch darf höchstens %d Zeichen lang sein.") % _need_length())
        return needs

    def clean_image(self) -> Any:
        """Look whether the picture can be opened; say in German why not."""
        upload = self.cleaned_data["image"]
        if upload:
            try:
                open_image(upload)
            except DialogwerkError as error:
                raise forms.ValidationError(f"{error.message} {error.what_to_do}") from error
        return upload

    def clean(self) -> dict[str, Any]:
        """Ask for the description of a picture."""
        data = super().clean()
        if (data.get("image") or self.has_image) and "image_alt" in data and not data["image_alt"].strip():
            self.add_error("image_alt", _("Beschreiben Sie das Bild in einem Satz."))
        return data

    @property
    def text_fields(self) -> list[forms.BoundField]:
        """The fields of the longer texts that are asked for."""
        return [self[name] for name in TEXTS if name in self.fields]

    def raw(self) -> dict[str, Any]:
        """Return the answers as typed, to be kept in a draft."""
        kept = {}
        for name, field in self.fields.items():
            if name not in NOT_KEPT:
                value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                kept[name] = value if value is not None else ""
        return kept

    def data_of(self, kept: dict[str, Any]) -> MultiValueDict[str, Any]:
        """Return kept answers (see `raw`) as if they had just been sent."""
        data: MultiValueDict[str, Any] = MultiValueDict()
        for name, value in kept.items():
            widget = self.fields[name].widget if name in self.fields else None
            if isinstance(widget, forms.MultiWidget) and isinstance(value, list):
                for suffix, part in zip(widget.widgets_names, value, strict=False):  # type: ignore[attr-defined]
                    data[name + suffix] = part if part is not None else ""
            elif isinstance(value, list):
                data.setlist(name, value)
            else:
                data[name] = value
        return data

    def bind_kept(self, kept: dict[str, Any]) -> None:
        """Take kept answers (see `raw`) as if they had just been sent. To make another form of them costs as much."""
        self.data, self.files, self.is_bound = self.data_of(kept), MultiValueDict(), True

    def content(self) -> IdeaContent:
        """Return what the idea says. Call it on a valid form."""
        data = self.cleaned_data
        place: ChosenPlace | None = data.get("place")
        return IdeaContent(
            title=data["title"].strip(),
            summary=data["summary"].strip(),
            texts={name: data[name].strip() for name in Idea.REVISED_TEXTS if name in data},
            topics=data.get("topics", ()),
            region=data.get("region"),
            place_name=place.name if place else "",
            point=place.point if place else None,
            needs=data.get("needs", ()),
            image_alt=data.get("image_alt", ""),
            image_copyright=data.get("image_copyright", ""),
        )


class VersionedForm(forms.Form):
    """Names the version that was read, and says why it is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label=_("Warum ändern Sie den Text?"),
        max_length=300,
        required=False,
        help_text=_("Steht öffentlich bei der neuen Fassung."),
    )


class EditIdeaForm(VersionedForm, IdeaForm):
    """All of an idea, for its author and the team."""

    removed_images = forms.ModelMultipleChoiceField(
        Attachment.objects.none(), label=_("Bilder entfernen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        entry = idea.entry
        initial = {
            "title": entry.title,
            "summary": entry.summary,
            **{name: getattr(idea, name) for name in Idea.REVISED_TEXTS},
            "topics": list(entry.topics.all()),
            "region": entry.region_id,
            "place": _place_of(entry),
            "needs": "\n".join(need.text for need in idea.needs.all()),
            "version": entry.version,
        }
        initial |= kwargs.pop("initial", {})
        super().__init__(*args, asked=AskedField.values, process=entry.process, initial=initial, **kwargs)
        attached = entry.attachments.filter(kind=AttachmentKind.IMAGE)
        self.fields["removed_images"].queryset = attached  # type: ignore[attr-defined]
        if not attached:
            del self.fields["removed_images"]
        images = ("removed_images", "image", "image_alt", "image_copyright")
        self.order_fields([*self.field_order, *images, "reason"])


class EditContributionForm(VersionedForm, Honeypot):
    """The wording of a contribution."""

    text = forms.CharField(label=_("Beitrag"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    field_order = ("text", "reason")

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        entry = contribution.entry
        kwargs["initial"] = {"text": entry.summary, "version": entry.version}
        super().__init__(*args, **kwargs)


class ContributionForm(PlacedForm):
    """One short text."""

    text = forms.CharField(
        label=_("Ihr Beitrag"),
        min_length=10,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ein Gedanke, eine Erfahrung oder ein Wunsch. Höchstens 1.000 Zeichen."),
    )
    field_order = ("text", "topics", "place", "region")

    def content(self) -> dict[str, Any]:
        """Return what `submit_contribution` takes. Call it on a valid form."""
        data = self.cleaned_data
        place: ChosenPlace | None = data["place"]
        return {
            "text": data["text"].strip(),
            "topics": data["topics"],
            "region": data["region"],
            "place_name": place.name if place else "",
            "point": place.point if place else None,
        }


class SupportForm(Honeypot):
    """What somebody offers."""

    need = forms.TypedChoiceField(
        label=_("Wobei möchten Sie helfen?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=_("Was können Sie beitragen?"),
        min_length=5,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Die Ansprechstelle der Region, das Team und wer die Idee eingereicht hat, lesen das. Sonst niemand."
        ),
    )
    field_order = ("need", "message")

    def __init__(self, *args: Any, needs: list[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = {need.pk: need for need in needs}
        if needs:
            choices = [(need.pk, need.text) for need in needs] + [("", _("bei etwas anderem"))]
            self.fields["need"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["need"]

    def clean_need(self) -> Need | None:
        """Return the need, None for something else."""
        return self.needs.get(self.cleaned_data["need"])


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Grund"), max_length=300, required=False)


def _place_of(entry: Entry) -> ChosenPlace | None:
    if entry.lon is None or entry.lat is None:
        return None
    return ChosenPlace((entry.lon, entry.lat), entry.place_name or str(_("Punkt auf der Karte")))


def _text_field(name: str, label: Any, help_text: Any, rows: int) -> forms.CharField:
    limit = Idea._meta.get_field(name).max_length  # type: ignore[union-attr]
    widget = MarkdownArea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=limit, required=False, widget=widget)


def _need_length() -> int:
    return Need._meta.get_field("text").max_length or 300


class ContributionFilters(forms.Form):
    """How the list of contributions is narrowed down. Everything stands in the address."""

    FIRST = ("q", "topic", "event")

    q = forms.CharField(label=_("Suchen"), max_length=200, required=False)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=_("Themenfeld"), required=False, empty_label=_("alle"))
    event = forms.ModelChoiceField(
        Event.objects.none(), label=_("Veranstaltung"), required=False, empty_label=_("alle")
    )
    table = forms.TypedChoiceField(label=_("Tisch"), required=False, coerce=int, empty_value=None)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False, empty_label=_("alle"))
    column = forms.ChoiceField(label=_("Spalte"), required=False, choices=[("", _("alle")), *Column.choices])
    group = forms.ChoiceField(label=_("Gruppe"), required=False, choices=[("", _("alle")), *StakeholderGroup.choices])

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = Event.objects.filter(entry__process=process, entry__state=State.PUBLISHED).select_related("entry")
        self.fields["event"].queryset = events.order_by("starts_at")  # type: ignore[attr-defined]
        self.fields["topic"].queryset = topics_of(process)  # type: ignore[attr-defined]
        self.fields["region"].queryset = regions_of(process)  # type: ignore[attr-defined]
        tables = range(1, MAX_TABLES + 1)
        self.fields["table"].choices = [("", _("alle")), *((number, number) for number in tables)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filters that were set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

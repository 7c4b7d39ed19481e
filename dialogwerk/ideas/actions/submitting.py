"""Sending in ideas and contributions."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Person
from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.mail import send_mail
from dialogwerk.core.prepared import insert, insert_new, update
from dialogwerk.core.text import excerpt
from dialogwerk.entries.actions import add_entry
from dialogwerk.entries.actions.attachments import attach_image
from dialogwerk.entries.addresses import page_of, short_address
from dialogwerk.entries.models import Entry, Kind, Stage, StageStep, State
from dialogwerk.ideas.content import IdeaContent
from dialogwerk.ideas.models import Contribution, Idea, IdeaDraft, Need
from dialogwerk.ideas.rules import is_open_for, may_use_draft
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Act, Moderation, Process, Topic

TITLE_LENGTH = 90


@transaction.atomic
def submit_idea(*, actor: Any, process: Process, content: IdeaContent, draft: IdeaDraft | None = None) -> Idea:
    """Make an idea of what a person wrote, publish it or let it wait for release, and tell her its number.

    `draft` gives its picture and is emptied; one that was sent before leads to the same idea again. Raises
    `NotPossibleNow` when no phase opens sending, `UnusableImage`, `ValidationError`.
    """
    if draft is not None:
        draft = IdeaDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
        if not may_use_draft(actor, draft):
            raise NotPossibleNow(_("Dieser Entwurf gehört zu einem anderen Konto."))
        if draft.sent_as_id:
            return Idea.objects.select_related("entry__process").get(pk=draft.sent_as_id)
    _require_open(process, Act.SUBMIT)
    idea = Idea(**content.texts)
    entry = add_entry(
        actor=actor,
        topics=content.topics,
        point=content.point,
        kind=Kind.IDEA,
        title=content.title,
        summary=content.summary,
        region=content.region,
        place_name=content.place_name,
        stage=Stage.COLLECTED,
        extra_text=" ".join(content.texts.values()),
        detail=idea,
        reason=_("eingereicht"),
        **_of(actor, process),
    )
    idea.entry = entry
    idea.full_clean(exclude=["entry"], validate_unique=False)
    insert([idea])
    Need.objects.bulk_create(Need(idea=idea, position=place, text=text) for place, text in enumerate(content.needs))
    insert_new(StageStep(entry=entry, stage=Stage.COLLECTED, reason=_("Online eingereicht."), actor=actor))
    if draft is not None:
        _take_draft(actor, draft, entry, content)
    audit.record(actor=actor, act="submit_idea", target=entry, process_slug=process.slug, state=entry.state)
    _confirm(actor, entry)
    return idea


@transaction.atomic
def submit_contribution(
    *,
    actor: Any,
    process: Process,
    text: str,
    topics: tuple[Topic, ...] = (),
    region: Region | None = None,
    place_name: str = "",
    point: tuple[float, float] | None = None,
) -> Contribution:
    """Make a contribution of one short text. Raises `NotPossibleNow` when no phase opens it."""
    _require_open(process, Act.CONTRIBUTE)
    entry = add_entry(
        actor=actor,
        topics=topics,
        point=point,
        kind=Kind.CONTRIBUTION,
        title=excerpt(text, TITLE_LENGTH),
        summary=text,
        region=region,
        place_name=place_name,
        **_of(actor, process),
    )
    contribution = Contribution.objects.create(entry=entry)
    audit.record(actor=actor, act="submit_contribution", target=entry, process_slug=process.slug, state=entry.state)
    return contribution


def _of(actor: Person, process: Process) -> dict[str, Any]:
    looks_first = process.moderation == Moderation.BEFORE
    return {
        "process": process,
        "author": actor,
        "stakeholder_group": actor.stakeholder_group,
        "state": State.IN_REVIEW if looks_first else State.PUBLISHED,
    }


def _require_open(process: Process, act: Act) -> None:
    if not is_open_for(process, act):
        raise NotPossibleNow(
            _("Zurzeit nimmt dieser Dialog nichts an."),
            what_to_do=_("Ihr Entwurf bleibt gespeichert. Auf der Seite des Dialogs steht, was jetzt möglich ist."),
        )


def _take_draft(actor: Person, draft: IdeaDraft, entry: Entry, content: IdeaContent) -> None:
    """Move the draft's picture to the entry and empty the draft."""
    if draft.image:
        with draft.image.open("rb") as file:
            upload = SimpleUploadedFile("image.webp", file.read(), content_type="image/webp")
        attach_image(
            actor=actor,
            entry=entry,
            upload=upload,
            alt=content.image_alt,
            copyright=content.image_copyright,
        )
        storage, name = draft.image.storage, draft.image.name or ""
        transaction.on_commit(lambda: storage.delete(name))
    draft.person, draft.fields, draft.image, draft.sent_as = actor, {}, "", entry
    update(draft, "person", "fields", "image", "sent_as", "saved_at")


def _confirm(actor: Person, entry: Entry) -> None:
    send_mail(
        "ideas/mail/submitted.txt",
        to=actor.email,
        language=actor.language,
        name=actor.public_name,
        entry=entry,
        address=page_of(entry),
        short=short_address(entry),
        waits=entry.state == State.IN_REVIEW,
    )

"""Changing what was sent in."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.text import excerpt
from dialogwerk.entries.actions import change_state, place_entry, revise_entry
from dialogwerk.entries.actions.attachments import attach_image, remove_attachment
from dialogwerk.entries.models import Attachment, Entry, Revision, State
from dialogwerk.entries.rules import edits_entry
from dialogwerk.ideas.actions.submitting import TITLE_LENGTH
from dialogwerk.ideas.content import IdeaContent
from dialogwerk.ideas.models import Contribution, Idea, Need
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Moderation, Topic


@transaction.atomic
def edit_idea(
    *,
    actor: Any,
    idea: Idea,
    expected_version: int,
    content: IdeaContent,
    reason: str = "",
    image: UploadedFile | None = None,
    removed_images: Iterable[Attachment] = (),
) -> Revision:
    """Change texts (kept as versions), topics, region, place, needs and pictures of an idea.

    Raises `Conflict` when somebody saved since `expected_version`, and `UnusableImage`.
    """
    entry = idea.entry
    _wait_again(actor, entry)
    texts = {"title": content.title, "summary": content.summary} | content.texts
    revision = revise_entry(
        actor=actor, entry=entry, expected_version=expected_version, texts=texts, reason=reason, detail=idea
    )
    entry.topics.set(content.topics)
    entry.region = content.region
    if content.point or entry.has_point:
        entry.place_name = content.place_name
    entry.save(update_fields=["region", "place_name"])
    if content.point != (entry.lon, entry.lat) and (content.point or entry.has_point):
        place_entry(actor=actor, entry=entry, point=content.point)
    _set_needs(idea, content.needs)
    for attachment in removed_images:
        remove_attachment(actor=actor, attachment=attachment)
    if image is not None:
        attach_image(actor=actor, entry=entry, upload=image, alt=content.image_alt, copyright=content.image_copyright)
    return revision


@transaction.atomic
def edit_contribution(
    *, actor: Any, contribution: Contribution, expected_version: int, text: str, reason: str = ""
) -> Revision:
    """Change the wording of a contribution. Raises `Conflict`."""
    _wait_again(actor, contribution.entry)
    texts = {"title": excerpt(text, TITLE_LENGTH), "summary": text}
    return revise_entry(
        actor=actor, entry=contribution.entry, expected_version=expected_version, texts=texts, reason=reason
    )


@transaction.atomic
def withdraw_entry(*, actor: Any, entry: Entry, reason: str = "") -> None:
    """Take an idea or contribution back: its page says so from now on. Raises `NotPossibleNow`."""
    change_state(actor=actor, entry=entry, state=State.WITHDRAWN, note=reason)


@transaction.atomic
def mark_need(*, actor: Any, need: Need, is_met: bool) -> None:
    """Say that something an idea needs was found, or is needed again."""
    need.met_at = timezone.now() if is_met else None
    need.save(update_fields=["met_at"])
    entry = need.idea.entry
    audit.record(actor=actor, act="mark_need", target=entry, process_slug=entry.process.slug, is_met=is_met)


@transaction.atomic
def add_topic(*, actor: Any, entry: Entry, topic: Topic) -> None:
    """Put an entry under one more topic of its process."""
    if topic.vocabulary.process_id != entry.process_id:
        raise NotPossibleNow(_("Dieses Themenfeld gehört zu einem anderen Dialog."))
    entry.topics.add(topic)
    audit.record(actor=actor, act="add_topic", target=entry, process_slug=entry.process.slug, topic=topic.slug)


@transaction.atomic
def remove_topic(*, actor: Any, entry: Entry, topic: Topic) -> None:
    """Take an entry out of a topic."""
    entry.topics.remove(topic)
    audit.record(actor=actor, act="remove_topic", target=entry, process_slug=entry.process.slug, topic=topic.slug)


@transaction.atomic
def assign_region(*, actor: Any, entry: Entry, region: Region | None) -> None:
    """Say which region an entry belongs to, or None. Raises `NotPossibleNow` for a region of another set."""
    if region is not None and region.region_set_id != entry.process.region_set_id:
        raise NotPossibleNow(_("Diese Region gehört nicht zu diesem Dialog."))
    before = entry.region_id
    entry.region = region
    entry.save(update_fields=["region"])
    audit.record(
        actor=actor,
        act="assign_region",
        target=entry,
        process_slug=entry.process.slug,
        before=before,
        after=region.pk if region else None,
    )


def _wait_again(actor: Any, entry: Entry) -> None:
    """Where the process looks first, a public text that its author changes waits for release again."""
    looks_first = entry.process.moderation == Moderation.BEFORE
    if looks_first and entry.state == State.PUBLISHED and not edits_entry(actor, entry):
        change_state(actor=actor, entry=entry, state=State.IN_REVIEW, note="edited")


def _set_needs(idea: Idea, texts: tuple[str, ...]) -> None:
    """Keep the needs whose text stayed, with their state and offers; drop those that are gone, add the new ones."""
    kept = {need.text: need for need in idea.needs.all()}
    for need in kept.values():
        if need.text not in texts:
            need.delete()
    for place, text in enumerate(texts):
        need = kept.get(text) or Need(idea=idea, text=text)
        need.position = place
        need.save()

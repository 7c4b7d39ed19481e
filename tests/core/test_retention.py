"""Every column that can hold personal data has a rule, and the rules are carried out."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from dialogwerk.accounts.models import PendingFile, PendingPost, Person
from dialogwerk.core import retention
from dialogwerk.entries.models import Flag
from dialogwerk.ideas.models import IdeaDraft, Support
from tests import factories


def ago(**span: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**span)


def test_every_personal_column_has_a_rule() -> None:
    assert retention.uncovered_columns() == []


def test_no_rule_names_what_is_gone() -> None:
    assert retention.idle_patterns() == []


@pytest.mark.parametrize(
    "column",
    [
        "accounts.Person.email",
        "accounts.PendingPost.fields",
        "entries.Comment.text",
        "entries.Rating.person",
        "entries.Flag.reporter",
        "ideas.IdeaDraft.image",
        "core.AuditRecord.actor_number",
        "sessions.Session.session_data",
    ],
)
def test_personal_columns_are_recognised(column: str) -> None:
    assert column in retention.personal_columns()


def test_a_new_column_without_a_rule_is_found(monkeypatch) -> None:
    monkeypatch.setattr(retention, "personal_columns", lambda: {"entries.Entry.birthday", "entries.Entry.title"})

    assert retention.uncovered_columns() == ["entries.Entry.birthday"]


def test_all_deletions_can_be_asked_of_the_database(db) -> None:
    deletions = [deletion for rule in retention.rules() for deletion in rule.enforce]

    assert all(isinstance(deletion.rows(), models.QuerySet) for deletion in deletions)
    assert [deletion.rows().count() for deletion in deletions] == [0] * len(deletions)


def test_unconfirmed_posts_go_after_a_day_with_their_files(
    db, settings, tmp_path, django_capture_on_commit_callbacks
) -> None:
    settings.MEDIA_ROOT = tmp_path
    old = PendingPost.objects.create(token_hash="a", path="/", label="Idee", made_at=ago(hours=25))
    new = PendingPost.objects.create(token_hash="b", path="/", label="Idee", made_at=ago(hours=23))
    for post in (old, new):
        PendingFile.objects.create(post=post, field="image", name="a.png", file=ContentFile(b"x", f"{post.pk}.png"))

    with django_capture_on_commit_callbacks(execute=True):
        retention.enforce_retention()

    assert list(PendingPost.objects.all()) == [new]
    assert [path.stem for path in tmp_path.rglob("*.png")] == [str(new.pk)]


def test_drafts_withdrawn_support_and_settled_reports_go(process, paula) -> None:
    idea = factories.IdeaFactory(entry__process=process)
    kept_draft = IdeaDraft.objects.create(process=process, person=paula)
    old_draft = IdeaDraft.objects.create(process=process)
    IdeaDraft.objects.filter(pk=old_draft.pk).update(saved_at=ago(days=31))
    IdeaDraft.objects.filter(pk=kept_draft.pk).update(saved_at=ago(days=31))
    Support.objects.create(idea=idea, person=paula, message="Ich helfe.", withdrawn_at=ago(days=31))
    kept_support = Support.objects.create(idea=idea, person=paula, message="Ich helfe doch.")
    Flag.objects.create(entry=idea.entry, text="Alt", settled_at=ago(days=181))
    kept_flag = Flag.objects.create(entry=idea.entry, text="Offen", made_at=ago(days=400))

    retention.enforce_retention()

    assert list(IdeaDraft.objects.all()) == [kept_draft]
    assert list(Support.objects.all()) == [kept_support]
    assert list(Flag.objects.all()) == [kept_flag]


def test_unused_guests_go_after_two_years(process) -> None:
    long_ago = ago(days=731)
    factories.PersonFactory(public_name="Ungenutzt", last_login=long_ago)
    factories.PersonFactory(public_name="Neulich", last_login=ago(days=30))
    factories.PersonFactory(public_name="Konto", last_login=long_ago, is_guest=False)
    writer = factories.PersonFactory(public_name="Schreibt", last_login=long_ago)
    factories.CommentFactory(entry=factories.EntryFactory(process=process), author=writer)

    retention.enforce_retention()

    assert set(Person.objects.values_list("public_name", flat=True)) == {"Neulich", "Konto", "Schreibt"}

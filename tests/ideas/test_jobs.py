"""Drafts do not stay for ever."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.ideas.jobs import discard_old_drafts
from dialogwerk.ideas.models import IdeaDraft


@pytest.mark.parametrize(
    ("days", "of_paula", "is_kept"), [(29, False, True), (31, False, False), (31, True, True), (366, True, False)]
)
def test_old_drafts_go(process, paula, days, of_paula, is_kept) -> None:
    draft = IdeaDraft.objects.create(process=process, person=paula if of_paula else None)
    IdeaDraft.objects.update(saved_at=timezone.now() - datetime.timedelta(days=days))

    discard_old_drafts()

    assert IdeaDraft.objects.filter(pk=draft.pk).exists() == is_kept

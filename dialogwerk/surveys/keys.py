"""Back to one's own answers without a name.

A device has one random token for all surveys, in its session; an account has one calculated from its number and the
secret key of the installation. Stored is only a hash of it that is different in each survey, so that nobody can see
from the rows that two answer sets are of the same device.
"""

import hashlib
import secrets
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from dialogwerk.surveys.models import Participation, Survey

SESSION_KEY = "survey_token"


def _hash(survey: Survey, token: str) -> str:
    return hashlib.sha256(f"{survey.pk}:{token}".encode()).hexdigest()


def _token_of(person: Any) -> str:
    return salted_hmac("dialogwerk.surveys", str(person.pk), algorithm="sha256").hexdigest()


def hashes_of(request: HttpRequest, survey: Survey) -> list[str]:
    """Return the hashes that lead this reader to answers, the account's first; none for who never answered."""
    tokens = [_token_of(request.user)] if request.user.is_authenticated else []
    token = request.session.get(SESSION_KEY)
    return [_hash(survey, one) for one in [*tokens, *([token] if token else [])]]


def new_hash(request: HttpRequest, survey: Survey) -> str:
    """Return the hash under which this reader's answers are kept from now on; remembers the device if need be."""
    if request.user.is_authenticated:
        return _hash(survey, _token_of(request.user))
    token = request.session.get(SESSION_KEY)
    if not token:
        token = request.session[SESSION_KEY] = secrets.token_urlsafe(32)
    return _hash(survey, token)


def participation_of(request: HttpRequest, survey: Survey) -> Participation | None:
    """Return the reader's own answer set, the account's before the device's. One query, none for who has no key."""
    hashes = hashes_of(request, survey)
    if not hashes:
        return None
    found = Participation.objects.filter(survey=survey, key__hash__in=hashes).select_related("key")
    participation = min(found, key=lambda one: hashes.index(one.key.hash), default=None)
    if participation is not None:
        participation.survey = survey
    return participation

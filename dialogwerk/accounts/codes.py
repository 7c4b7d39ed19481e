"""Tokens and codes of guests: made, hashed, compared. Pure, no database."""

import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

# Without letters and digits that look or sound alike (0 O, 1 I L, 5 S, 8 B, 2 Z, U V).
ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
LENGTH = 6
VALID_FOR = timedelta(minutes=30)
MAX_ATTEMPTS = 5


def new_token() -> str:
    """Return a secret that names a pending post in addresses."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a code that people can type from a mail."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def hashed(secret: str, purpose: str) -> str:
    """Return what is stored of a token or code."""
    return salted_hmac(f"dialogwerk.{purpose}", secret, algorithm="sha256").hexdigest()


def normalised(code: str) -> str:
    """Return a code as people meant it: without spaces and dashes, in capitals."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def fits(code: str, code_hash: str, purpose: str) -> bool:
    """Say whether `code` is the one whose hash is kept, in a time that tells nothing."""
    return bool(code_hash) and constant_time_compare(hashed(normalised(code), purpose), code_hash)


def is_expired(sent_at: datetime | None) -> bool:
    """Say whether a code sent then no longer counts."""
    return sent_at is None or timezone.now() > sent_at + VALID_FOR

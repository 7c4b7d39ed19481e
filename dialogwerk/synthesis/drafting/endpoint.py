"""Asking an OpenAI-compatible endpoint for an answer: with a deadline, a limit, and words for all that fails."""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

LARGEST = 1_000_000  # bytes of an answer
AT_ONCE = 16_384

NOT_REACHABLE = gettext_noop("Der Dienst war nicht zu erreichen. Versuchen Sie es später noch einmal.")
TOO_SLOW = gettext_noop("Der Dienst hat zu lange gebraucht. Versuchen Sie es später noch einmal.")
REFUSED = gettext_noop("Der Dienst hat die Anfrage nicht angenommen. Der Betrieb muss Schlüssel und Modell prüfen.")
BROKEN = gettext_noop("Der Dienst meldet einen Fehler. Versuchen Sie es später noch einmal.")
WRONG_FORM = gettext_noop(
    "Die Antwort hatte nicht die verlangte Form. Sie ist unten nachzulesen, wurde aber verworfen."
)


class EndpointFault(Exception):  # a fault of somebody else's service, not of ours
    """Why there is no draft, in words for the team (`str`), and what came back (`answer`)."""

    def __init__(self, words: str, answer: str = "") -> None:
        super().__init__(words)
        self.answer = answer


@dataclass(frozen=True)
class Endpoint:
    """Where to ask. `address` is the base of the interface, such as `https://host/v1`."""

    address: str
    key: str
    model: str
    seconds: int

    @property
    def host(self) -> str:
        """The host, to tell people where texts go."""
        return urlsplit(self.address).hostname or ""


def configured() -> Endpoint | None:
    """Return the endpoint the operator named, None if there is none."""
    if not settings.DRAFT_URL:
        return None
    return Endpoint(settings.DRAFT_URL.rstrip("/"), settings.DRAFT_KEY, settings.DRAFT_MODEL, settings.DRAFT_SECONDS)


def ask(endpoint: Endpoint, messages: Sequence[dict[str, str]]) -> str:
    """Return the text of the answer. Raises `EndpointFault`; follows no redirect, waits for no longer than allowed."""
    body = {"model": endpoint.model, "messages": list(messages), "temperature": 0, "stream": False}
    request = urllib.request.Request(  # noqa: S310  # nosec: the scheme was checked when the settings were read
        f"{endpoint.address}/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    if endpoint.key:
        request.add_unredirected_header("Authorization", f"Bearer {endpoint.key}")
    ends = time.monotonic() + endpoint.seconds
    try:
        with _opener.open(request, timeout=endpoint.seconds) as response:
            raw = _read(response, ends)
    except urllib.error.HTTPError as fault:
        told = fault.read(2000).decode(errors="replace")
        raise EndpointFault(REFUSED if fault.code < 500 else BROKEN, f"{fault.code} {told}") from fault
    except TimeoutError as fault:
        raise EndpointFault(TOO_SLOW) from fault
    except urllib.error.URLError as fault:
        raise EndpointFault(TOO_SLOW if isinstance(fault.reason, TimeoutError) else NOT_REACHABLE) from fault
    except (OSError, http.client.HTTPException) as fault:
        raise EndpointFault(NOT_REACHABLE) from fault
    return _content(raw)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Sends neither texts nor key to another host than the one that was named."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)


def _read(response: Any, ends: float) -> bytes:
    """Read piece by piece, so that a service that trickles does not hold the worker for hours."""
    parts, size = [], 0
    while part := response.read1(AT_ONCE):
        parts.append(part)
        size += len(part)
        if time.monotonic() > ends:
            raise TimeoutError
        if size > LARGEST:
            raise EndpointFault(WRONG_FORM)
    return b"".join(parts)


def _content(raw: bytes) -> str:
    text = raw.decode(errors="replace")
    try:
        content = json.loads(text)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as fault:
        raise EndpointFault(WRONG_FORM, text) from fault
    if not isinstance(content, str):
        raise EndpointFault(WRONG_FORM, text)
    return content

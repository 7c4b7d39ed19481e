"""The one reader of the environment: every setting an operator can change, with its type and default.

`docs/run/settings.md` lists the same names; a test compares the two.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

_env = environ.Env()


@dataclass(frozen=True)
class Environment:
    """What the operator says about this installation."""

    data_dir: Path
    database_url: str
    secret_key: str
    debug: bool
    hosts: list[str]
    base_url: str
    port: int
    threads: int
    email_url: str
    mail_from: str
    behind_proxy: bool
    test_database: str
    listen_url: str
    draft_url: str
    draft_key: str
    draft_model: str
    draft_seconds: int


def _secret_key(data_dir: Path) -> str:
    """Return the secret key from the environment, or one kept in the data folder for the demo."""
    given: str = _env.str("DIALOGWERK_SECRET_KEY", default="")
    if given:
        return given
    kept = data_dir / "secret_key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        kept.write_text(get_random_secret_key(), encoding="utf-8")
        kept.chmod(0o600)
    return kept.read_text(encoding="utf-8").strip()


def _draft_url() -> str:
    """Return the address of the endpoint for drafts; nothing but http and https, as texts are sent there."""
    given: str = _env.str("DIALOGWERK_DRAFT_URL", default="")
    if given and not given.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"DIALOGWERK_DRAFT_URL must begin with https:// or http://, not {given[:20]!r}")
    return given


def read() -> Environment:
    """Read the environment once, at start."""
    data_dir = Path(_env.str("DIALOGWERK_DATA_DIR", default="var")).absolute()
    port = _env.int("PORT", default=8000)
    return Environment(
        data_dir=data_dir,
        database_url=_env.str("DATABASE_URL", default="") or f"sqlite:///{data_dir / 'dialogwerk.sqlite3'}",
        secret_key=_secret_key(data_dir),
        debug=_env.bool("DIALOGWERK_DEBUG", default=False),
        hosts=_env.list("DIALOGWERK_HOSTS", default=["127.0.0.1", "localhost", "[::1]"]),
        base_url=_env.str("DIALOGWERK_BASE_URL", default=f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        threads=_env.int("DIALOGWERK_THREADS", default=4),
        email_url=_env.str("EMAIL_URL", default=""),
        mail_from=_env.str("DIALOGWERK_MAIL_FROM", default="Dialogwerk <dialogwerk@example.org>"),
        behind_proxy=_env.bool("DIALOGWERK_BEHIND_PROXY", default=False),
        test_database=_env.str("DIALOGWERK_TEST_DATABASE", default=""),
        listen_url=_env.str("DIALOGWERK_LISTEN_URL", default=""),
        draft_url=_draft_url(),
        draft_key=_env.str("DIALOGWERK_DRAFT_KEY", default=""),
        draft_model=_env.str("DIALOGWERK_DRAFT_MODEL", default=""),
        draft_seconds=_env.int("DIALOGWERK_DRAFT_SECONDS", default=90),
    )


def database(environment: Environment) -> dict[str, object]:
    """Return Django's database settings for the operator's `DATABASE_URL`."""
    settings: dict[str, object] = environ.Env.db_url_config(environment.database_url)
    if "sqlite" in str(settings["ENGINE"]):
        settings["CONN_MAX_AGE"] = None  # each thread keeps its connection
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA temp_store=MEMORY"
            ),
        }
        settings["TEST"] = {"NAME": environment.test_database or None}
    else:
        settings.setdefault("CONN_MAX_AGE", 60)
        settings["CONN_HEALTH_CHECKS"] = True
        if not environment.listen_url:  # a pooler in between would not know of statements that are kept
            options: Any = settings.setdefault("OPTIONS", {})
            options.setdefault("prepare_threshold", 1)
    return settings


def mail(environment: Environment) -> dict[str, object]:
    """Return Django's mail settings; without `EMAIL_URL` mails are written to files in the data folder."""
    if environment.email_url:
        return dict(environ.Env.email_url_config(environment.email_url))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(environment.data_dir / "mail"),
    }

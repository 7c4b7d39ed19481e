"""Settings of the tests: the product's own, with mail in memory, jobs at once and loud templates."""

from dialogwerk.config.settings import *  # noqa: F403
from dialogwerk.config.settings import STORAGES, TEMPLATES


class LoudUndefined(str):
    """Fail where a template names a variable that is not there."""

    def __contains__(self, item: object) -> bool:
        return item == "%s"

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"undefined template variable: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudUndefined("%s")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
DEBUG = False

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

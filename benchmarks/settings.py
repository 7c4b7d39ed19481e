"""Settings of the measurements: the product's own, but nobody is too fast for them and no mail leaves."""

from dialogwerk.config.settings import *  # noqa: F403

RATELIMIT_ENABLE = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

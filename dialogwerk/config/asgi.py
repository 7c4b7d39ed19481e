"""Entry point for an ASGI server: `uvicorn dialogwerk.config.asgi:application`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings")
django.setup(set_prefix=False)

from dialogwerk.core.handler import PooledHandler  # noqa: E402  (reads the settings)

application = PooledHandler()

"""Entry point for an ASGI server: `uvicorn dialogwerk.config.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings")

application = get_asgi_application()

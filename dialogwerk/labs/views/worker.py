"""The service worker of the room."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control

BOARD = ["acts", "board", "board-view", "line", "model", "room", "store", "table", "wall"]
MODULES = ["announce", "resend", "start", *(f"lab-{part}" for part in BOARD)]
FILES = [
    "css/dialogwerk.css",
    "css/lab.css",
    "css/lab-board.css",
    "css/lab-wall.css",
    "img/icon.svg",
    "vendor/kern/kern.min.css",
    "vendor/htmx/htmx.min.js",
    "vendor/fractional-indexing/index.js",
    "vendor/sortable/sortable.esm.js",
    "vendor/fira-sans/fira-sans-latin-400-normal.woff2",
    "vendor/fira-sans/fira-sans-latin-600-normal.woff2",
    *(f"js/{module}.js" for module in MODULES),
]


@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the worker with the present names of the files it keeps."""
    files = json.dumps([static(name) for name in FILES])
    version = hashlib.sha256(files.encode()).hexdigest()[:12]
    context = {"files": files, "version": version, "static_url": settings.STATIC_URL}
    return render(request, "labs/sw.js", context, content_type="text/javascript")

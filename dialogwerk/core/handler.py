"""How a request reaches the product under an ASGI server: in one thread of a fixed pool, from end to end.

Django's own handler would give each request a thread of its own, and with it a new connection to the database, and
change between thread and event loop for nearly every middleware. Here one change takes a request to a thread that
keeps its connection; the event loop is left to the network and to the lines of the live room.
"""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase

from dialogwerk.core.staticfiles import StaticFiles


class PooledHandler(ASGIHandler):
    """Static files are answered by the event loop, everything else by a thread of the pool."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the middlewares as for a synchronous server: none of them needs the event loop."""
        super().load_middleware(is_async=False)
        pool = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="web")
        self._in_pool = sync_to_async(self._answer, thread_sensitive=False, executor=pool)
        self._static = StaticFiles(self._in_pool)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a static file at once, everything else from the pool."""
        response: HttpResponseBase = await self._static(request)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer within a thread of the pool, whose connection is closed only when it is broken or too old."""
        close_old_connections()
        return self.get_response(request)

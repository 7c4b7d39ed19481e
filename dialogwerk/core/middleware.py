"""The one place where our own errors become an answer in the reader's language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse

from dialogwerk.core.errors import DialogwerkError, NotAllowed
from dialogwerk.core.typed import typed_texts


class ErrorMiddleware:
    """Turn a `DialogwerkError` into a page, an htmx part or JSON, with its status. The shell completes pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer our own errors; leave all others to Django."""
        if not isinstance(exception, DialogwerkError):
            return None
        return answer(request, exception)


def answer(request: HttpRequest, error: DialogwerkError) -> HttpResponse:
    """Return the answer to `error`: JSON where JSON was asked for, else a page (or only its part for htmx)."""
    if request.headers.get("accept", "").startswith("application/json"):
        body = {"error": str(error.headline), "message": str(error.message), "what_to_do": str(error.what_to_do)}
        return JsonResponse(body, status=error.status)
    template = "errors/_error.html" if getattr(request, "htmx", False) else "errors/error.html"
    may_sign_in = isinstance(error, NotAllowed) and not request.user.is_authenticated
    context = {"error": error, "offer_sign_in": may_sign_in, "typed": typed_texts(request) if may_sign_in else []}
    return TemplateResponse(request, template, context, status=error.status)

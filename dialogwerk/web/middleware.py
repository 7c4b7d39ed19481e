"""What the shell adds to answers: its half of `resend.js`, and the navigation on pages that tell of an error."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from dialogwerk.processes.access import process_of_address


class SendingMiddleware:
    """Tell the script that sends a form where to go next, instead of redirecting it.

    A script that follows a redirect by itself would read the next page, and its messages, unseen.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 204 with the address of the next page in `X-Next` where the script would be redirected."""
        response = self.get_response(request)
        if request.headers.get("X-Sent-By") != "resend" or response.status_code not in (301, 302, 303):
            return response
        answer = HttpResponse(status=204, headers={"X-Next": response["Location"]})
        answer.cookies = response.cookies
        return answer


class ErrorPageMiddleware:
    """Let a refusal within a dialogue keep the dialogue's navigation: who met it can go on from there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Add the dialogue to the page of an error, before it is drawn."""
        if response.template_name == "errors/error.html" and response.context_data is not None:
            response.context_data["process"] = process_of_address(request)
        return response

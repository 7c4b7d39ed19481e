"""The server's half of `resend.js`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


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

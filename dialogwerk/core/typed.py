"""What somebody typed into a form that could not be taken, so that the answer can give it back."""

from django.http import HttpRequest

SHORTEST, MOST = 12, 20
SECRET = ("password", "token", "csrf", "code", "seen", "email")


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the longer texts of a refused form, never passwords, codes or marks."""
    if request.method != "POST":
        return []
    texts = [
        text.strip()
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET)
        for text in values
    ]
    return [text for text in texts if len(text) >= SHORTEST][:MOST]

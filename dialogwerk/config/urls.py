"""Root addresses. German words, short and stable; the first word of an address outside a process is reserved."""

from django.urls import include, path

urlpatterns = [
    path("sprache/", include("django.conf.urls.i18n")),
    path("konto/", include("dialogwerk.accounts.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("dialogwerk.places.urls")),
    path("", include("dialogwerk.labs.urls")),
    path("", include("dialogwerk.web.urls")),
    path("", include("dialogwerk.entries.urls")),
    path("", include("dialogwerk.processes.urls")),
    path("", include("dialogwerk.registrations.urls")),
    path("", include("dialogwerk.events.urls")),
    path("", include("dialogwerk.ideas.urls")),
    path("", include("dialogwerk.surveys.urls")),
    path("", include("dialogwerk.synthesis.urls")),
]

handler400 = "dialogwerk.web.views.bad_request"
handler403 = "dialogwerk.web.views.refused"
handler404 = "dialogwerk.web.views.not_found"
handler500 = "dialogwerk.web.views.server_error"

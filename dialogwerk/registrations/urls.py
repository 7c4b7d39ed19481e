"""Addresses of registration and check-in."""

from django.urls import path

from dialogwerk.registrations.views import public

EVENT = "<slug:process>/termine/<int:number>-<slug:slug>/anmelden/"
OWN = "<slug:process>/anmeldung/<str:token>/"

app_name = "registrations"
urlpatterns = [
    path(EVENT, public.sign_up, name="register"),
    path(EVENT + "danke/", public.thanks, name="thanks"),
    path(EVENT + "link/", public.link_again, name="link_again"),
    path("<slug:process>/einladung/<str:token>/", public.invited, name="invited"),
    path(OWN, public.own, name="own"),
    path(OWN + "aendern/", public.change, name="change"),
    path(OWN + "absagen/", public.cancel, name="cancel"),
    path(OWN + "annehmen/", public.accept, name="accept"),
    path(OWN + "termin.ics", public.own_calendar, name="calendar"),
]

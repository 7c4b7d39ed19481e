"""Addresses of registration and check-in."""

from django.urls import path

from dialogwerk.registrations.views import door, print, public, setup, workshop

EVENT = "<slug:process>/termine/<int:number>-<slug:slug>/anmelden/"
TEAM = "werkstatt/<slug:process>/termine/<int:number>/"
LIST = TEAM + "anmeldung/"
DOOR = TEAM + "einlass/"
OWN = "<slug:process>/anmeldung/<str:token>/"

app_name = "registrations"
urlpatterns = [
    path(LIST, workshop.registrations, name="list"),
    path(LIST + "einrichten/", setup.set_up, name="set_up"),
    path(LIST + "fragen/", setup.questions, name="questions"),
    path(LIST + "fragen/<int:question>/", setup.question, name="question"),
    path(LIST + "fragen/<int:question>/ordnen/", setup.reorder, name="reorder"),
    path(LIST + "fragen/<int:question>/entfernen/", setup.drop_question, name="drop_question"),
    path(LIST + "fragen/zurueckholen/", setup.restore_question, name="restore_question"),
    path(LIST + "absagen-zuruecknehmen/", workshop.undo_cancel, name="undo_cancel"),
    path(LIST + "plaetze/", setup.seats, name="seats"),
    path(LIST + "einladungen/", setup.invitations, name="invitations"),
    path(LIST + "einladungen/senden/", setup.send, name="send"),
    path(LIST + "einladungen/<uuid:invitation>/zuruecknehmen/", setup.drop_invitation, name="drop_invitation"),
    path(LIST + "liste.<str:kind>", workshop.export, name="export"),
    path(LIST + "zahlen/", workshop.numbers, name="numbers"),
    path(LIST + "<uuid:registration>/", workshop.registration, name="one"),
    path(LIST + "<uuid:registration>/reihe/", workshop.move, name="move"),
    path(TEAM + "drucken/", print.overview, name="prints"),
    path(TEAM + "drucken/<slug:kind>.pdf", print.document, name="print"),
    path(DOOR, door.door, name="door"),
    path(DOOR + "liste.json", door.people, name="people"),
    path(DOOR + "senden/", door.send, name="send_check_ins"),
    path(DOOR + "worker.js", door.worker, name="worker"),
    path(DOOR + "helfen/", door.helpers, name="helpers"),
    path(DOOR + "helfen/<str:key>/", door.helper, name="helper"),
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

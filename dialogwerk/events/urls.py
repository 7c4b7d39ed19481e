"""Addresses of events."""

from django.urls import path

from dialogwerk.events.views import parts, public, take_ups, workshop

WORKSHOP = "werkstatt/<slug:process>/termine/"
ONE = WORKSHOP + "<int:number>/"

app_name = "events"
urlpatterns = [
    path(WORKSHOP, workshop.events, name="workshop"),
    path(WORKSHOP + "auswahl/", workshop.bulk, name="bulk"),
    path(WORKSHOP + "auswahl/rueckgaengig/", workshop.undo_bulk, name="undo_bulk"),
    path(WORKSHOP + "neu/", workshop.create, name="create"),
    path(ONE, workshop.edit, name="edit"),
    path(ONE + "absagen/", workshop.cancel, name="cancel"),
    path(ONE + "absage-zuruecknehmen/", workshop.reinstate, name="reinstate"),
    path(ONE + "veroeffentlichen/", workshop.publish, name="publish"),
    path(ONE + "entwurf/", workshop.unpublish, name="unpublish"),
    path(ONE + "programm/", parts.programme, name="programme"),
    path(ONE + "programm/<int:item>/", parts.programme_item, name="programme_item"),
    path(ONE + "programm/<int:item>/entfernen/", parts.remove_item, name="remove_item"),
    path(ONE + "tische/", parts.tables, name="tables"),
    path(ONE + "tische/matrix-zuruecknehmen/", parts.undo_matrix, name="take_back_matrix"),
    path(ONE + "tische/neu/", parts.table, name="new_table"),
    path(ONE + "tische/<int:table>/", parts.table, name="table"),
    path(ONE + "tische/<int:table>/entfernen/", parts.drop_table, name="drop_table"),
    path(ONE + "zurueckholen/", parts.bring_back, name="bring_back"),
    path(ONE + "rueckblick/", parts.review, name="review"),
    path(ONE + "bilder/", parts.pictures, name="pictures"),
    path(ONE + "bilder/zurueckholen/", parts.bring_picture_back, name="bring_picture_back"),
    path(ONE + "bilder/<int:picture>/entfernen/", parts.drop_picture, name="drop_picture"),
    path(ONE + "aufgegriffen/", take_ups.take_ups, name="take_ups"),
    path(ONE + "aufgegriffen/<int:idea>/", take_ups.take_up, name="take_up"),
    path(ONE + "aufgegriffen/<int:take_up>/zuruecknehmen/", take_ups.undo, name="undo_take_up"),
    path("<slug:process>/termine/", public.event_list, name="list"),
    path("<slug:process>/termine/kalender.ics", public.feed, name="feed"),
    path("<slug:process>/termine/<int:number>.ics", public.event_calendar, name="calendar"),
    path("<slug:process>/termine/<int:number>-<slug:slug>/", public.event, name="event"),
    path(
        "<slug:process>/termine/<int:number>-<slug:slug>/dokumentation.<str:ending>",
        public.documentation,
        name="documentation",
    ),
]

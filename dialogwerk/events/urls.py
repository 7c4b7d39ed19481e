"""Addresses of events."""

from django.urls import path

from dialogwerk.events import views

app_name = "events"
urlpatterns = [
    path("<slug:process>/termine/", views.event_list, name="list"),
    path("<slug:process>/termine/<int:number>-<slug:slug>/", views.event, name="event"),
]

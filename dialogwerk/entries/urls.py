"""Addresses of the spine."""

from django.urls import path

from dialogwerk.entries import views

app_name = "entries"
urlpatterns = [
    path("e/<int:number>", views.short, name="short"),
    path("e/<int:number>/fassungen/", views.versions, name="versions"),
    path("weg/<int:number>/", views.trail, name="trail"),
    path("<slug:process>/eintraege/<int:number>-<slug:slug>/", views.entry, name="entry"),
]

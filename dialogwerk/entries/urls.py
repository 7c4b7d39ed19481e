"""Addresses of the spine."""

from django.urls import path

from dialogwerk.entries import views
from dialogwerk.entries.views import discussion, moderation, relating, tending

app_name = "entries"
urlpatterns = [
    path("e/<int:number>", views.short, name="short"),
    path("e/<int:number>/fassungen/", views.versions, name="versions"),
    path("e/<int:number>/kommentare/", discussion.comments, name="comments"),
    path("e/<int:number>/kommentare/<int:comment>/bearbeiten/", discussion.edit, name="comment_edit"),
    path("e/<int:number>/kommentare/<int:comment>/zurueckziehen/", discussion.withdraw, name="comment_withdraw"),
    path("e/<int:number>/kommentare/<int:comment>/fassungen/", discussion.comment_versions, name="comment_versions"),
    path("e/<int:number>/bewertung/", discussion.rate, name="rate"),
    path("e/<int:number>/melden/", moderation.flag, name="flag"),
    path("<slug:process>/portfolio/", discussion.portfolio, name="portfolio"),
    path("werkstatt/<slug:process>/moderation/", moderation.moderation, name="moderation"),
    path("werkstatt/<slug:process>/moderation/entschieden/", moderation.decisions, name="decisions"),
    path("werkstatt/<slug:process>/moderation/<int:decision>/zuruecknehmen/", moderation.undo, name="undo_decision"),
    path("werkstatt/<slug:process>/freigabe/", moderation.review, name="review"),
    path("weg/<int:number>/", views.trail, name="trail"),
    path("werkstatt/<slug:process>/verbinden/", relating.relate, name="relate"),
    path("werkstatt/<slug:process>/verlauf/", relating.history, name="history"),
    path("werkstatt/<slug:process>/verlauf/<int:link>/rueckgaengig/", relating.undo, name="undo"),
    path("werkstatt/<slug:process>/eintraege/neu/", tending.new, name="new"),
    path("werkstatt/<slug:process>/eintraege/<int:number>/", tending.tend, name="tend"),
    path("werkstatt/<slug:process>/eintraege/<int:number>/text/", tending.edit, name="edit"),
    path(
        "werkstatt/<slug:process>/eintraege/<int:number>/bilder/<int:attachment>/entfernen/",
        tending.remove_image,
        name="remove_image",
    ),
    path(
        "werkstatt/<slug:process>/eintraege/<int:number>/bilder/zurueckholen/",
        tending.bring_image_back,
        name="bring_image_back",
    ),
    path("<slug:process>/eintraege/<int:number>-<slug:slug>/", views.entry, name="entry"),
]

"""Addresses of challenges."""

from django.urls import path

from dialogwerk.synthesis import views

app_name = "synthesis"
urlpatterns = [
    path("<slug:process>/herausforderungen/", views.challenges, name="challenges"),
    path("<slug:process>/herausforderungen/<int:number>-<slug:slug>/", views.challenge, name="challenge"),
]

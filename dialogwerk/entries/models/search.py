"""What the search reads. The full-text index itself is made by a migration for each database."""

from django.db import models

from dialogwerk.entries.models.entry import Entry


class SearchDocument(models.Model):
    """The words of an entry as the search sees them, folded (lower case, no accents).

    `extra` holds the words of the detail sheet, which this room does not know.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="search_document")
    title = models.TextField()
    text = models.TextField()
    extra = models.TextField(blank=True)
    lemmas = models.TextField()

    def __str__(self) -> str:
        return self.title


class TitleWord(models.Model):
    """A word that stands in some title; typing errors are corrected towards these."""

    word = models.CharField(max_length=60, primary_key=True)

    def __str__(self) -> str:
        return self.word

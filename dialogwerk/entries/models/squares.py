"""What far views of the map read instead of all entries. Triggers made by a migration keep it exact."""

from django.db import models

from dialogwerk.processes.models import Process


class MapSquare(models.Model):
    """How many public entries of a kind and stage stand in a square of the grid, and the lowest and highest cell.

    `square` is `cell >> shift`; `stage` is `ANY_STAGE` in the rows that count entries of every stage. On SQLite
    they lie in the order of their key (WITHOUT ROWID, entries 0013), so that a run of squares is read at once.
    """

    SHIFTS = (40, 38, 36, 34, 32)
    """Those of the zooms 6 to 10 (`ideas.mapping`). Nearer views read few enough entries by themselves."""
    ANY_STAGE = -1

    pk = models.CompositePrimaryKey("process", "kind", "stage", "shift", "square")
    process = models.ForeignKey(Process, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    stage = models.SmallIntegerField()
    shift = models.SmallIntegerField()
    square = models.BigIntegerField()
    count = models.IntegerField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.square} >> {self.shift}: {self.count}"

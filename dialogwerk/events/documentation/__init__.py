"""What is told of an event: one frozen record, from which the page, the PDF and the office file are made.

No list of names is in it, and no group of people so small that somebody could be made out.
"""

from dialogwerk.events.documentation.charts import bar_chart
from dialogwerk.events.documentation.files import FORMATS, Made, document_file, made_files, must_be_ordered
from dialogwerk.events.documentation.model import Documentation
from dialogwerk.events.documentation.reading import documentation_of, matrix_of

__all__ = [
    "FORMATS",
    "Documentation",
    "Made",
    "bar_chart",
    "document_file",
    "documentation_of",
    "made_files",
    "matrix_of",
    "must_be_ordered",
]

"""The documentation on paper."""

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.core.printing import render_pdf
from dialogwerk.events.documentation.charts import as_picture, bar_chart
from dialogwerk.events.documentation.model import Documentation

WIDE_MATRIX = 3  # more topics than this are printed across


def pdf_of(documentation: Documentation) -> bytes:
    """Return the tagged PDF. Raises `PrintingUnavailable` where Pango is missing."""
    with override(documentation.language):
        rows = documentation.attendance.rows
        context = {
            "documentation": documentation,
            "qr": qr_picture(documentation.mention.short_address),
            "ideas": [(idea, qr_picture(idea.mention.short_address)) for idea in documentation.ideas],
            "taken_up": [(idea, qr_picture(idea.mention.short_address)) for idea in documentation.taken_up],
            "is_wide_matrix": documentation.matrix is not None and len(documentation.matrix.topics) > WIDE_MATRIX,
            "chart": as_picture(bar_chart(rows, title="", bar=documentation.accent, ink="#171a26", back="#eceef3"))
            if rows
            else "",
            "chart_alt": _("Balken je Gruppe; die Zahlen stehen in der Tabelle daneben."),
        }
        return render_pdf("events/print/documentation.html", context, accent=documentation.accent)


def qr_picture(address: str) -> str:
    """Return the QR code of an address as a picture that the page carries in itself."""
    code: str = segno.make(address, error="m", micro=False).svg_data_uri(border=0, dark="#171a26", omitsize=True)
    return code

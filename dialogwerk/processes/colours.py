"""An owner's accent colour: is it readable, and what becomes of it on a dark page."""

DARK_PAGE = "#14161f"
READABLE = 4.5  # contrast that WCAG 2.2 asks of text (1.4.3)


def _channels(colour: str) -> list[float]:
    return [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]


def luminance(colour: str) -> float:
    """Return the relative luminance (0 black to 1 white) of `#rrggbb`, as WCAG defines it."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 (none) to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_readable_on_white(colour: str) -> bool:
    """Say whether text in `colour` can be read on white, and white text on it."""
    return contrast(colour, "#ffffff") >= READABLE


def lightened(colour: str) -> str:
    """Return `colour` mixed with as little white as makes it easy to read on a dark page (contrast 7)."""
    for share in range(0, 101, 5):
        mixed = [round(255 * (value + (1 - value) * share / 100)) for value in _channels(colour)]
        lighter = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(lighter, DARK_PAGE) >= 7:
            return lighter
    return "#ffffff"

"""Translations: `messages.py extract` writes what is missing into the catalogues, `compile` makes the `.mo` files.

Needs no gettext on the machine: Django turns templates into Python-like text, Babel reads that, polib writes.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "dialogwerk"
LANGUAGES = ["en"]
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "_": None,
}
MARKED = re.compile(r"{%-?\s*(?:translate|trans|blocktranslate|blocktrans|plural|endblocktranslate)")


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def messages() -> Iterator[tuple[str, str | tuple[str, str], str | None]]:
    """Yield (file, message or (singular, plural), context) of all code and templates."""
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "/static/" in str(path) or "/data/" in str(path):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".py":
            parts = [text]
        elif MARKED.search(text):
            # What Django makes of a template reads like Python only within a line.
            parts = [line.strip() for line in templatize(text).splitlines() if "gettext(" in line or "_(" in line]
        else:
            continue
        for part in parts:
            found = extract("python", io.BytesIO(part.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
            for _line, message, _comments, context in found:
                yield str(path.relative_to(ROOT)), message, context


def untranslated(language: str) -> list[str]:
    """Return the messages that have no translation in the catalogue of `language`."""
    known = {(entry.msgid, entry.msgctxt) for entry in polib.pofile(str(catalogue_path(language))).translated_entries()}
    missing = []
    for _file, message, context in messages():
        single = message if isinstance(message, str) else message[0]
        if single and (single, context) not in known:
            missing.append(single)
    return sorted(set(missing))


def update(language: str) -> None:
    """Add new messages to the catalogue and drop those that are no longer used."""
    path = catalogue_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    before = {(entry.msgid, entry.msgctxt): entry for entry in old}
    new = polib.POFile()
    new.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for file, message, context in messages():
        single, plural = (message, "") if isinstance(message, str) else message[:2]
        if not single:
            continue
        entry = new.find(single, msgctxt=context)
        known = before.get((single, context))
        if entry is None:
            entry = polib.POEntry(msgid=single, msgctxt=context, msgstr=known.msgstr if known else "")
            new.append(entry)
        if plural and not entry.msgid_plural:  # what is said alone and in numbers is one entry, with both forms
            entry.msgid_plural = plural
            entry.msgstr_plural = (known.msgstr_plural if known else None) or {0: entry.msgstr, 1: ""}
            entry.msgstr = ""
        if (file, "") not in entry.occurrences:
            entry.occurrences.append((file, ""))
    new.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgid))
    new.save(str(path))
    missing = untranslated(language)
    print(f"{language}: {len(new)} messages, {len(missing)} without translation")


def compile_all() -> None:
    """Write the `.mo` file beside each catalogue."""
    for path in (PACKAGE / "locale").glob("*/LC_MESSAGES/*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main() -> None:
    """Do what the first argument says."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "extract":
        for language in LANGUAGES:
            update(language)
    elif command == "compile":
        compile_all()
    else:
        sys.exit("usage: messages.py extract | compile")


if __name__ == "__main__":
    main()

"""How dates are written in each language: `settings.FORMAT_MODULE_PATH` points here."""

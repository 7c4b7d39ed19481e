"""The command `dialogwerk` that operators use. What it does not know it hands to Django's commands."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

USAGE = """Aufruf: dialogwerk BEFEHL

  demo      richtet die Datenbank ein, lädt die Demonstration und startet auf 127.0.0.1 (PORT, sonst 8000)
  serve     startet den Webserver (--host, --port, --workers, --with-worker)
  worker    erledigt Aufgaben im Hintergrund: Mails, regelmäßige Arbeiten
  migrate   bringt die Datenbank auf den Stand dieser Version
  import    contributions DATEI --process KURZNAME: liest Beiträge aus CSV oder XLSX ein
  import_regions DATEI --set KURZNAME --title TITEL --key MERKMAL --name MERKMAL: Umrisse aus GeoJSON
  backup    DATEI: alles (Datenbank und Hochgeladenes) in ein Archiv
  restore   DATEI: alles zurück, in eine leere Installation
  lab       export TERMIN DATEI, import TERMIN DATEI: ein Labor mit allem, was geschah, als JSON; Karten als CSV
  check     sieht nach, ob diese Installation gut eingerichtet ist
  reindex   baut den Suchindex neu auf
  recount   zählt Bewertungen und Kommentare neu
  createsuperuser   legt die erste Person im Betrieb an
"""


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings")
    arguments = sys.argv[1:]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return
    own: dict[str, Callable[[list[str]], None]] = {"demo": demo, "serve": serve}
    if arguments[0] in own:
        own[arguments[0]](arguments[1:])
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dialogwerk", *arguments])


def serve(arguments: list[str]) -> None:
    """Run the web server; with `--with-worker` the job worker runs in a thread of the same process."""
    import argparse

    parser = argparse.ArgumentParser(prog="dialogwerk serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--workers", type=int, default=1, help="web processes (only with PostgreSQL)")
    parser.add_argument("--with-worker", action="store_true", help="run jobs in a thread of this process")
    options = parser.parse_args(arguments)
    if options.workers > 1 and not options.with_worker:
        _prepare_apart()
    else:
        _prepare()
    _run_server(options.host, options.port, options.workers, with_worker=options.with_worker)


def demo(arguments: list[str]) -> None:
    """Set everything up on the first run, say where it is and who can sign in, and run it."""
    port = int(os.environ.get("PORT", "8000"))
    if "--no-server" not in arguments:
        _require_free(port)
    _prepare()
    from django.core.management import call_command

    from dialogwerk.demo.labs import keep_live, live_tables
    from dialogwerk.demo.load import sign_ins
    from dialogwerk.processes.models import Process

    if not Process.objects.exists():
        call_command("load_demo")
    keep_live()
    print(f"\nDialogwerk läuft: http://127.0.0.1:{port}\n")
    for code in live_tables():
        print(f"  http://127.0.0.1:{port}/labor/{code}/  Tisch eines Labors, das gerade läuft, Code {code}")
    print()
    for line in sign_ins():
        print(f"  {line}")
    print("\nBeenden mit Strg+C. Die Daten bleiben für den nächsten Start.\n", flush=True)
    if "--no-server" not in arguments:
        _run_server("127.0.0.1", port, 1, with_worker=True)


def _require_free(port: int) -> None:
    """End with one line if another programme listens on `port`, before anything is loaded."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"dialogwerk: Port {port} ist belegt. Nehmen Sie einen anderen: PORT={port + 1} dialogwerk demo")


def _prepare() -> None:
    """Bring database and static files up to date."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    _collect_static_files()


def _prepare_apart() -> None:
    """Prepare in a process of its own: the one that only watches over web processes then needs little memory."""
    import multiprocessing

    child = multiprocessing.get_context("spawn").Process(target=_prepare)
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode)


def _collect_static_files() -> None:
    """Hash and compress the static files, unless none changed since the last time."""
    import hashlib

    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    total = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            total.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    if stamp.exists() and stamp.read_text() == total.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(total.hexdigest())


def _run_server(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    import uvicorn

    stop = None
    if with_worker:
        from dialogwerk.core import worker

        stop = worker.start_thread()
    try:
        uvicorn.run(
            "dialogwerk.config.asgi:application",
            host=host,
            port=port,
            workers=workers if workers > 1 else None,
            log_level="warning",
            lifespan="off",
            access_log=False,
            timeout_graceful_shutdown=5,
        )
    finally:
        if stop:
            stop.set()


if __name__ == "__main__":
    main()

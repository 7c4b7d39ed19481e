"""`themes … --dask`: an archive of any size, learnt from a sample and assigned part by part on a Dask cluster.

The folder that is named by `--out` gets `run.json` (what was asked for), a file `part-000000.jsonl` for each part with
one assignment a line, in the order of the tables, and at the end `themes.json`. A part is there whole or not at all; a
run that was broken off goes on where it was.
"""

import argparse
import json
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sensemaking.archive import PIECE, Row, assign, cluster, counted, cut, learn, versions
from sensemaking.commands._files import read_json, write_json
from sensemaking.commands._shown import as_json, tell_themes
from sensemaking.commands._stream import Stream
from sensemaking.embedding import Embedder, load_embedder
from sensemaking.errors import SensemakingError
from sensemaking.results import UNCLEAR, Assignment, Synthesis
from sensemaking.themes import Settings
from sensemaking.themes.synthesis import Progress

ASKED, THEMES = "run.json", "themes.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the cluster and the size of parts."""
    parser.add_argument(
        "--dask",
        metavar="ADRESSE",
        help="sehr große Tabellen auf einem Dask-Cluster zuordnen (tcp://rechner:8786, oder local:2 für zwei eigene "
        "Prozesse); --out nennt dann einen Ordner",
    )
    parser.add_argument(
        "--piece", type=int, default=PIECE, metavar="ZAHL", help=f"Texte je Teil mit --dask (Vorgabe: {PIECE})"
    )


def run(options: argparse.Namespace, settings: Settings, tell: Progress) -> int:
    """Learn, assign, write part by part, tell."""
    stream = Stream(tuple(options.input), options.text, options.id)
    model = None if options.model is None else load_embedder(options.model)
    folder = _folder(options, model)
    with cluster(options.dask) as client:
        learnt = learn(stream, settings, embed=None if model is None else model.embed, progress=tell)
        parts = _Parts(folder)
        pieces = parts.missing(cut(stream(), options.piece))
        for found in assign(learnt.outcome.model, pieces, client):
            parts.write(found)
            tell("placing", parts.sizes.total(), learnt.texts)
    synthesis = counted(learnt.outcome, parts.sizes).synthesis
    parameters = synthesis.parameters | {"texts": learnt.texts, "piece": options.piece}
    if model is not None:
        parameters["model"] = f"{model.kind} {model.fingerprint}"
    synthesis = replace(synthesis, parameters=parameters)
    write_json(folder / THEMES, {name: part for name, part in as_json(synthesis).items() if name != "assignments"})
    _summary(synthesis, parts, german=options.lang == "de")
    return 0


def _folder(options: argparse.Namespace, model: Embedder | None) -> Path:
    """Return the folder for what is found, with a note of what was asked for; it holds nothing else."""
    if options.out is None:
        raise SensemakingError("Mit --dask muss --out einen Ordner nennen.", "With --dask, --out must name a folder.")
    if options.label or options.support:
        raise SensemakingError(
            "--label und --support gehen nicht zusammen mit --dask.", "--label and --support do not go with --dask."
        )
    folder, asked = Path(options.out), _asked(options, model)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        begun = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise SensemakingError(
            f"{folder} lässt sich nicht als Ordner anlegen: {error.strerror}.",
            f"{folder} cannot be made a folder: {error.strerror}.",
        ) from error
    if begun and (ASKED not in begun or read_json(folder / ASKED) != asked):
        raise SensemakingError(
            f"{folder} enthält schon etwas anderes. Bitte einen neuen Ordner nennen.",
            f"{folder} holds something else already. Please name a new folder.",
        )
    write_json(folder / ASKED, asked)
    return folder


def _asked(options: argparse.Namespace, model: Embedder | None) -> dict[str, Any]:
    names = ("text", "id", "k", "seed", "runs", "sample", "piece")
    try:
        tables = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in options.input]
    except OSError as error:
        raise SensemakingError(
            f"{error.filename} lässt sich nicht lesen.", f"{error.filename} cannot be read."
        ) from error
    asked = {"tables": tables} | {name: getattr(options, name) for name in names} | {"versions": versions()}
    return asked | {"model": None if model is None else model.fingerprint}


class _Parts:
    """The parts of a folder: which are missing, and how many texts each theme has in those that are there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: Counter[str] = Counter()
        self.count = 0
        self._under_way: deque[int] = deque()

    def missing(self, pieces: Iterator[list[Row]]) -> Iterator[list[Row]]:
        """Yield the pieces whose part is not there."""
        for number, piece in enumerate(pieces):
            self.count += 1
            file = self._file(number)
            if file.exists():
                with file.open(encoding="utf-8") as lines:
                    self.sizes.update(json.loads(line)["theme"] for line in lines)
            else:
                self._under_way.append(number)
                yield piece

    def write(self, found: list[Assignment]) -> None:
        """Write the part of the earliest piece that was given out."""
        file = self._file(self._under_way.popleft())
        half = file.with_suffix(".half")
        half.write_text("".join(map(_line, found)), encoding="utf-8")
        half.replace(file)
        self.sizes.update(one.theme for one in found)

    def _file(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.jsonl"


def _line(one: Assignment) -> str:
    """Return an assignment as a line of JSON; three times as fast as `asdict`."""
    return json.dumps({name: getattr(one, name) for name in Assignment.__slots__}, ensure_ascii=False) + "\n"


def _summary(synthesis: Synthesis, parts: _Parts, *, german: bool) -> None:
    texts, unclear = parts.sizes.total(), parts.sizes[UNCLEAR]
    print(
        f"{texts} Texte in {parts.count} Teilen, {len(synthesis.themes)} Themen, {unclear} unklar: {parts.folder}"
        if german
        else f"{texts} texts in {parts.count} parts, {len(synthesis.themes)} themes, {unclear} unclear: {parts.folder}"
    )
    tell_themes(synthesis)

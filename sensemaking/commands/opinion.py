"""`opinion`: groups, statements and stability from a table of votes."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from sensemaking.commands._files import Table, read_json, read_table, write_json
from sensemaking.commands._options import add_output
from sensemaking.errors import SensemakingError
from sensemaking.opinion import Earlier, Opinions, Settings, Votes, opinions
from sensemaking.opinion.tables import as_json, earlier_of, summary_of

HELP = "Gruppen von Menschen, die ähnlich abstimmen, was sie sagen und wie beständig das ist"

# columns of a Polis export that are no statements
POLIS = ("participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
_VOTES = {"": np.nan, "1": 1.0, "-1": -1.0, "0": 0.0, "1.0": 1.0, "-1.0": -1.0, "0.0": 0.0, "+1": 1.0, "-0.0": 0.0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `opinion`."""
    parser.add_argument(
        "input",
        type=Path,
        nargs="?",
        metavar="EINGABE.csv",
        help="eine Zeile je Person, eine Spalte je Aussage: 1, -1, 0 oder leer",
    )
    parser.add_argument(
        "--meta",
        nargs="+",
        action="extend",
        default=[],
        metavar="SPALTE",
        help="Spalten, die keine Aussagen sind; mehrere mit Komma oder Leerzeichen",
    )
    parser.add_argument("--id", metavar="SPALTE", help="Spalte mit der Kennung der Person (Vorgabe: siehe unten)")
    parser.add_argument(
        "--label", metavar="SPALTE", help="Spalte mit bekannten Gruppen, mit denen verglichen wird (ARI)"
    )
    parser.add_argument("--k", type=int, metavar="ZAHL", help="Zahl der Gruppen (Vorgabe: wird gefunden, 2 bis 5)")
    parser.add_argument(
        "--min-votes", type=int, default=7, metavar="ZAHL", help="wer seltener abstimmt, zählt zu keiner"
    )
    parser.add_argument(
        "--min-group", type=int, default=5, metavar="ZAHL", help="von kleineren Gruppen wird nichts gesagt"
    )
    parser.add_argument("--min-stability", type=float, default=0.6, metavar="ARI", help="darunter keine Gruppen")
    parser.add_argument("--repeats", type=int, default=10, metavar="ZAHL", help="Wiederholungen für die Beständigkeit")
    parser.add_argument("--moderated-out", default="", metavar="SPALTEN", help="zurückgezogene Aussagen, mit Komma")
    parser.add_argument("--banned", default="", metavar="KENNUNGEN", help="ausgeschlossene Personen, mit Komma")
    parser.add_argument(
        "--previous", type=Path, metavar="FRÜHER.json", help="früheres Ergebnis: Gruppen behalten Namen"
    )
    add_output(parser)
    parser.epilog = (
        "Kennung ohne --id: die Spalte „participant“, sonst die erste eindeutige aus --meta, sonst die Zeile."
    )


def run(options: argparse.Namespace) -> int:
    """Read votes, find groups, write JSON, print a summary."""
    source, meta = _input(options)
    table = read_table(source)
    meta = _columns(table, [*meta, options.label] if options.label else meta)
    votes = votes_of(table, meta, options.id)
    moderated, banned = _names(options.moderated_out), _names(options.banned)
    _known(moderated, votes.statements, table.name, "--moderated-out")
    _known(banned, votes.participants, table.name, "--banned")
    earlier = None
    if options.previous is not None:
        earlier = earlier_of(read_json(options.previous), str(options.previous))
    print(_progress(options.lang, votes), file=sys.stderr)
    result = _analyse(votes, options, banned, moderated, earlier)
    if options.out is not None:
        write_json(options.out, as_json(result))
    print(summary_of(result, options.lang))
    if options.label:
        print(_compared(result, dict(zip(votes.participants, table.column(options.label), strict=True)), options.lang))
    return 0


def votes_of(table: Table, meta: Sequence[str], id_column: str | None) -> Votes:
    """Return the votes of a table: every column that is neither in `meta` nor the id is a statement."""
    known = {name for name in POLIS if name in table.columns}
    apart = {*meta, *known, *([id_column] if id_column else [])}
    ids = table.ids(_id_column(table, meta, id_column))
    places = [place for place, name in enumerate(table.columns) if name not in apart]
    if not places:
        raise SensemakingError(
            f"{table.name}: keine Spalte ist eine Aussage. Bitte --meta prüfen.",
            f"{table.name}: no column is a statement. Please check --meta.",
        )
    names = [table.columns[place] for place in places]
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        raise SensemakingError(
            f"{table.name}: die Spalte „{twice}“ kommt mehrmals vor. Jede Aussage braucht ihren eigenen Namen.",
            f'{table.name}: the column "{twice}" occurs more than once. Each statement needs its own name.',
        )
    full = np.empty((len(table.rows), len(places)), np.float32)
    for number, row in enumerate(table.rows):
        try:
            full[number] = [_VOTES[row[place]] for place in places]
        except KeyError:
            full[number] = [_vote(table, number, place) for place in places]
    return Votes.from_table(full, ids, names)


def _analyse(
    votes: Votes, options: argparse.Namespace, banned: list[str], moderated: list[str], earlier: Earlier | None
) -> Opinions:
    settings = Settings(
        least_votes=_at_least(options.min_votes, 1, "--min-votes"),
        least_members=_at_least(options.min_group, 1, "--min-group"),
        number=None if options.k is None else _at_least(options.k, 2, "--k"),
        repeats=_at_least(options.repeats, 1, "--repeats"),
        enough=options.min_stability,
        seed=_at_least(options.seed, 0, "--seed"),
    )
    return opinions(votes, settings, banned=banned, moderated_out=moderated, earlier=earlier)


def _input(options: argparse.Namespace) -> tuple[Path, list[str]]:
    """Return the file and the names in --meta; a file written after --meta was taken for a column by argparse."""
    if options.input is not None:
        return options.input, options.meta
    if len(options.meta) > 1:
        return Path(options.meta[-1]), options.meta[:-1]
    raise SensemakingError("Bitte die Tabelle mit den Stimmen nennen.", "Please name the table of votes.")


def _columns(table: Table, meta: Sequence[str]) -> list[str]:
    """Return the columns named by --meta, each as one name or as several with commas."""
    names: list[str] = []
    for entry in meta:
        names.extend([entry] if entry in table.columns else _names(entry))
    for name in names:
        table.column(name)
    return names


def _id_column(table: Table, meta: Sequence[str], id_column: str | None) -> str | None:
    if id_column is not None:
        return id_column
    if "participant" in table.columns:
        return "participant"
    for name in meta:
        cells = [cell.strip() for cell in table.column(name)]
        if all(cells) and len(set(cells)) == len(cells):
            return name
    return None


def _vote(table: Table, number: int, place: int) -> float:
    cell = table.rows[number][place].strip()
    try:
        value = _VOTES[cell] if cell in _VOTES else float(cell)
    except ValueError:
        value = 2.0
    if value not in (1, 0, -1) and cell:
        name = table.columns[place]
        raise SensemakingError(
            f"{table.name}: in Spalte „{name}“, Zeile {number + 1} der Daten, steht „{cell}“. Eine Stimme ist 1, -1, 0 "
            f"oder leer. Ist „{name}“ keine Aussage, bitte bei --meta nennen.",
            f'{table.name}: column "{name}" holds "{cell}" in data row {number + 1}. A vote is 1, -1, 0 or empty. '
            f'If "{name}" is no statement, please name it in --meta.',
        )
    return value


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _known(names: Sequence[str], there: Sequence[str], file: str, option: str) -> None:
    for name in names:
        if name not in there:
            raise SensemakingError(
                f"{file}: „{name}“ aus {option} gibt es nicht.", f'{file}: there is no "{name}" ({option}).'
            )


def _at_least(value: int, least: int, option: str) -> int:
    if value < least:
        raise SensemakingError(
            f"{option} muss mindestens {least} sein, nicht {value}.", f"{option} must be at least {least}, not {value}."
        )
    return value


def _compared(result: Opinions, known: Mapping[str, str], lang: str) -> str:
    """Return the adjusted Rand index between groups found and groups known, among those who are in one of each."""
    both = [
        (person.group, known[person.id]) for person in result.participants if person.group and known[person.id].strip()
    ]
    if not both:
        return "ARI: -"
    index = adjusted_rand_score([before for _, before in both], [found for found, _ in both])
    return f"ARI {index:.3f} ({len(both)} Personen)" if lang == "de" else f"ARI {index:.3f} ({len(both)} participants)"


def _progress(lang: str, votes: Votes) -> str:
    people, statements, number = len(votes.participants), len(votes.statements), votes.values.nnz
    if lang == "en":
        return f"{people} participants, {statements} statements, {number} votes …"
    return f"{people} Personen, {statements} Aussagen, {number} Stimmen …"

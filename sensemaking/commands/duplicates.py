"""`python -m sensemaking duplicates TABLE.csv`: groups of near-duplicates."""

import argparse

from sensemaking.commands import _options
from sensemaking.commands._files import read_table, write_json
from sensemaking.duplicates import THRESHOLD, Duplicates
from sensemaking.errors import SensemakingError

HELP = "Beinahe gleiche Texte finden"
SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the input and the threshold."""
    _options.add_input(parser)
    parser.add_argument(
        "--threshold",
        type=float,
        default=THRESHOLD,
        metavar="ZAHL",
        help="ab welcher Ähnlichkeit, 0 bis 1 (Vorgabe: 0.55)",
    )


def run(options: argparse.Namespace) -> int:
    """Find, write, tell."""
    if not 0 < options.threshold <= 1:
        raise SensemakingError(
            "--threshold muss über 0 und darf höchstens 1 sein.", "--threshold must be above 0 and at most 1."
        )
    table = read_table(options.input)
    texts, ids = table.column(options.text), table.ids(options.id)
    found = Duplicates(options.threshold)
    found.add(texts)
    groups = found.groups()
    if options.out:
        write_json(
            options.out,
            {
                "texts": len(texts),
                "threshold": options.threshold,
                "groups": [[ids[row] for row in group] for group in groups],
                "pairs": [
                    {"first": ids[pair.first], "second": ids[pair.second], "similarity": round(pair.similarity, 4)}
                    for pair in found.pairs
                ],
            },
        )
    german = options.lang == "de"
    inside = sum(map(len, groups))
    print(
        f"{len(texts)} Texte, {len(groups)} Gruppen beinahe gleicher mit zusammen {inside} Texten."
        if german
        else f"{len(texts)} texts, {len(groups)} groups of near-duplicates with {inside} texts."
    )
    for group in sorted(groups, key=len, reverse=True)[:SHOWN]:
        print(f"{len(group):6}  {_short(texts[group[0]])}  ({', '.join(ids[row] for row in group[:5])})")
    return 0


def _short(text: str, length: int = 90) -> str:
    single = " ".join(text.split())
    return single if len(single) <= length else single[: length - 1] + "…"

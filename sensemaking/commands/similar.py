"""`python -m sensemaking similar TABLE.csv`: texts like a text, like one of the table, or like each of them."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sensemaking.commands import _options
from sensemaking.commands._files import read_table, write_json
from sensemaking.embedding import Embedder, load_embedder
from sensemaking.errors import SensemakingError
from sensemaking.search import Hit, Search

HELP = "Ähnliche Texte finden, mit den Wörtern, die sie teilen"
PURPOSES = ("same", "issue", "offer")
SHOWN = 10
_STEP = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the input, the question and how many answers are wanted."""
    _options.add_input(parser)
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--query", metavar="TEXT", help="Text, zu dem ähnliche gesucht werden")
    asked.add_argument("--to", metavar="KENNUNG", help="Kennung des Textes, zu dem ähnliche gesucht werden")
    asked.add_argument("--queries", type=Path, metavar="FRAGEN.csv", help="Tabelle mit Fragen, Spalten wie EINGABE")
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=PURPOSES,
        default="same",
        help="same: genau diesen Beitrag wiederfinden (Vorgabe); issue: was zum selben Thema gehört; "
        "offer: Angebote zu einem Bedarf",
    )
    parser.add_argument("--k", type=int, default=10, metavar="ZAHL", help="wie viele je Frage (Vorgabe: 10)")
    _options.add_model(parser)
    parser.epilog = "Ohne --query, --to und --queries wird zu jedem Text der Tabelle gesucht."


def run(options: argparse.Namespace) -> int:
    """Index the table, answer the questions, write, tell."""
    if options.k < 1:
        raise SensemakingError("--k muss mindestens 1 sein.", "--k must be at least 1.")
    table = read_table(options.input)
    texts, ids = table.column(options.text), table.ids(options.id)
    asks_table = options.query is None and options.queries is None
    if asks_table and len(texts) < 2:
        raise SensemakingError(
            f"{table.name} enthält nur einen Text. Ähnliche lassen sich erst ab zweien suchen.",
            f"{table.name} holds one text only. At least two are needed to find similar ones.",
        )
    model = None if options.model is None else load_embedder(options.model)
    search = Search(seed=options.seed).fit(texts, ids, None if model is None else model.embed(texts))
    answers = []
    for name, question, hits in _answers(search, options, model):
        answers.append({"id": name, "query": question, "hits": [_as_json(hit) for hit in hits]})
        if len(answers) <= SHOWN:
            _tell(search, name, question, hits, options.lang)
        if len(answers) % _STEP == 0:
            print(f"{len(answers)} …", file=sys.stderr)
    if options.out:
        parameters: dict[str, Any] = {"for": options.purpose, "k": options.k, "seed": options.seed, "texts": len(texts)}
        parameters["model"] = None if model is None else f"{model.kind} {model.fingerprint}"
        write_json(options.out, {"parameters": parameters, "queries": answers})
    return 0


def _answers(
    search: Search, options: argparse.Namespace, model: Embedder | None
) -> Iterator[tuple[str | None, str, list[Hit]]]:
    """Yield id, text and hits of each question."""
    purpose, most = options.purpose, options.k

    def asked(question: str) -> list[Hit]:
        vector = None if model is None else model.embed([question])[0]
        return search.similar(question, purpose, most=most, vector=vector)

    if options.query is not None:
        if not options.query.strip():
            raise SensemakingError("Der Text in --query ist leer.", "The text of --query is empty.")
        yield None, options.query, asked(options.query)
    elif options.queries is not None:
        table = read_table(options.queries)
        for name, question in zip(table.ids(options.id), table.column(options.text), strict=True):
            yield name, question, asked(question)
    else:
        for name in [options.to] if options.to is not None else list(search.ids):
            yield name, search.text_of(name), search.similar_to(name, purpose, most=most)


def _as_json(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "score": round(hit.score, 4),
        "likeness": round(hit.likeness, 4),
        "shared": list(hit.shared),
    }


def _tell(search: Search, name: str | None, question: str, hits: list[Hit], lang: str) -> None:
    print(f"{name}: {_short(question)}" if name is not None else _short(question))
    if not hits:
        print("  nichts Ähnliches" if lang == "de" else "  nothing similar")
    for hit in hits:
        words = f"  [{', '.join(hit.shared)}]" if hit.shared else ""
        print(f"  {hit.likeness:4.2f}  {hit.id}  {_short(search.text_of(hit.id))}{words}")


def _short(text: str, length: int = 90) -> str:
    single = " ".join(text.split())
    return single if len(single) <= length else single[: length - 1] + "…"

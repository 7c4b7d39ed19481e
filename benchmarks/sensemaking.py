"""Measure the library `sensemaking` against the usual recipes, in the same process, on data in a folder of your own.

    python -m benchmarks.sensemaking FOLDER [--parts themes,number,stability,duplicates] [--only NAME] [--keep]

Every CSV file of the folder with a column `text` and a column `topic` (given by people) is a data set; a column `year`
divides it into one per year. A Markdown table goes to standard output after each part. Seconds are of the processor, on
one thread. BERTopic and datasketch take part where they are installed. `--keep` writes figures of themes to
`benchmarks/figures/themes.json`, from which docs/method draws. Numbers of texts: `benchmarks.sensemaking_scale`.
"""

import argparse
import csv
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

if sys.path and Path(sys.path[0]).name == "benchmarks":  # run as a file: its own name would hide the library
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from benchmarks import figures
from sensemaking.duplicates import Duplicates
from sensemaking.evaluation import agreement, effective_number, plant_duplicates, small_group_recall, stability
from sensemaking.text import STOPWORDS, lemma_of, tokens
from sensemaking.themes import Settings, find_themes

SEED = 0
PARTS = ("themes", "number", "stability", "duplicates")


@dataclass(frozen=True)
class Data:
    """Texts and the topics that people gave them."""

    name: str
    texts: list[str]
    topics: list[str]

    @property
    def k(self) -> int:
        """Return the number of topics."""
        return len(set(self.topics))


def data_sets(folder: Path) -> Iterator[Data]:
    """Yield the data sets of a folder, by name."""
    for file in sorted(folder.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if (row.get("text") or "").strip()]
        if not rows or "topic" not in rows[0]:
            continue
        for year in sorted({row.get("year") or "" for row in rows}):
            own = [row for row in rows if (row.get("year") or "") == year]
            yield Data(f"{file.stem} {year}".strip(), [row["text"] for row in own], [row["topic"] for row in own])


def by_words(texts: Sequence[str], k: int) -> list[int]:
    """Word TF-IDF and k-means."""
    matrix = TfidfVectorizer(min_df=2, stop_words=sorted(STOPWORDS["de"])).fit_transform(texts)
    return KMeans(k, n_init=3, random_state=SEED).fit_predict(matrix).tolist()


def _lemmas(text: str) -> list[str]:
    return [lemma for token in tokens(text) if (lemma := lemma_of(token)) not in STOPWORDS["de"]]


def by_lemmas(texts: Sequence[str], k: int) -> list[int]:
    """Lemma TF-IDF, 100 singular vectors, k-means."""
    matrix = TfidfVectorizer(analyzer=_lemmas, min_df=2).fit_transform(texts)
    dense = normalize(TruncatedSVD(100, random_state=SEED).fit_transform(matrix))
    return KMeans(k, n_init=3, random_state=SEED).fit_predict(dense).tolist()


def by_characters(texts: Sequence[str], k: int) -> list[int]:
    """TF-IDF of 3 to 5 characters within words, 100 singular vectors, k-means: the strongest of the usual ones."""
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True).fit_transform(texts)
    dense = normalize(TruncatedSVD(100, random_state=SEED).fit_transform(matrix))
    return KMeans(k, n_init=3, random_state=SEED).fit_predict(dense).tolist()


def by_nmf(texts: Sequence[str], k: int) -> list[int]:
    """NMF of lemma TF-IDF, the strongest factor."""
    matrix = TfidfVectorizer(analyzer=_lemmas, min_df=2).fit_transform(texts)
    return NMF(k, init="nndsvd", random_state=SEED, max_iter=300).fit_transform(matrix).argmax(axis=1).tolist()


def by_bertopic(texts: Sequence[str], k: int) -> list[int]:
    """BERTopic with lemma vectors instead of a transformer (no weights are bundled), reduced to k topics."""
    from bertopic import BERTopic

    matrix = TfidfVectorizer(analyzer=_lemmas, min_df=2).fit_transform(texts)
    dense = normalize(TruncatedSVD(100, random_state=SEED).fit_transform(matrix))
    topics, _ = BERTopic(nr_topics=k + 1).fit_transform(list(texts), dense)
    return list(topics)


def by_us(texts: Sequence[str], k: int | None, seed: int = SEED) -> list[str]:
    """`sensemaking.themes`."""
    found = find_themes(texts, settings=Settings(k=k, seed=seed, workers=1)).synthesis
    return [one.theme for one in found.assignments]


RECIPES: dict[str, Callable[[Sequence[str], int], Sequence]] = {
    "word TF-IDF, k-means": by_words,
    "lemma, SVD, k-means": by_lemmas,
    "NMF": by_nmf,
    "character LSA, k-means": by_characters,
    "**sensemaking**": by_us,
}


def measure_themes(sets: Sequence[Data], *, keeps: bool = False) -> None:
    """Number of groups given."""
    recipes = RECIPES | ({"BERTopic on LSA": by_bertopic} if importlib.util.find_spec("bertopic") else {})
    heading("Themes, number given", "data (texts, groups)", "recipe", "NMI", "ARI", "B-cubed", "small groups", "CPU s")
    for data in sets:
        for name, recipe in recipes.items():
            started = time.process_time()
            groups = recipe(data.texts, data.k)
            seconds = time.process_time() - started
            result = agreement(data.topics, groups)
            small = small_group_recall(data.topics, groups)
            row(f"{data.name} ({len(data.texts)}, {data.k})", name, result.nmi, result.ari, result.bcubed, small,
                f"{seconds:.0f}")  # fmt: skip
            if keeps:
                measured = {"nmi": result.nmi, "ari": result.ari, "bcubed": result.bcubed, "small": small}
                known = {"data": data.name, "texts": len(data.texts), "groups": data.k, "recipe": name.strip("*")}
                rounded = {key: round(value, 4) for key, value in (measured | {"cpu_s": seconds}).items()}
                figures.keep("themes", [known | rounded], ("data", "recipe"))


def measure_number(sets: Sequence[Data]) -> None:
    """Number of groups not given."""
    heading("Themes, number found", "data", "groups of people", "themes", "effective number", "unclear", "NMI", "ARI")
    for data in sets:
        groups = by_us(data.texts, None)
        result = agreement(data.topics, groups)
        row(data.name, data.k, len(set(groups) - {"unclear"}), f"{effective_number(groups):.1f}",
            f"{groups.count('unclear') / len(groups):.1%}", result.nmi, result.ari)  # fmt: skip


def measure_stability(sets: Sequence[Data]) -> None:
    """Agreement of runs with each other."""
    heading("Stability (ARI, three runs)", "data", "recipe", "other seeds", "10 % of texts removed")
    for data in sets:
        result = stability(lambda texts, seed, k=data.k: by_us(texts, k, seed), data.texts)
        row(data.name, "**sensemaking**", result.other_seeds, result.removed)


def measure_duplicates(sets: Sequence[Data], texts: int = 8000, planted: int = 1200) -> None:
    """Planted near-duplicates."""
    pool = list(dict.fromkeys(text for data in sets for text in data.texts))[:texts]
    changed, rows = plant_duplicates(pool, planted, seed=SEED)
    heading(f"Near-duplicates: {len(pool)} texts and {planted} planted", "recipe", "recall", "CPU s")
    started = time.process_time()
    found = Duplicates()
    found.add(pool + changed)
    pairs = {(pair.first, pair.second) for pair in found.pairs}
    hits = np.mean([(source, len(pool) + number) in pairs for number, source in enumerate(rows)])
    row("**sensemaking**", float(hits), f"{time.process_time() - started:.1f}")
    if importlib.util.find_spec("datasketch"):
        started = time.process_time()
        hits = _datasketch(pool, changed, rows)
        row("datasketch MinHash LSH, 0.6", hits, f"{time.process_time() - started:.1f}")


def _datasketch(pool: Sequence[str], changed: Sequence[str], rows: Sequence[int]) -> float:
    from datasketch import MinHash, MinHashLSH

    def signature(text: str) -> MinHash:
        low = " ".join(tokens(text))
        result = MinHash(num_perm=128)
        result.update_batch([low[place : place + 5].encode() for place in range(max(len(low) - 4, 1))])
        return result

    index = MinHashLSH(threshold=0.6, num_perm=128)
    for number, text in enumerate(pool):
        index.insert(number, signature(text))
    return float(np.mean([source in index.query(signature(text)) for text, source in zip(changed, rows, strict=True)]))


def heading(title: str, *columns: str) -> None:
    """Print the head of a Markdown table."""
    print(f"\n## {title}\n\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}", flush=True)


def row(*cells: object) -> None:
    """Print a row of a Markdown table."""
    print(f"| {' | '.join(f'{cell:.3f}' if isinstance(cell, float) else str(cell) for cell in cells)} |", flush=True)


def main() -> None:
    """Measure the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--only", default="", help="only data sets whose name begins so")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    sets = [data for data in data_sets(options.folder) if data.name.startswith(options.only)]
    if not sets:
        sys.exit(f"{options.folder} holds no CSV file with the columns text and topic.")
    work: dict[str, Callable[[], None]] = {
        "themes": lambda: measure_themes(sets, keeps=options.keep),
        "number": lambda: measure_number(sets),
        "stability": lambda: measure_stability(sets),
        "duplicates": lambda: measure_duplicates(sets),
    }
    for part in options.parts.split(","):
        with threadpool_limits(1):
            work[part]()


if __name__ == "__main__":
    main()

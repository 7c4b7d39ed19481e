"""Measure opinion groups, search and sorting help of `sensemaking`, beside the usual recipes.

    python benchmarks/sensemaking_opinion.py --data FOLDER [--polis] [--search] [--sorting] [--speed]

FOLDER holds `polis/*/participants-votes.csv`, `raddialog_bonn.csv` and `thesen.csv` as their publishers give them; none
of it is part of this repository. Without FOLDER only the made-up tables of `--speed` are measured. Figures go to
standard output as Markdown; `docs/method/` tells what they mean. `--keep` writes those of the learning curve to
`benchmarks/figures/sorting.json`, from which docs/method draws.
"""

import argparse
import csv
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, f1_score, silhouette_score

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import figures
from sensemaking.assist import Assistant, Features
from sensemaking.opinion import Settings, Votes, opinions
from sensemaking.search import Search

csv.field_size_limit(10_000_000)
FEW_VOTES = 7


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def timed(work: Callable[[], object]) -> tuple[object, float, float]:
    """Return what `work` gives, and the seconds and CPU seconds it took."""
    start, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - start, time.process_time() - cpu


def memory() -> float:
    """Return the largest memory of this process so far in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# ---- opinion groups


def plain(table: np.ndarray) -> np.ndarray:
    """Return groups by the plain recipe: column means, two components, square root, k-means by silhouette."""
    seen = (~np.isnan(table)).sum(axis=1)
    filled = SimpleImputer(keep_empty_features=True).fit_transform(table)
    points = PCA(2, random_state=0).fit_transform(filled) * np.sqrt(table.shape[1] / np.maximum(seen, 1))[:, None]
    labels = np.full(len(table), -1)
    enough = seen >= FEW_VOTES
    runs = [KMeans(k, n_init=10, random_state=0).fit_predict(points[enough]) for k in range(2, 6)]
    labels[enough] = max(runs, key=lambda run: silhouette_score(points[enough], run))
    return labels


def polis(folder: Path) -> None:
    """Compare groups with those Polis published."""
    print("\n| conversation | participants x statements | plain k-means, ARI | ours, ARI | stability | CPU s |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for place in sorted(folder.glob("*/participants-votes.csv")):
        rows = rows_of(place)
        statements = [name for name in rows[0] if name.isdigit()]
        table = np.array([[float(row[name]) if row[name] else np.nan for name in statements] for row in rows])
        published = np.array([row["group-id"] for row in rows])
        result, _, cpu = timed(lambda table=table: opinions(Votes.from_table(table)))
        ours = np.array([person.group or "" for person in result.participants])
        there = (published != "") & (ours != "")
        before = plain(table)
        both = (published != "") & (before >= 0)
        print(
            f"| {place.parent.name.split('.')[0]} | {len(table)} x {len(statements)} "
            f"| {adjusted_rand_score(published[both], before[both]):.2f} "
            f"| {adjusted_rand_score(published[there], ours[there]):.2f} | {result.stability.mean:.2f} | {cpu:.1f} |"
        )


def made_votes(people: int, statements: int, each: int) -> Votes:
    """Return votes of three groups, `each` of a person."""
    random = np.random.default_rng(0)
    views = random.normal(size=(3, statements))
    group = random.integers(0, 3, people)
    rows = np.repeat(np.arange(people), each)
    columns = random.integers(0, statements, people * each)
    votes = np.sign(np.round(views[group[rows], columns] + random.normal(0, 1.2, len(rows))))
    return Votes.from_triples(rows, columns, votes, (people, statements))


def opinion_speed(largest: bool) -> None:
    """Time grouping, without and with stability."""
    print("\n| participants x statements (votes) | groups, s (CPU) | with stability, s (CPU) | memory MiB |")
    print("| --- | ---: | ---: | ---: |")
    for people, statements, each in [(1_000, 100, 40), (10_000, 1_000, 100), (1_000_000, 1_000, 50)][
        : 3 if largest else 2
    ]:
        votes = made_votes(people, statements, each)
        _, bare, bare_cpu = timed(lambda votes=votes: opinions(votes, Settings(repeats=1, enough=0)))
        _, whole, whole_cpu = timed(lambda votes=votes: opinions(votes))
        print(
            f"| {people:,} x {statements:,} ({votes.values.nnz:,}) | {bare:.2f} ({bare_cpu:.2f}) "
            f"| {whole:.2f} ({whole_cpu:.2f}) | {memory():.0f} |"
        )


# ---- search


def issue_figures(scores: np.ndarray, issues: list[str], labels: np.ndarray) -> tuple[float, float]:
    """Return nDCG@10 and R-precision, means over the issues."""
    discount = 1 / np.log2(np.arange(2, 12))
    gains, precisions = [], []
    for row, issue in zip(scores, issues, strict=True):
        hits = (labels == issue)[np.argsort(-row, kind="stable")]
        number = int(hits.sum())
        gains.append((hits[:10] * discount).sum() / discount[: min(10, number)].sum())
        precisions.append(hits[:number].mean())
    return float(np.mean(gains)), float(np.mean(precisions))


def exact_figures(scores: np.ndarray) -> tuple[float, float]:
    """Return MRR and recall@10 where text i is the answer to question i; ties count half."""
    own = scores.diagonal()[:, None]
    place = (scores > own).sum(axis=1) + 1 + ((scores == own).sum(axis=1) - 1) / 2
    return float((1 / place).mean()), float((place <= 10).mean())


def tfidf_scores(texts: list[str], questions: list[str], **options: object) -> np.ndarray:
    """Return cosines of the usual TF-IDF."""
    vectors = TfidfVectorizer(sublinear_tf=True, **options)
    return (vectors.fit(texts).transform(questions) @ vectors.transform(texts).T).toarray()


def years(folder: Path) -> Iterator[tuple[list[str], list[str], list[str], np.ndarray]]:
    """Yield for each year the theses, their numbers, the statements and the numbers of their theses."""
    rows = rows_of(folder / "thesen.csv")
    for year in sorted({row["year"] for row in rows}):
        chosen = [row for row in rows if row["year"] == year]
        theses = {row["topic"]: row["thesis"] for row in chosen}
        labels = np.array([row["topic"] for row in chosen])
        yield list(theses.values()), list(theses), [row["text"] for row in chosen], labels


def search(folder: Path) -> None:
    """Compare "belongs to this issue" and "find exactly this" with plain TF-IDF of words and of characters."""
    recipes: dict[str, Callable[[list[str], list[str]], np.ndarray]] = {
        "word TF-IDF": tfidf_scores,
        "character TF-IDF": lambda texts, asked: tfidf_scores(texts, asked, analyzer="char_wb", ngram_range=(3, 5)),
    }
    for purpose in ("same", "issue", "offer"):
        recipes[f"ours, {purpose}"] = lambda texts, asked, purpose=purpose: scored(texts, asked, purpose)
    contributions = rows_of(folder / "raddialog_bonn.csv")
    titles = [row["title"] for row in contributions]
    bodies = [row["text"].removeprefix(row["title"]).strip() for row in contributions]
    print("\n| recipe | issue: nDCG@10 | R-precision | exactly: MRR | recall@10 |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, recipe in recipes.items():
        issue = np.mean(
            [issue_figures(recipe(texts, asked), issues, labels) for asked, issues, texts, labels in years(folder)],
            axis=0,
        )
        exact = exact_figures(recipe(bodies, titles))
        print(f"| {name} | {issue[0]:.3f} | {issue[1]:.3f} | {exact[0]:.3f} | {exact[1]:.3f} |")


def scored(texts: list[str], questions: list[str], purpose: str) -> np.ndarray:
    """Return our scores."""
    index = Search().fit(texts)
    return np.array([index.scores(question, purpose) for question in questions])


def made_texts(number: int) -> list[str]:
    """Return texts of 12 to 40 made-up words, common and rare as in real texts (Zipf)."""
    random = np.random.default_rng(0)
    parts = [
        "rad",
        "weg",
        "bus",
        "schul",
        "haus",
        "amt",
        "stadt",
        "park",
        "platz",
        "netz",
        "kita",
        "bahn",
        "lehr",
        "werk",
    ]
    parts += ["markt", "land", "dorf", "licht", "baum", "wasser", "energie", "pflege", "zeit", "geld", "wohn", "raum"]
    ends = ["", "e", "en", "ung", "er", "lich", "heit", "s"]
    words = ["".join(random.choice(parts, random.integers(1, 4))) + str(random.choice(ends)) for _ in range(60_000)]
    places = np.minimum(random.zipf(1.2, number * 40), len(words)) - 1
    lengths = random.integers(12, 41, number)
    return [
        " ".join(words[place] for place in places[at * 40 : at * 40 + length])
        for at, length in enumerate(lengths.tolist())
    ]


def search_speed(number: int) -> None:
    """Time the index, one question of each kind and one new text."""
    texts = made_texts(number)
    index, seconds, _ = timed(lambda: Search().fit(texts))
    print(f"\nSearch over {number:,} texts: index {seconds:.0f} s, memory {memory():.0f} MiB")
    for purpose in ("same", "issue", "offer"):
        times = [timed(lambda at=at, purpose=purpose: index.similar(texts[at * 97], purpose))[1:] for at in range(20)]
        wall, cpu = np.median(times, axis=0)
        print(f"* {purpose}: {1000 * wall:.0f} ms ({1000 * cpu:.0f} ms CPU), median of 20")
    times = [timed(lambda at=at: index.add([texts[at] + " neu"], [f"new{at}"]))[1:] for at in range(20)]
    wall, cpu = np.median(times, axis=0)
    print(f"* add one text: {1000 * wall:.0f} ms ({1000 * cpu:.0f} ms CPU), median of 20")


# ---- sorting help


def sorting(
    folder: Path, seeds: int, marks: tuple[int, ...] = (50, 100, 150, 200, 250, 300, 500), *, keeps: bool = False
) -> None:
    """Draw learning curves: macro-F1 on a quarter held out, asking by margin and by chance."""
    rows = rows_of(folder / "raddialog_bonn.csv")
    texts, truth, ids = (
        [row["text"] for row in rows],
        np.array([row["topic"] for row in rows]),
        [str(n) for n in range(len(rows))],
    )
    features = Features.of(texts)
    print("\n| recipe | " + " | ".join(map(str, marks)) + " |\n| --- |" + " ---: |" * len(marks))
    words = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    curves: dict[str, list[list[float]]] = {
        "word TF-IDF, logistic regression, chance": [],
        "ours, chance": [],
        "ours, asking": [],
    }
    for seed in range(seeds):
        order = np.random.default_rng(seed).permutation(len(rows))
        held, pool = order[: len(rows) // 4], order[len(rows) // 4 :]
        curves["word TF-IDF, logistic regression, chance"].append([usual(words, truth, pool[:n], held) for n in marks])
        for name, asks in (("ours, chance", False), ("ours, asking", True)):
            curves[name].append(curve(Assistant(ids, texts, features), truth, pool, held, marks, asks))
    for name, runs in curves.items():
        means = np.mean(runs, axis=0)
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in means) + " |")
        if keeps:
            told = [{"recipe": name, "decisions": mark, "macro_f1": round(float(value), 4), "draws": seeds}
                    for mark, value in zip(marks, means, strict=True)]  # fmt: skip
            figures.keep("sorting", told, ("recipe", "decisions"))


def usual(words: sparse.csr_matrix, truth: np.ndarray, taught: np.ndarray, held: np.ndarray) -> float:
    """Return macro-F1 of the usual recipe."""
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=200).fit(words[taught], truth[taught])
    return float(f1_score(truth[held], model.predict(words[held]), average="macro"))


def curve(
    helper: Assistant, truth: np.ndarray, pool: np.ndarray, held: np.ndarray, marks: tuple[int, ...], asks: bool
) -> list[float]:
    """Return macro-F1 at `marks` decisions, ten more at a time."""
    known, figures = {str(row) for row in pool.tolist()}, []
    line = [str(row) for row in pool.tolist()]
    helper.decide({name: truth[int(name)] for name in line[:20]})
    while True:
        helper.learn()
        if len(helper.decisions) in marks:
            best = np.array(helper.groups)[helper.probabilities()[held].argmax(axis=1)]
            figures.append(float(f1_score(truth[held], best, average="macro")))
        if len(helper.decisions) >= max(marks):
            return figures
        wanted = [name for name in helper.questions(100) if name in known] if asks else []
        wanted += [name for name in line if name not in helper.decisions and name not in wanted]
        helper.decide({name: truth[int(name)] for name in wanted[:10]})


def sorting_speed(number: int) -> None:
    """Time one update after a handful of decisions."""
    texts = made_texts(number)
    ids = [str(row) for row in range(number)]
    features, seconds, _ = timed(lambda: Features.of(texts))
    print(f"\nSorting help over {number:,} texts: features once {seconds:.0f} s, memory {memory():.0f} MiB")
    helper = Assistant(ids, texts, features)
    for decided in (100, 500, 1_000, 2_000):
        helper.decide({str(row): f"g{hash_of(texts[row])}" for row in range(decided)})
        helper.learn()
        helper.decide({str(number - 1 - row): "g1" for row in range(5)})
        _, wall, cpu = timed(lambda: (helper.learn(), helper.suggestions(), helper.questions(10)))
        _, learn, learn_cpu = timed(helper.learn)
        print(
            f"* {decided:,} decisions: {1000 * learn:.0f} ms to learn ({1000 * learn_cpu:.0f} ms CPU), "
            f"{1000 * wall:.0f} ms with all suggestions and ten questions ({1000 * cpu:.0f} ms CPU)"
        )


def hash_of(text: str) -> int:
    """Return one of 20 groups, by the first word."""
    return sum(map(ord, text.split(maxsplit=1)[0])) % 20


def main() -> None:
    """Measure what was asked for; everything without options."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    for name in ("polis", "search", "sorting", "speed", "million", "keep"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--texts", type=int, default=100_000)
    options = parser.parse_args()
    everything = not (options.polis or options.search or options.sorting or options.speed)
    if options.data is not None:
        if options.polis or everything:
            polis(options.data / "polis")
        if options.search or everything:
            search(options.data)
        if options.sorting or everything:
            sorting(options.data, options.seeds, keeps=options.keep)
    if options.speed or everything:
        opinion_speed(options.million)
        sorting_speed(min(options.texts, 20_000))
        search_speed(options.texts)


if __name__ == "__main__":
    main()

"""CPU seconds and memory of the whole synthesis, and of the usual recipes, by number of texts.

    python -m benchmarks.sensemaking_scale FOLDER [--sizes 1000,10000,100000,1000000] [--recipes LIMIT] [--keep]
    python -m benchmarks.sensemaking_scale FOLDER --duplicates 10000,100000,1000000 [--keep]

Texts are mixed from the data sets of FOLDER (see `benchmarks.sensemaking`). Each measurement has a process of its own
on one thread. Recipes get 20 groups and take part up to LIMIT texts (100,000). With `--duplicates` only near-duplicates
are looked for, in texts that follow the words of real ones, 2 % of them planted variants of others. `--keep` writes
what was measured to `benchmarks/figures/scale.json` or `duplicates.json`.
"""

import argparse
import importlib.util
import multiprocessing
import resource
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks import figures
from benchmarks.sensemaking import RECIPES, SEED, by_bertopic, data_sets, heading, row
from sensemaking.duplicates import duplicate_groups
from sensemaking.evaluation import plant_duplicates
from sensemaking.themes import Settings, find_themes

OURS = "sensemaking"
GROUPS = 20
DUPLICATES = ("texts", "planted", "recall", "groups", "largest", "cpu_s", "texts_gib", "peak_gib")
# above, a text of the pool has some ninety variants: most of a million mixed texts would be near-duplicates
MOST_DUPLICATES = 100_000


def mixed(pool: Sequence[str], size: int) -> list[str]:
    """Return `size` texts: each a text of the pool in which a third of the words come from another one."""
    random = np.random.default_rng(SEED)
    split = [text.split() for text in pool]
    made = []
    for first, second in random.integers(len(pool), size=(size, 2)).tolist():
        words, other = list(split[first]), split[second]
        for place in random.integers(len(words), size=len(words) // 3).tolist():
            words[place] = other[place % len(other)]
        made.append(" ".join(words))
    return made


def invented(pool: Sequence[str], size: int) -> list[str]:
    """Return `size` texts as long as those of the pool, in which each word follows another as it does there."""
    random = np.random.default_rng(SEED)
    split = [text.split() for text in pool]
    after: dict[str, list[str]] = {}
    for words in split:
        for word, following in zip(words, words[1:] + words[:1], strict=True):
            after.setdefault(word, []).append(following)
    made = []
    for length in random.choice([len(words) for words in split], size).tolist():
        draws = random.random(length).tolist()
        word = split[int(draws[0] * len(split))][0]
        words = [word]
        for draw in draws[1:]:
            word = after[word][int(draw * len(after[word]))]
            words.append(word)
        made.append(" ".join(words))
    return made


def near_duplicates(pool: list[str], size: int, planted: float = 0.02) -> dict:
    """Return the figures of the search for near-duplicates; to be called in a process of its own."""
    count = round(size * planted)
    texts = invented(pool, size - count)
    changed, rows = plant_duplicates(texts, count, seed=SEED)
    texts += changed
    result: dict = {"texts": size, "planted": count, "texts_gib": peak()}
    begun = time.process_time()
    with threadpool_limits(1):
        groups = duplicate_groups(texts)
    result |= {"cpu_s": time.process_time() - begun, "peak_gib": peak(), "groups": len(groups)}
    group_of = {row: number for number, group in enumerate(groups) for row in group}
    met = [group_of.get(row) == group_of.get(size - count + place, -1) for place, row in enumerate(rows)]
    result |= {"recall": sum(met) / count, "largest": max(map(len, groups))}
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in result.items()}


def measured(pool: list[str], size: int, recipe: str) -> dict:
    """Return the figures of one recipe at one size; to be called in a process of its own."""
    texts = mixed(pool, size)
    result = {"texts": size, "recipe": recipe, "texts_gib": peak()}
    started, begun = time.perf_counter(), time.process_time()
    with threadpool_limits(1):
        result |= whole(texts) if recipe == OURS else usual(texts, recipe)
    result |= {"cpu_s": time.process_time() - begun, "wall_s": time.perf_counter() - started, "peak_gib": peak()}
    return {name: round(value, 2) if isinstance(value, float) else value for name, value in result.items()}


def whole(texts: list[str]) -> dict:
    """Duplicates (up to a size), themes, labels."""
    begun, result = time.process_time(), {}
    if len(texts) <= MOST_DUPLICATES:
        duplicate_groups(texts)
        result = {"duplicates_cpu_s": time.process_time() - begun, "duplicates_peak_gib": peak()}
    between = time.process_time()
    synthesis = find_themes(texts, settings=Settings(workers=1)).synthesis
    unclear = sum(one.theme == "unclear" for one in synthesis.assignments)
    return result | {
        "themes_cpu_s": time.process_time() - between,
        "themes": len(synthesis.themes),
        "unclear_share": unclear / len(texts),
    }


def usual(texts: list[str], recipe: str) -> dict:
    """One of the usual recipes."""
    found = (RECIPES | {"BERTopic on LSA": by_bertopic})[recipe](texts, GROUPS)
    return {"themes": len(set(found))}


def peak() -> float:
    """Return the largest memory of this process so far in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def measure_duplicates(pool: list[str], sizes: Sequence[int], *, keep: bool) -> None:
    """Measure the search for near-duplicates at each size."""
    heading("Near-duplicates", "texts", "planted", "recall", "groups", "largest", "CPU s", "texts GiB", "peak GiB")
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as process:
            result = process.apply(near_duplicates, (pool, size))
        row(*(result[name] for name in DUPLICATES))
        if keep:
            figures.keep("duplicates", [result], ("texts",))


def main() -> None:
    """Measure each size: ourselves first, then the recipes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--recipes", type=int, default=100_000, metavar="LIMIT")
    parser.add_argument("--duplicates", default="", metavar="SIZES")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    pool = list(dict.fromkeys(text for data in data_sets(options.folder) for text in data.texts))
    if options.duplicates:
        measure_duplicates(pool, [int(size) for size in options.duplicates.split(",")], keep=options.keep)
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    recipes = [name for name in RECIPES if "sensemaking" not in name]
    recipes += ["BERTopic on LSA"] if importlib.util.find_spec("bertopic") else []
    work = [(size, OURS) for size in sizes]
    work += [(size, recipe) for size in sizes if size <= options.recipes for recipe in recipes]
    heading("Scale", "texts", "recipe", "CPU s", "seconds", "peak GiB")
    for size, recipe in work:
        with multiprocessing.get_context("spawn").Pool(1) as process:
            result = process.apply(measured, (pool, size, recipe))
        row(size, recipe, f"{result['cpu_s']:.1f}", f"{result['wall_s']:.1f}", f"{result['peak_gib']:.2f}")
        if options.keep:
            figures.keep("scale", [result], ("texts", "recipe"))


if __name__ == "__main__":
    main()

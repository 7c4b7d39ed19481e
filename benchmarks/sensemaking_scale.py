"""CPU seconds and memory of the whole synthesis, and of the usual recipes, by number of texts.

    python -m benchmarks.sensemaking_scale FOLDER [--sizes 1000,10000,100000,1000000] [--recipes LIMIT] [--keep]

Texts are mixed from the data sets of FOLDER (see `benchmarks.sensemaking`). Each measurement has a process of its own
on one thread. Recipes get 20 groups and take part up to LIMIT texts (100,000). `--keep` writes what was measured to
`benchmarks/figures/scale.json`.
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
from sensemaking.duplicates import Duplicates
from sensemaking.themes import Settings, find_themes

OURS = "sensemaking"
GROUPS = 20
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
        Duplicates().add(texts)
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


def main() -> None:
    """Measure each size: ourselves first, then the recipes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000,1000000")
    parser.add_argument("--recipes", type=int, default=100_000, metavar="LIMIT")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    pool = list(dict.fromkeys(text for data in data_sets(options.folder) for text in data.texts))
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

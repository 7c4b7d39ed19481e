"""The whole: from texts to themes, labelled, on two levels, with every text accounted for."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy
import sklearn
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from sensemaking.errors import SensemakingError
from sensemaking.labels import Description, describe
from sensemaking.results import Assignment, Synthesis, Theme
from sensemaking.themes.consensus import Consensus, consensus
from sensemaking.themes.decisions import Decisions
from sensemaking.themes.identity import keys_of
from sensemaking.themes.levels import directions, upper_count, upper_level
from sensemaking.themes.model import ThemeModel, assignments, constraints
from sensemaking.themes.runs import Run, Views, effective_themes, make_runs
from sensemaking.vectors import Floats, Labels, Read, Terms, presence, unit

Progress = Callable[[str, int, int], None]
LEVEL_DIMENSIONS = 40
LEAST_RUNS, MOST_RUNS = 32, 64
UNEVEN = 1.06  # so many themes of uneven size have an effective number of one


@dataclass(frozen=True, slots=True)
class Settings:
    """How a synthesis is made. The defaults are what the figures in `docs/method` were measured with.

    `k`: number of themes, None to find it. `seed`: start of all random numbers, not negative. `runs`: how many runs
    make the consensus, None for 64 with up to 6,000 texts, fewer with more, 32 at least. `sample`: at most so many
    texts are learnt from, all others are placed. `workers`: threads; the result does not depend on them. `levels`:
    2 for an upper level where there are many themes, 1 for none.
    """

    k: int | None = None
    seed: int = 0
    runs: int | None = None
    sample: int = 20_000
    workers: int = 2
    levels: int = 2

    def runs_for(self, texts: int) -> int:
        """Return the number of runs for so many texts that are learnt from."""
        return self.runs or min(max(MOST_RUNS * 6_000 // max(texts, 1), LEAST_RUNS), MOST_RUNS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A synthesis and the model that places new texts like those in it."""

    synthesis: Synthesis
    model: ThemeModel


def find_themes(
    texts: Sequence[str],
    ids: Sequence[str] | None = None,
    *,
    settings: Settings | None = None,
    decisions: Decisions | None = None,
    previous: Synthesis | None = None,
    embeddings: NDArray | None = None,
    support: Sequence[float] | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Group `texts` into themes.

    `ids`: one per text, all different ("1", "2", … without). `decisions`: what people decided, kept. `previous`: the
    synthesis before, whose keys are kept for themes that are the same. `embeddings`: float, shape (texts, d), vectors
    of a language model as one more view. `support`: how many people agree with each text, for the choice of sentences.
    `progress(step, done, of)` is told how far it is. BLAS is held to one thread meanwhile: sums in another order would
    give other bytes.

    Raises `SensemakingError` for fewer than two texts, no text with a letter, ids that are not unique, a negative seed,
    more themes than texts.
    """
    settings, decisions = settings or Settings(), decisions or Decisions()
    ids = [str(number) for number in range(1, len(texts) + 1)] if ids is None else list(ids)
    _check(texts, ids, settings, embeddings)
    tell = progress or (lambda step, done, of: None)
    with threadpool_limits(1):
        return _find(texts, ids, settings, decisions, previous, embeddings, support, tell)


def _find(
    texts: Sequence[str],
    ids: list[str],
    settings: Settings,
    decisions: Decisions,
    previous: Synthesis | None,
    embeddings: NDArray | None,
    support: Sequence[float] | None,
    tell: Progress,
) -> Outcome:
    rows = _sampled(ids, settings, decisions)
    sample = [texts[row] for row in rows.tolist()]
    tell("words", 0, 1)
    read = Read.of(sample)
    terms = Terms().fit(sample, read)
    anchors = decisions.keys()
    learnt = _learn(sample, read, [ids[row] for row in rows.tolist()], terms, settings, decisions, anchors,
                    None if embeddings is None else np.asarray(embeddings, np.float32)[rows], tell)  # fmt: skip
    model = ThemeModel(terms, learnt.runs, learnt.consensus.tables, tuple(map(str, range(learnt.k))))
    anchored = replace(model, keys=(*anchors, *(f"?{number}" for number in range(learnt.k - len(anchors)))))
    placed = anchored.place(texts, ids, decisions, lambda done, of: tell("placing", done, of))
    found = assignments(placed, ids, anchored.keys, decisions)
    column = {key: number for number, key in enumerate(anchored.keys)}
    labels = np.array([column.get(one.theme, -1) for one in found], np.int32)
    keys = keys_of(ids, labels.tolist(), learnt.k, anchors, decisions, previous)
    model = replace(model, keys=keys)
    if decisions.must_not:  # only now is it known which themes are the ones that texts were barred from
        placed = model.place(texts, ids, decisions)
    found = assignments(placed, ids, keys, decisions)
    column = {key: number for number, key in enumerate(keys)}
    labels = np.array([column.get(one.theme, -1) for one in found], np.int32)
    tell("labels", 0, 1)
    described = describe(sample, [ids[row] for row in rows.tolist()], labels[rows], learnt.k, terms, read=read,
                         support=None if support is None else [support[row] for row in rows.tolist()])  # fmt: skip
    synthesis = _synthesis(found, labels, keys, described, learnt, settings, decisions)
    tell("labels", 1, 1)
    return Outcome(synthesis, model)


@dataclass(frozen=True, slots=True)
class _Learnt:
    k: int
    effective: float | None
    runs: tuple[Run, ...]
    consensus: Consensus
    directions: Floats


def _learn(
    sample: Sequence[str], read: Read, ids: Sequence[str], terms: Terms, settings: Settings, decisions: Decisions,
    anchors: Sequence[str], embeddings: Floats | None, tell: Progress,
) -> _Learnt:  # fmt: skip
    """Find the number of themes if it is open, make the runs, and join them."""
    whole = presence(terms.count(read))
    distinct = len({text.strip() for text in sample})
    known = int((np.diff(whole.indptr) > 0).sum())
    effective = None
    if settings.k is None:
        effective = effective_themes(whole, settings.seed) if min(known, distinct) > 3 else 1.0
    open_to_all = [key for key in anchors if key not in decisions.locked]
    # what else is about the subject of a locked theme needs another one
    found = round(UNEVEN * (effective or 1)) + len(anchors) - len(open_to_all)
    k = max(settings.k or found, len(anchors), 1)
    if len(open_to_all) == 0 and anchors and k == len(anchors):
        k += 1  # all themes are locked: what is free needs one
    k = max(min(k, distinct), len(anchors))
    if k < 2 or not known:
        trivial = Run.trivial(whole.shape[1], k)
        table = np.eye(k, dtype=np.float32)
        return _Learnt(k, effective, (trivial,), Consensus(np.zeros(len(sample), np.int32), (table,)), table)
    views = Views.of(read, terms, k, settings.seed, embeddings)
    keys = (*anchors, *(f"?{number}" for number in range(k - len(anchors))))
    allowed = constraints(ids, keys, decisions)
    runs = []
    count = settings.runs_for(len(sample))
    for run in make_runs(views, k, count, settings.seed, allowed=allowed, workers=settings.workers):
        runs.append(run)
        tell("runs", len(runs), count)
    placed = [run.place(views.whole, views.parts) for run in runs]
    chance = np.random.default_rng((settings.seed, 9_000))
    joined = consensus(placed, k, chance, allowed=allowed)
    latent = views.latent[0] if views.latent else np.asarray(views.parts.toarray(), np.float32)
    return _Learnt(k, effective, tuple(runs), joined, directions(unit(latent[:, :LEVEL_DIMENSIONS]), joined.labels, k))


def _synthesis(
    found: list[Assignment], labels: Labels, keys: Sequence[str], described: Sequence[Description], learnt: _Learnt,
    settings: Settings, decisions: Decisions,
) -> Synthesis:  # fmt: skip
    sizes, anchors = np.bincount(labels[labels >= 0], minlength=learnt.k), decisions.keys()
    shown = [theme for theme in range(learnt.k) if sizes[theme] or keys[theme] in anchors]
    count = upper_count(len(shown)) if settings.levels > 1 else 0
    parents: list[str | None] = [None] * learnt.k
    upper: tuple[Theme, ...] = ()
    if count:
        groups = upper_level(learnt.directions[shown], count)
        upper, parents = _upper(groups, shown, keys, sizes, described, decisions, learnt.k)
    themes = [_theme(theme, keys, described, int(sizes[theme]), parents[theme], decisions) for theme in shown]
    themes.sort(key=lambda theme: -theme.size)
    parameters: dict[str, str | int | float | bool | None] = {
        "k": learnt.k, "k_given": settings.k is not None, "seed": settings.seed, "runs": len(learnt.runs),
        "sample": min(settings.sample, len(found)), "texts": len(found),
        "effective_number": None if learnt.effective is None else round(learnt.effective, 2),
        "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    }  # fmt: skip
    return Synthesis(tuple(themes), upper, tuple(found), parameters)


def _theme(
    theme: int,
    keys: Sequence[str],
    described: Sequence[Description],
    size: int,
    parent: str | None,
    decisions: Decisions,
) -> Theme:
    key, told = keys[theme], described[theme]
    return Theme(
        key,
        decisions.names.get(key) or told.label or key,
        told.words,
        told.exemplars,
        size,
        parent,
        key in decisions.names,
        key in decisions.locked,
        None if told.neighbour is None else keys[told.neighbour],
        told.contrast,
    )


def _upper(
    groups: Labels, shown: Sequence[int], keys: Sequence[str], sizes: NDArray, described: Sequence[Description],
    decisions: Decisions, k: int,
) -> tuple[tuple[Theme, ...], list[str | None]]:  # fmt: skip
    """Return the themes of the upper level, largest first, and the parent of each theme.

    A group is named after its largest themes; its key is "u" with the key of the largest one.
    """
    upper: list[Theme] = []
    parents: list[str | None] = [None] * k
    for number in range(int(groups.max()) + 1):
        inside = [theme for theme, group in zip(shown, groups.tolist(), strict=True) if group == number]
        inside.sort(key=lambda theme: (-int(sizes[theme]), theme))
        key = f"u-{keys[inside[0]]}"
        words = tuple(
            dict.fromkeys(
                word for place in range(3) for theme in inside for word in described[theme].words[place : place + 1]
            )
        )
        label = ", ".join(words[:3]) or key
        exemplars = tuple(one for theme in inside[:3] for one in described[theme].exemplars[:1])
        upper.append(Theme(key, decisions.names.get(key, label), words[:8], exemplars, int(sizes[inside].sum())))
        for theme in inside:
            parents[theme] = key
    return tuple(sorted(upper, key=lambda theme: -theme.size)), parents


def _sampled(ids: Sequence[str], settings: Settings, decisions: Decisions) -> NDArray[np.int64]:
    """Return the rows to learn from, ascending: all that something was decided about, and a random choice."""
    if len(ids) <= settings.sample:
        return np.arange(len(ids))
    decided = np.array(
        [one in decisions.must or one in decisions.must_not or one in decisions.held for one in ids], np.bool_
    )
    free = np.flatnonzero(~decided)
    drawn = free[drawn_rows(len(free), max(settings.sample - int(decided.sum()), 0), settings.seed)]
    return np.sort(np.concatenate([np.flatnonzero(decided), drawn]))


def drawn_rows(count: int, most: int, seed: int) -> NDArray[np.int64]:
    """Return at most `most` of `count` rows, drawn at random, ascending."""
    return np.sort(np.random.default_rng((seed, 8_000)).permutation(count)[:most])


def _check(texts: Sequence[str], ids: Sequence[str], settings: Settings, embeddings: NDArray | None) -> None:
    count = len(texts)
    if count < 2:
        raise SensemakingError(
            f"Es braucht mindestens zwei Texte, um Themen zu finden; hier ist {count}.",
            f"At least two texts are needed to find themes; there is {count}.",
        )
    if len(ids) != count or len(set(ids)) != count:
        raise SensemakingError("Jeder Text braucht eine eigene Kennung.", "Each text needs an id of its own.")
    if not any(any(sign.isalpha() for sign in text) for text in texts):
        raise SensemakingError(
            "Alle Texte sind leer: keiner enthält ein Wort. Stimmt die Spalte?",
            "All texts are empty: none holds a word. Is the column right?",
        )
    if settings.seed < 0:
        raise SensemakingError("Der Startwert (seed) darf nicht negativ sein.", "The seed may not be negative.")
    if settings.k is not None and not 1 <= settings.k <= count:
        raise SensemakingError(
            f"Die Anzahl der Themen muss zwischen 1 und {count} (Zahl der Texte) liegen, nicht {settings.k}.",
            f"The number of themes must be between 1 and {count} (the number of texts), not {settings.k}.",
        )
    if embeddings is not None and len(embeddings) != count:
        raise SensemakingError(
            f"{count} Texte und {len(embeddings)} Vektoren passen nicht zusammen.",
            f"{count} texts and {len(embeddings)} vectors do not match.",
        )

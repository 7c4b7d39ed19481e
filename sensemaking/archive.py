"""Archives that are too large for memory: learnt from a sample, assigned in pieces, here or by a Dask cluster.

Placing a text depends on the model and the text alone. So it makes no difference in how many pieces an archive is cut,
who places which, and how often one is placed anew because a worker was lost: the answer has the same bytes.

    with cluster("local:2") as client:
        model = learn(rows, Settings(sample=20_000)).outcome.model
        for found in assign(model, cut(rows()), client): …

Dask is an extra (`pip install dialogwerk[dask]`), loaded where it is needed and nowhere else.
"""

import importlib.util
import multiprocessing
import platform
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy
from threadpoolctl import threadpool_limits

from sensemaking.errors import SensemakingError
from sensemaking.results import Assignment
from sensemaking.themes import Decisions, Outcome, Settings, ThemeModel, find_themes
from sensemaking.themes.decisions import key_order
from sensemaking.themes.synthesis import Progress, drawn_rows

if TYPE_CHECKING:
    from distributed import Client, Future

Row = tuple[str, str]  # id, text
PIECE = 20_000
AHEAD = 2  # pieces under way for each thread of the cluster
_WAIT = 30  # seconds for a cluster to answer
_LOCAL = "local:"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt from a sample, and how many texts the archive holds."""

    outcome: Outcome
    texts: int


def learn(
    rows: Callable[[], Iterable[Row]],
    settings: Settings | None = None,
    *,
    embed: Callable[[Sequence[str]], Any] | None = None,
    progress: Progress | None = None,
) -> Learnt:
    """Find themes in a sample of an archive: the sample that `find_themes` draws from a list of the same texts.

    `rows` gives the archive anew with each call; it is read twice, and never held but for the sample. `embed` turns
    the texts of the sample into vectors of a language model. Drawing takes eight bytes a text for a moment.
    """
    settings = settings or Settings()
    count = sum(1 for _ in rows())
    wanted = iter(drawn_rows(count, settings.sample, settings.seed).tolist() if count > settings.sample else [])
    sample = list(rows()) if count <= settings.sample else list(_at(rows(), wanted))
    texts = [text for _, text in sample]
    vectors = None if embed is None else embed(texts)
    ids = [one for one, _ in sample]
    outcome = find_themes(texts, ids, settings=settings, embeddings=vectors, progress=progress)
    return Learnt(outcome, count)


def _at(rows: Iterable[Row], wanted: Iterator[int]) -> Iterator[Row]:
    place = next(wanted, None)
    for number, row in enumerate(rows):
        if number == place:
            yield row
            place = next(wanted, None)


def cut(rows: Iterable[Row], piece: int = PIECE) -> Iterator[list[Row]]:
    """Yield rows in pieces."""
    left = iter(rows)
    while part := list(islice(left, piece)):
        yield part


def place(rows: Iterable[Row], model: ThemeModel, decisions: Decisions | None = None) -> list[Assignment]:
    """Return where the texts of one piece stand."""
    piece = list(rows)
    with threadpool_limits(1):
        return model.assign([text for _, text in piece], [one for one, _ in piece], decisions)


def assign(
    model: ThemeModel,
    pieces: Iterable[Sequence[Row]],
    client: "Client | None" = None,
    *,
    decisions: Decisions | None = None,
) -> Iterator[list[Assignment]]:
    """Yield where the texts of each piece stand, in the order of the pieces.

    With the `client` of a cluster its workers share them: two pieces for each of their threads are under way, the
    others are not read yet. A piece whose worker is lost goes to another one. Without, they are placed here.
    """
    if client is None:
        return (place(piece, model, decisions) for piece in pieces)
    return _shared(model, pieces, client, decisions)


def in_bag(model: ThemeModel, bag: Any, decisions: Decisions | None = None) -> Any:
    """Return a Dask bag of assignments for a bag of (id, text): nothing is computed before somebody asks."""
    dask = _dask()
    return bag.map_partitions(place, model=dask.delayed(model), decisions=dask.delayed(decisions))


@contextmanager
def cluster(address: str) -> Iterator["Client"]:
    """Give a client of the Dask cluster at `address`; "local:2" starts one of two processes for as long.

    Raises `SensemakingError` if Dask is missing, nobody answers, or workers have other versions than this process.
    """
    _dask()
    from distributed import Client, LocalCluster

    count = _local(address)
    if count:
        import dask

        with (
            dask.config.set({"distributed.worker.multiprocessing-method": _start_method()}),
            LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None) as own,
            Client(own) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=_WAIT)
        client.wait_for_workers(1, timeout=_WAIT)
    except (OSError, ValueError, TimeoutError) as error:
        raise SensemakingError(
            f"Unter „{address}“ antwortet kein Dask-Cluster mit Arbeitern. Beispiele: tcp://rechner:8786, local:2.",
            f'No Dask cluster with workers answers at "{address}". Examples: tcp://machine:8786, local:2.',
        ) from error
    with client:
        _require_alike(client)
        yield client


def _start_method() -> str:
    """Return how workers start: copies of one that has loaded the libraries, where the system can do that."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _shared(
    model: ThemeModel, pieces: Iterable[Sequence[Row]], client: "Client", decisions: Decisions | None
) -> Iterator[list[Assignment]]:
    import dask

    under_way: deque[Future] = deque()
    # model and texts are parts of the tasks, not data laid out beforehand: the scheduler can make all of it again
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "4 GiB"}):
        learnt = client.submit(_itself, model, pure=False)
        try:
            for piece in pieces:
                under_way.append(client.submit(place, piece, learnt, decisions, pure=False))
                while len(under_way) >= AHEAD * max(sum(client.nthreads().values()), 1):
                    yield _result(under_way.popleft())
            while under_way:
                yield _result(under_way.popleft())
        finally:
            client.cancel([learnt, *under_way])


def _result(future: "Future") -> list[Assignment]:
    from distributed import KilledWorker

    try:
        found: list[Assignment] = future.result()
    except KilledWorker as error:
        raise SensemakingError(
            "Ein Teil hat mehrere Arbeiter nacheinander beendet; meist fehlt ihnen Speicher. Bitte kleinere Teile "
            "wählen (--piece).",
            "One piece has ended several workers in turn; mostly they lack memory. Please take smaller pieces "
            "(--piece).",
        ) from error
    return found


def _itself(model: ThemeModel) -> ThemeModel:
    return model


def _local(address: str) -> int:
    """Return how many processes "local:2" asks for, 0 for another address."""
    if not address.startswith(_LOCAL):
        return 0
    with suppress(ValueError):
        if (count := int(address.removeprefix(_LOCAL))) > 0:
            return count
    raise SensemakingError(
        f"„{address}“ nennt keine Zahl von Prozessen. Beispiel: local:2.",
        f'"{address}" names no number of processes. Example: local:2.',
    )


def _require_alike(client: "Client") -> None:
    """Other versions may give other bytes."""
    mine = versions()
    try:
        others = client.run(versions)
    except ModuleNotFoundError as error:
        raise SensemakingError(
            f"Den Arbeitern fehlt das Paket „{error.name}“. Bitte dort dieselbe Version wie hier installieren.",
            f'The workers lack the package "{error.name}". Please install the same version as here.',
        ) from error
    for worker, its in others.items():
        for name, version in its.items():
            if version != mine[name]:
                raise SensemakingError(
                    f"Der Arbeiter {worker} hat {name} {version}, hier ist es {mine[name]}. Bitte angleichen.",
                    f"Worker {worker} has {name} {version}, here it is {mine[name]}. Please make them the same.",
                )


def versions() -> dict[str, str]:
    """Return the versions of what placing rests on."""
    from importlib.metadata import version

    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, "numpy": np.__version__, "scipy": scipy.__version__, "simplemma": version("simplemma")}


def counted(outcome: Outcome, sizes: dict[str, int]) -> Outcome:
    """Return `outcome` with the sizes that its themes have in the whole archive, largest first."""
    synthesis = outcome.synthesis
    themes = [replace(theme, size=sizes.get(theme.key, 0)) for theme in synthesis.themes]
    upper = [
        replace(theme, size=sum(one.size for one in themes if one.parent == theme.key)) for theme in synthesis.upper
    ]
    themes.sort(key=lambda theme: (-theme.size, key_order(theme.key)))
    upper.sort(key=lambda theme: -theme.size)
    return replace(outcome, synthesis=replace(synthesis, themes=tuple(themes), upper=tuple(upper), assignments=()))


def _dask() -> Any:
    """Return Dask, or say that it is missing."""
    if importlib.util.find_spec("dask") is None or importlib.util.find_spec("distributed") is None:
        raise SensemakingError(
            'Dask ist nicht installiert. Bitte nachholen: pip install "dialogwerk[dask]".',
            'Dask is not installed. Please do: pip install "dialogwerk[dask]".',
        )
    import dask

    return dask

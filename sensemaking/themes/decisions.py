"""What people decided about themes: constraints that every later run keeps.

Everything is brought to three kinds of facts about texts and themes, so that a run has to know no more:

* `must`: this text belongs to this theme;
* `must_not`: this text does not belong to this theme;
* `locked`: no text comes to this theme any more but by a person; what it holds stays.

Merging, splitting and locking say something of the texts that a theme holds at that time: they are written down as
`held`, which is kept like `must` but gives way to a later word about a single text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sensemaking.errors import SensemakingError
from sensemaking.results import UNCLEAR, Synthesis


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions so far. Each method returns a new record; theme keys are those of the synthesis people looked at.

    `must` and `held`: id to key. `must_not`: id to keys. `names`: key to the name a person gave. `closed`: keys that
    were merged away or split up and are never used again.
    """

    must: Mapping[str, str] = field(default_factory=dict)
    must_not: Mapping[str, frozenset[str]] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    def put(self, ids: Iterable[str], key: str) -> "Decisions":
        """These texts belong to theme `key` (which may be a new one)."""
        wanted = list(ids)
        _require_key(key)
        must_not = {one: barred for one in self.must_not if (barred := self._barred_but(one, key, wanted))}
        must = {**self.must, **dict.fromkeys(wanted, key)}
        return replace(self, must=must, held=_without(self.held, wanted), must_not=must_not, closed=self.closed - {key})

    def bar(self, ids: Iterable[str], key: str) -> "Decisions":
        """These texts do not belong to theme `key`, wherever else."""
        wanted = list(ids)
        out = {one for one in wanted if self.must.get(one) == key}
        barred = {one: self.must_not.get(one, frozenset()) | {key} for one in wanted}
        held = {one: at for one, at in self.held.items() if one not in barred or at != key}
        return replace(self, must=_without(self.must, out), held=held, must_not={**self.must_not, **barred})

    def rename(self, key: str, name: str) -> "Decisions":
        """Theme `key` is called `name`."""
        if not name.strip():
            raise SensemakingError(
                "Der Name eines Themas darf nicht leer sein.", "The name of a theme may not be empty."
            )
        return replace(self, names={**self.names, key: name.strip()})

    def lock(self, seen: Synthesis, key: str) -> "Decisions":
        """Theme `key` stays as it is in the synthesis `seen`."""
        return replace(self._hold(members_of(seen, key), key), locked=self.locked | {key})

    def unlock(self, key: str) -> "Decisions":
        """Texts may come to theme `key` again, and those that no person put there may leave."""
        held = {one: at for one, at in self.held.items() if at != key}
        return replace(self, locked=self.locked - {key}, held=held)

    def merge(self, seen: Synthesis, keys: Iterable[str], into: str) -> "Decisions":
        """The themes `keys` are one, `into` (one of them or a new key): what they hold stays together."""
        wanted = sorted({*keys} - {into})
        merged = self
        for key in [into, *wanted]:
            merged = merged._hold(members_of(seen, key), into)
        moved = {one: into if key in wanted else key for one, key in merged.must.items()}
        names = {key: name for key, name in self.names.items() if key not in wanted}
        return replace(
            merged,
            must=moved,
            names=names,
            locked=self.locked - set(wanted),
            closed=(self.closed | set(wanted)) - {into},
        )

    def split(self, key: str, parts: Mapping[str, Iterable[str]]) -> "Decisions":
        """Theme `key` is several: `parts` gives the ids of each part by its key (one of which may be `key`)."""
        divided = self
        for part, members in parts.items():
            ids = list(members)
            divided = replace(divided._hold(ids, part), must=_without(divided.must, ids, at=key, but=part))
        closed = self.closed if key in parts else self.closed | {key}
        return replace(divided, closed=closed - set(parts))

    def place_of(self, one: str) -> str | None:
        """Return the key of the theme where this text must be, None if that is open."""
        return self.must.get(one) or self.held.get(one)

    def keys(self) -> list[str]:
        """Return the keys of all themes that something was decided about and that are in use, sorted."""
        named = {*self.must.values(), *self.held.values(), *self.locked, *self.names}
        return sorted(named - self.closed, key=key_order)

    def _hold(self, ids: Iterable[str], key: str) -> "Decisions":
        free = {one: key for one in ids if one not in self.must and key not in self.must_not.get(one, ())}
        return replace(self, held={**self.held, **free})

    def _barred_but(self, one: str, key: str, wanted: list[str]) -> frozenset[str]:
        barred = self.must_not[one]
        return barred - {key} if one in wanted else barred


def members_of(seen: Synthesis, key: str) -> list[str]:
    """Return the ids of the texts of theme `key` in a synthesis."""
    return [assignment.id for assignment in seen.assignments if assignment.theme == key]


def key_order(key: str) -> tuple[int, str]:
    """Sort keys of the form t12 by number, others after them by spelling."""
    return (int(key[1:]), "") if key[:1] == "t" and key[1:].isdigit() else (1 << 60, key)


def next_keys(taken: Iterable[str], count: int) -> list[str]:
    """Return `count` keys t1, t2, … above all that were ever used."""
    numbers = [int(key[1:]) for key in taken if key[:1] == "t" and key[1:].isdigit()]
    first = max(numbers, default=0) + 1
    return [f"t{number}" for number in range(first, first + count)]


def _require_key(key: str) -> None:
    if not key or key == UNCLEAR:
        raise SensemakingError(f"„{key}“ ist kein Thema.", f'"{key}" is no theme.')


def _without(places: Mapping[str, str], ids: Iterable[str], at: str | None = None, but: str = "") -> dict[str, str]:
    """Return `places` without `ids` (only where they stand at `at`, if that is given and is not `but`)."""
    gone = set(ids)
    return {one: key for one, key in places.items() if one not in gone or (at is not None and (key != at or at == but))}

"""Small numbers stay unseen: which groups may be told apart. Pure functions.

A group of fewer than `least` is not shown. It is not enough to leave it out: beside the total its answers could be had
by subtraction. So all small groups are told together, and where they are still too few, the smallest of the others
joins them.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Parting(Generic[Name]):
    """Groups that are told one by one, the largest first, and those that are only told together."""

    apart: tuple[Name, ...] = ()
    together: tuple[Name, ...] = ()

    @property
    def tells(self) -> bool:
        """Whether anything is told beyond the total."""
        return len(self.apart) + bool(self.together) > 1


def part(sizes: Mapping[Name, int], least: int) -> Parting[Name]:
    """Return how groups of these sizes may be told; empty groups are left out."""
    there = {name: size for name, size in sizes.items() if size > 0}
    by_size = sorted(there, key=lambda name: (-there[name], str(name)))
    apart = [name for name in by_size if there[name] >= least]
    together = [name for name in by_size if there[name] < least]
    while together and apart and sum(there[name] for name in together) < least:
        together.append(apart.pop())
    if sum(there[name] for name in together) < least and together:
        return Parting()  # there are no others to hide among
    return Parting(tuple(apart), tuple(together))

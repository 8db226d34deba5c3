"""Which pairs to form so that their weights add up to the most: optimal, not greedy."""

from collections import defaultdict
from collections.abc import Mapping
from heapq import heappop, heappush

_SCALE = 1_000_000
"""Weights are rounded to millionths: sums of integers do not depend on their order."""


def best_pairs(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Match left to right, each at most once, with the greatest sum of weights. A side may stay single.

    `weights` names the possible pairs (left, right), both >= 0, with a weight > 0. Shortest augmenting paths (Jonker
    and Volgenant, Computing 38, 1987) on the pairs that exist: the work grows with their number, not with the product
    of the sides.
    """
    matching = _Matching(weights)
    for left in sorted(matching.costs):
        matching.add(left)
    return {left: right for left, right in sorted(matching.right_of.items()) if right >= 0}


class _Matching:
    """The cheapest matching of the left sides added so far. Staying single is a right side of its own, numbered -1 -
    left."""

    def __init__(self, weights: Mapping[tuple[int, int], float]) -> None:
        scaled = {pair: round(weight * _SCALE) for pair, weight in weights.items()}
        dearest = max(scaled.values(), default=0)
        self.costs: defaultdict[int, dict[int, int]] = defaultdict(dict)
        for (left, right), weight in scaled.items():
            self.costs[left][right] = dearest - weight
            self.costs[left][-1 - left] = dearest
        self.left_of: dict[int, int] = {}
        self.right_of: dict[int, int] = {}
        self._left_price: defaultdict[int, int] = defaultdict(int)
        self._right_price: defaultdict[int, int] = defaultdict(int)

    def add(self, start: int) -> None:
        """Find the cheapest way to give `start` a right side, moving others to their next best where that costs
        less."""
        distance: dict[int, int] = {}
        came_from: dict[int, int] = {}
        settled: set[int] = set()
        queue: list[tuple[int, int]] = []
        left, so_far = start, 0
        while True:
            for right, cost in self.costs[left].items():
                to_right = so_far + cost - self._left_price[left] - self._right_price[right]
                if right not in settled and to_right < distance.get(right, to_right + 1):
                    distance[right], came_from[right] = to_right, left
                    heappush(queue, (to_right, right))
            so_far, nearest = self._next(queue, settled)
            if nearest not in self.left_of:
                break
            settled.add(nearest)
            left = self.left_of[nearest]
        self._reprice(start, so_far, {right: distance[right] for right in settled})
        self._flip(nearest, came_from)

    @staticmethod
    def _next(queue: list[tuple[int, int]], settled: set[int]) -> tuple[int, int]:
        while True:
            so_far, nearest = heappop(queue)
            if nearest not in settled:
                return so_far, nearest

    def _reprice(self, start: int, total: int, settled: Mapping[int, int]) -> None:
        """Keep every cost minus its two prices at or above zero, and at zero for matched pairs."""
        self._left_price[start] += total
        for right, distance in settled.items():
            self._left_price[self.left_of[right]] += total - distance
            self._right_price[right] -= total - distance

    def _flip(self, free: int, came_from: Mapping[int, int]) -> None:
        """Give everyone along the way its new right side, from the free one back to the left side that had none."""
        right: int | None = free
        while right is not None:
            left = came_from[right]
            given_up = self.right_of.get(left)
            self.left_of[right], self.right_of[left] = left, right
            right = given_up

"""Where thousands of rows of different heights stand, found and changed in logarithmic time."""


class RowHeights:
    """Heights of rows below one another.

    Source: P. Fenwick, «A new data structure for cumulative frequency tables», 1994.
    """

    def __init__(self) -> None:
        self._tree: list[int] = [0]
        self._heights: list[int] = []

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    @property
    def total_px(self) -> int:
        """Return the height of all rows."""
        return self.top_px(len(self._heights))

    def rebuild(self, heights: list[int]) -> None:
        """Take new heights for all rows."""
        self._heights = list(heights)
        self._tree = [0, *heights]
        for index in range(1, len(self._tree)):
            above = index + (index & -index)
            if above < len(self._tree):
                self._tree[above] += self._tree[index]

    def append(self, height_px: int) -> None:
        """Add a row at the end."""
        self._heights.append(height_px)
        node = len(self._heights)
        below_px = self.top_px(node - 1) - self.top_px(node - (node & -node))
        self._tree.append(height_px + below_px)

    def change(self, index: int, height_px: int) -> None:
        """Give a row another height."""
        more_px = height_px - self._heights[index]
        self._heights[index] = height_px
        node = index + 1
        while node < len(self._tree):
            self._tree[node] += more_px
            node += node & -node

    def top_px(self, index: int) -> int:
        """Return where a row begins; for the number of rows, where they end."""
        sum_px = 0
        while index > 0:
            sum_px += self._tree[index]
            index -= index & -index
        return sum_px

    def at(self, place_px: int) -> int:
        """Return which row covers a place; the first or the last if none does."""
        node, step = 0, 1 << max(len(self._heights).bit_length() - 1, 0)
        while step:
            following = node + step
            if following < len(self._tree) and self._tree[following] <= place_px:
                node = following
                place_px -= self._tree[following]
            step >>= 1
        return max(0, min(node, len(self._heights) - 1))

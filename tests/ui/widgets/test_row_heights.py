from hypothesis import given
from hypothesis import strategies as st

from creator_app.ui.widgets.row_heights import RowHeights

HEIGHTS = st.lists(st.integers(1, 500), min_size=1, max_size=60)


@given(HEIGHTS, st.data())
def test_tops_are_the_sums_of_what_is_above_after_any_change(heights, data):
    rows = RowHeights()
    rows.rebuild(heights[: len(heights) // 2])
    for height in heights[len(heights) // 2 :]:
        rows.append(height)
    index = data.draw(st.integers(0, len(heights) - 1))
    heights[index] = data.draw(st.integers(1, 500))
    rows.change(index, heights[index])
    assert [rows.top_px(number) for number in range(len(heights) + 1)] == [
        sum(heights[:number]) for number in range(len(heights) + 1)
    ]
    assert rows.total_px == sum(heights)


@given(HEIGHTS, st.integers(-50, 40_000))
def test_the_row_found_covers_the_place(heights, place_px):
    rows = RowHeights()
    rows.rebuild(heights)
    found = rows.at(place_px)
    if place_px < 0:
        assert found == 0
    elif place_px >= sum(heights):
        assert found == len(heights) - 1
    else:
        assert rows.top_px(found) <= place_px < rows.top_px(found) + heights[found]


def test_no_rows_have_no_height():
    assert RowHeights().total_px == 0

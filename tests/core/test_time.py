from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creator_app.core.time import US, clock, from_seconds, index_to_us, to_seconds, us_to_index

RATES = [
    Fraction(24_000, 1001),
    24,
    25,
    Fraction(30_000, 1001),
    30,
    50,
    Fraction(60_000, 1001),
    60,
    120,
    8_000,
    11_025,
    16_000,
    22_050,
    24_000,
    32_000,
    44_100,
    48_000,
    88_200,
    96_000,
    176_400,
    192_000,
    499_999,
]
TEN_HOURS_US = 36_000 * US


@pytest.mark.parametrize("rate", RATES)
@given(st.data())
def test_frames_and_samples_survive_the_way_to_microseconds_and_back(rate, data):
    last = us_to_index(TEN_HOURS_US, rate)
    index = data.draw(st.integers(0, last))
    assert us_to_index(index_to_us(index, rate), rate) == index


@given(st.integers(0, TEN_HOURS_US), st.sampled_from(RATES))
def test_a_time_is_never_further_than_half_a_frame_from_its_frame(time_us, rate):
    found = index_to_us(us_to_index(time_us, rate), rate)
    assert abs(found - time_us) <= Fraction(US, 2) / Fraction(rate) + 1


@given(st.integers(0, TEN_HOURS_US))
def test_seconds_are_only_another_way_to_write_it(time_us):
    assert from_seconds(to_seconds(time_us)) == time_us


@pytest.mark.parametrize(
    ("time_us", "options", "text"),
    [
        (0, {}, "0:00"),
        (11_300_000, {}, "0:11"),
        (11_399_999, {"tenths": True}, "0:11.3"),
        (59_999_999, {}, "0:59"),
        (60_000_000, {}, "1:00"),
        (3_599_999_999, {"tenths": True}, "59:59.9"),
        (3_723_000_000, {}, "1:02:03"),
        (3_723_000_000, {"hours": False}, "62:03"),
        (1_477_000_000, {"hours": True}, "00:24:37"),
        (360_000_000_000, {}, "100:00:00"),
    ],
)
def test_times_are_written_for_people(time_us, options, text):
    assert clock(time_us, **options) == text

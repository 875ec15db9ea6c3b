from creator_app.media.health import TrackHealth

S = 1_000_000


def kinds(news):
    return [kind for kind, _, _ in news]


def heard(health, seconds, *, has_sound):
    return kinds(health.heard(round(seconds * S), has_sound=has_sound))


def test_exact_zeros_are_told_once_and_again_when_they_end():
    health = TrackHealth("mic", may_be_zero=False)
    assert heard(health, 0, has_sound=False) == []
    assert heard(health, 7.9, has_sound=False) == []
    assert heard(health, 8.1, has_sound=False) == ["zeros"]
    assert heard(health, 30, has_sound=False) == []
    assert heard(health, 31, has_sound=True) == ["sound"]
    assert heard(health, 38, has_sound=False) == []
    assert heard(health, 39.1, has_sound=False) == ["zeros"]


def test_a_computer_that_plays_nothing_is_no_reason_for_alarm():
    health = TrackHealth("system", may_be_zero=True)
    heard(health, 0, has_sound=False)
    assert heard(health, 3600, has_sound=False) == []


def test_a_device_that_stops_delivering_is_told_after_three_seconds_and_when_it_is_back():
    health = TrackHealth("mic", may_be_zero=False)
    heard(health, 0, has_sound=True)
    assert kinds(health.waited(2_900_000)) == []
    assert kinds(health.waited(3_100_000)) == ["stalled"]
    assert kinds(health.waited(9_000_000)) == []
    assert heard(health, 10, has_sound=True) == ["back"]
    assert kinds(health.waited(3_100_000)) == ["stalled"]


def test_the_time_without_a_device_is_not_taken_for_a_muted_one():
    health = TrackHealth("mic", may_be_zero=False)
    heard(health, 0, has_sound=True)
    health.gone("it was disconnected.")
    assert heard(health, 20, has_sound=False) == ["back"]
    assert heard(health, 27, has_sound=False) == []
    assert heard(health, 28.1, has_sound=False) == ["zeros"]


def test_a_loopback_that_says_nothing_in_silence_does_not_stall():
    health = TrackHealth("system", may_be_zero=True, may_be_still=True)
    heard(health, 0, has_sound=True)
    assert kinds(health.waited(60 * S)) == []


def test_a_device_that_is_gone_is_told_once_with_its_reason():
    health = TrackHealth("mic", may_be_zero=False)
    ((kind, message, hint),) = health.gone("Desk microphone was disconnected.")
    assert kind == "gone"
    assert "Desk microphone was disconnected." in message
    assert hint
    assert health.gone("There is no microphone.") == []
    assert kinds(health.waited(60 * S)) == []
    assert heard(health, 10, has_sound=True) == ["back"]
    assert kinds(health.gone("again")) == ["gone"]


def test_another_device_in_its_place_is_named():
    health = TrackHealth("mic", may_be_zero=False)
    health.gone("Headset was disconnected.")
    ((_, message, _),) = health.heard(S, has_sound=True, instead="Laptop microphone")
    assert message.startswith("The microphone goes on with Laptop microphone;")


def test_what_was_dropped_is_told_by_how_much():
    health = TrackHealth("mic", may_be_zero=False)
    assert health.dropped(0) == []
    assert "1 block:" in health.dropped(1)[0][1]
    assert health.dropped(1) == []
    assert "3 blocks:" in health.dropped(4)[0][1]

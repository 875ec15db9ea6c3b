"""Steps that fail say how to go on."""

import subprocess
import sys

import pytest


def test_a_failing_step_shows_its_last_words_and_the_line_to_run(checkout, load):
    steps = load("setup_steps")
    child = [sys.executable, "-c", "print('no room left'); raise SystemExit(3)"]
    with pytest.raises(steps.SetupError) as caught:
        steps.must_run(child, "Installing")
    told = str(caught.value).splitlines()
    assert told[0] == "Installing failed (exit 3):"
    assert told[1] == "no room left"
    line = told[-1].removeprefix("By hand: ")
    by_hand = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert (by_hand.stdout, by_hand.returncode) == ("no room left\n", 3)

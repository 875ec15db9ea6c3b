"""Edits a project until it is killed, and says what it was told is saved."""

import random
import sys
import threading
from dataclasses import replace
from pathlib import Path

from creator_app.core.folder import open_project
from creator_app.core.script import Block
from tests.documents import transcript


def main(path, seed):
    choose = random.Random(seed)  # noqa: S311 - chance, not secrecy
    folder, project = open_project(Path(path))
    writers = []
    count = int(project.title)
    while True:
        count += 1
        new = replace(project, title=str(count))
        if choose.random() < 0.2:
            # Too big for the log: a transcript, as a recording brings it.
            changed = replace(new.recordings[0], transcript=transcript(300, text=f"w{count}-"))
            new = replace(new, recordings=(changed,))
        elif choose.random() < 0.5:
            blocks = (*new.script.blocks, Block(f"b{count}", f"Text {count}"))[-20:]
            new = replace(new, script=replace(new.script, blocks=blocks))
        is_saved = folder.append(project, new)
        project = new
        if not is_saved or choose.random() < 0.2:
            if writers:
                writers.pop().join()
            revision = folder.begin_snapshot()
            writer = threading.Thread(target=folder.write_snapshot, args=(project, revision))
            writer.start()
            writers.append(writer)
            if not is_saved and choose.random() < 0.5:
                writer.join()
        if is_saved or not folder.is_behind:
            print(count, flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

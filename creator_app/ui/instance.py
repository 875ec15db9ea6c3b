"""One running app per library: a second start hands its files to the first and leaves.

The first listens on a local socket named after the library's folder; the system frees it when the
process ends, however it ends.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1_000
MOST_BYTES = 1 << 20


def server_name(library: Path) -> str:
    """Return the name under which the app of one library is found."""
    return "creator-app-" + hashlib.sha256(str(library.resolve()).encode()).hexdigest()[:24]


def hand_over(library: Path, files: list[Path]) -> bool:
    """Give files to the app that is running already; return whether there was one."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(library))
    if not socket.waitForConnected(ANSWER_MS):
        return False
    socket.write(json.dumps([str(file.resolve()) for file in files]).encode() + b"\n")
    is_taken = socket.waitForReadyRead(ANSWER_MS) and socket.readAll().data() == b"ok"
    socket.disconnectFromServer()
    return is_taken


class Instance(QObject):
    """Listens for later starts.

    Args:
        library: Whose app this is.
        called: Gets the files of a later start, and brings the window to the front.
    """

    def __init__(
        self, library: Path, called: Callable[[list[Path]], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._called = called
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = server_name(library)
        if not self._server.listen(name):
            # Nobody answered before, so this is what a crash left behind.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._on_line(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _on_line(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > MOST_BYTES:
                socket.abort()
            return
        try:
            files = [Path(str(each)) for each in json.loads(bytes(socket.readLine().data()))]
        except (ValueError, TypeError):
            socket.abort()
            return
        socket.write(b"ok")
        socket.flush()
        self._called(files)

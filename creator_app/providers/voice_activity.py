"""Where somebody speaks: Silero's detector as a stream."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from creator_app.providers.stretches import FRAME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from creator_app.core.engines import Samples

    Row = NDArray[np.float32]

# Samples of the frame before that the detector wants to see again.
CONTEXT = 64
# Frames looked at in one call: bounds the memory of the detector's inner layers.
BATCH = 500


@cache
def _session() -> Any:
    import onnxruntime
    from faster_whisper.utils import get_assets_path

    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    path = next(Path(get_assets_path()).glob("silero_vad*.onnx"))
    return onnxruntime.InferenceSession(
        str(path), providers=["CPUExecutionProvider"], sess_options=options
    )


class VoiceDetector:
    """Says how likely each 32 ms of a stream are speech; remembers what it heard before."""

    def __init__(self) -> None:
        import numpy as np

        self._session = _session()
        self._state = (np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32))
        self._rest = np.zeros(0, np.float32)
        self._context = np.zeros(CONTEXT, np.float32)

    def hear(self, samples: "Samples") -> "Row":
        """Return the probability of speech for each frame that is complete by now.

        Args:
            samples: The next ones at 16 kHz, [frames, 1], any number.
        """
        import numpy as np

        stream = np.concatenate((self._rest, samples[:, 0]))
        count = len(stream) // FRAME
        self._rest = stream[count * FRAME :]
        frames = stream[: count * FRAME].reshape(count, FRAME)
        batches = [self._judge(frames[at : at + BATCH]) for at in range(0, count, BATCH)]
        return np.concatenate(batches) if batches else np.zeros(0, np.float32)

    def _judge(self, frames: "Row") -> "Row":
        import numpy as np

        tails = np.concatenate((self._context[None], frames[:-1, -CONTEXT:]))
        self._context = frames[-1, -CONTEXT:]
        known, h, c = self._session.run(
            None,
            {
                "input": np.concatenate((tails, frames), axis=1),
                "h": self._state[0],
                "c": self._state[1],
            },
        )
        self._state = (h, c)
        row: Row = known.reshape(-1)
        return row

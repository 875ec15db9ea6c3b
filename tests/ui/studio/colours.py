"""Clips of one colour, for generators in tests."""

COLOURS = {"red": (200, 0, 0), "green": (0, 200, 0), "blue": (0, 0, 200), "yellow": (200, 200, 0)}


def write_colour(request, out):
    """Write a clip of the colour its prompt names."""
    import av
    import numpy as np

    name = next((each for each in COLOURS if each in request.prompt), "red")
    pixels = np.zeros((request.height, request.width, 3), np.uint8) + COLOURS[name]
    with av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = request.width, request.height, "yuv420p"
        for _ in range(max(1, request.duration_us * 30 // 1_000_000)):
            frame = av.VideoFrame.from_ndarray(pixels.astype(np.uint8), "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())

"""`creator-app video`: a finished, captioned video from a script."""

import argparse
from pathlib import Path

from creator_app.cli.output import Output
from creator_app.cli.scripts import STDIN, read_script

PRESETS = ("shorts", "reels", "tiktok", "youtube")
CAPTIONS = ("karaoke", "plain", "boxed", "pop", "one-word", "none")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("script", help="text or Markdown, a paragraph a shot; - for stdin")
    parser.add_argument(
        "--media", type=Path, nargs="+", default=[], action="extend", metavar="FILE",
        help="pictures and clips of your own, in order, in place of scenes",
    )  # fmt: skip
    parser.add_argument("--engine", default="", help="who makes scenes, as `engines` lists them")
    parser.add_argument("--preset", choices=PRESETS, default="shorts", help="where it goes")
    parser.add_argument("--voice", default="", metavar="ENGINE:VOICE", help="who speaks")
    parser.add_argument("--language", default="", help="a tag such as en or zh; found if not given")
    parser.add_argument("--music", type=Path, metavar="FILE", help="under the voice")
    parser.add_argument("--captions", choices=CAPTIONS, default="karaoke", help="how they look")
    parser.add_argument("--out", type=Path, required=True, help="the video, .mp4")


def run(args: argparse.Namespace, out: Output) -> int:
    """Make the video; return the exit status."""
    from creator_app.core.files import cache_folder
    from creator_app.core.timeline import PRESETS as KNOWN
    from creator_app.production.shorts import VideoOrder, video_from_script

    order = VideoOrder(
        text=read_script(args.script),
        preset=next(each for each in KNOWN if each.name == args.preset),
        media=tuple(args.media),
        engine=args.engine,
        voice=args.voice,
        language=args.language,
        music=args.music,
        captions=args.captions,
        title="" if args.script == STDIN else Path(args.script).stem,
    )
    # Beside the takes of `narrate`: what was spoken for one is not spoken again for the other.
    video_from_script(out.catalog, order, cache_folder(), args.out, out.task(args.script))
    out.result(args.script, [args.out])
    return 0

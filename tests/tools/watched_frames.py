"""A program that holds one photograph drawn by a child, and lets the child hang over another, until it is killed.

It writes the child's process id into a file. When the child is killed it ends without a word.
"""

import sys
import time
from pathlib import Path


def main() -> None:
    from tools.slow_frames import draw_and_log

    from clipiqa_desktop.frames.frame_process import DecodedFrame, FrameProcess

    photograph, report = (Path(each) for each in sys.argv[1:])
    process = FrameProcess(draw_and_log)
    while not process.idle:
        process.connection.poll(None)
        process.outcome()
    process.give("held", (photograph, (), None))
    process.connection.poll(None)
    held = process.outcome()
    assert held
    assert isinstance(held[1], DecodedFrame)
    process.give("hanging", (photograph.with_name("hang.jpg"), (), None))
    new = report.with_suffix(".new")
    new.write_text(str(process._process.pid))
    new.rename(report)
    process.connection.poll(None)
    time.sleep(0.1)


if __name__ == "__main__":
    import os

    sys.path.insert(0, str(Path(__file__).parent.parent))
    os.environ["CLIPIQA_TEST_DRAW_LOG"] = os.devnull
    main()

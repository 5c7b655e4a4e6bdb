"""Makes an untrained RN50 for trying the program: `python tests/tools/untrained.py FILE.safetensors`.

With `ViT-B-32-quickgelu` behind it the paper's other backbone.
"""

import sys
from pathlib import Path

from clipiqa_desktop.perception.untrained import save_untrained

if __name__ == "__main__":
    print(save_untrained(Path(sys.argv[1]), 0, *sys.argv[2:]))

"""Write numbered vectors into a cache until killed, each full of its number: python put.py CACHE FIRST."""

import sys
from itertools import count
from pathlib import Path

import numpy as np

from aligner.encoders.cache import VectorCache

cache = VectorCache(Path(sys.argv[1]))
for batch in count(int(sys.argv[2])):
    cache.put({f"{n}".encode(): np.full(256, n, np.float32) for n in range(batch * 500, batch * 500 + 500)})
    print(batch, flush=True)

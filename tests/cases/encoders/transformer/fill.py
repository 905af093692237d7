"""Encode numbered texts with a model and save their vectors: python fill.py MODEL FIRST END OUTPUT."""

import sys

import numpy as np

from aligner.encoders import load_encoder

model, first, end, output = sys.argv[1:]
texts = [f"the bridge of village {number} was mended" for number in range(int(first), int(end))]
np.save(output, load_encoder(model).encode(texts))
print("torch" in sys.modules)

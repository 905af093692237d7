"""Development tools: fitting, data sets, training, quality gate and benchmarks. Not part of the distribution."""

"""Model fitting: logistic regression, a small neural network, IBM Model 1."""

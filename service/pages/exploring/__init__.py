"""The analyst at work: coverage, the network, fairness and the way of candidacies, all without anybody in them."""

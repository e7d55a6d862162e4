"""Training the networks that ship inside the package. Needs the extra `train` (PyTorch).

`corpora` reads what is learned from, `named` turns it into name labels, `network` is the network,
`batches` feeds it, `trainer` trains it and `export` writes what `reading.network_parser` loads.
Nothing outside this room imports it but the command line.
"""

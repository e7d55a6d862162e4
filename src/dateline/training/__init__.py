"""Making anew what ships inside the package: the reader network, and the pulls of the confidence.

The network needs the extra `train` (PyTorch); `confidence` needs nothing.

`corpora` reads what is learned from, `named` turns it into name labels, `network` is the network,
`batches` feeds it, `trainer` trains it and `export` writes what `reading.network_parser` loads.
Nothing outside this room imports it but the command line.
"""

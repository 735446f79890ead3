"""The public log: a Merkle tree over every public act, served as tiles, with proofs."""

"""The register of organisations: dated codes and names, matching, the clerk's queue, search."""

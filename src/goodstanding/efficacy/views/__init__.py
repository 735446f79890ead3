"""Pages of efficacy: the public's and the desk's."""

"""Pages of lists: the desk's (``desk*``), an organisation's own (``ours*``), and everybody's."""

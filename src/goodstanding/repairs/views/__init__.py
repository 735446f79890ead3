"""Pages of repair: the organisation's, the desk's, the notices."""

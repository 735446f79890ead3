"""Pages of measures: everybody's, the desk's, the organisation's."""

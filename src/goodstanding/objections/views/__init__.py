"""The pages of objections: the organisation's, the desk's, the departments', and anybody's."""

"""An organisation's own pages: everything about it, who acts for it, its cases."""

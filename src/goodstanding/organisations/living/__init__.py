"""An organisation's life in two times: what was so on a day, and what the register said of it at a moment. Nothing is overwritten."""

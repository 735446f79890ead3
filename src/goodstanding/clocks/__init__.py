"""The calendar of working days as the centre keeps it, deadlines that are known or unknown, and what waits for whom."""

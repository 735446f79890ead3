"""Each role's inbox, deadlines as a calendar feed, the working-day calendar."""

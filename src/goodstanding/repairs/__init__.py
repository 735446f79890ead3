"""Credit repair: eligibility, application, decision, bar, court masking, repair notice."""

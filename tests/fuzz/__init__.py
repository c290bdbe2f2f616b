"""Files changed at random, as often as time allows, for those who read headers: `make fuzz`."""

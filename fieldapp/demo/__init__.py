"""An exercise to click through: one district server, three people, a month that has already happened."""

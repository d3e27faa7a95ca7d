"""An exercise to click through: one district server, two boards, four people, a month that has already happened."""

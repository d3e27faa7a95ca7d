"""What people do: one verb a file. One action is one durable write."""

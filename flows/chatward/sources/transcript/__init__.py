"""What the readers of text exports share: one message a line, and the lines that it goes on with."""

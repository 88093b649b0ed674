"""What people may ask of whoever holds their data: kinds of requests, their states, and the time the law gives."""

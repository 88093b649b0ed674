"""What has a form of its own: addresses of the net, numbers, cards, accounts; found by one pattern, then judged."""

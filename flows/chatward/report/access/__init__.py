"""The package that answers a request for access: all that is stored of one person, and of nobody else."""

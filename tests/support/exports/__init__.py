"""A small and varied export of each platform, by the name of its module: ``example()`` returns bytes by file name."""

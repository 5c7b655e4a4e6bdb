"""One window for one catalog: a second start hands its folders to the first and ends."""

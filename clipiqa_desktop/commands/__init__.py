"""The command line without a window, one file a command."""

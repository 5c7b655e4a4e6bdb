"""Looking at photographs large: loupe, compare and survey."""

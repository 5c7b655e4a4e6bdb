"""What went wrong unexpectedly, written down on this computer for whoever shall mend it. Nothing is ever sent."""

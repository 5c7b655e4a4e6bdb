"""What the window writes into the catalog, however long another program holds it."""

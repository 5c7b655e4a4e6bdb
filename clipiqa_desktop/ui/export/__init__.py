"""Getting the result out of the window: export, table, contact sheet, rejects to the trash."""

"""How the network runs on this computer: device, precision, threads, batch size."""

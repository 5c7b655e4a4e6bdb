"""The way of one photograph through its stages: glance, read, encode (vector and scores), measure."""

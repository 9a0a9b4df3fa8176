"""A project without `reviews`: claims stand alone, and nobody has reviewed anything."""

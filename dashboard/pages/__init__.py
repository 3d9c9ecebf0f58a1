"""One file a screen; each has one function, `page`."""

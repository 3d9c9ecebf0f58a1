"""Where the program's servers listen unless they are told otherwise."""

HOST, PORT = "127.0.0.1", 8501
"""The dashboard: this machine alone."""
ROOM_PORT = 8502
"""The room's telephones, on this machine's address in the room."""

"""From French transcripts of group sessions to pseudonymised tables, markers, topics and cells."""

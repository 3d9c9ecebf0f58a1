"""What the pages of *Explorer* show, for the facilitator alone: plain functions from tables to rows, sentences and figures."""

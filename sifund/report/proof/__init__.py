"""What a document says, piece by piece as a reader sees it, and how two documents differ."""

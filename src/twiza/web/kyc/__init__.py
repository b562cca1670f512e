"""Identity checks as pages: sending one's papers, and the administrators' queue."""

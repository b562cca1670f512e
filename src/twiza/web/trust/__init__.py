"""Reports as pages: the form that makes one, and the administrators' queue."""

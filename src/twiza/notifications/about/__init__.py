"""What people are told, one file a subject: the rows of the catalogue, and the events nobody is told of."""

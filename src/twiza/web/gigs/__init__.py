"""The pages of gigs: one for everybody, the wizard and the list for whoever offers them."""

"""Writing reviews, answering them, reading all of a freelancer's."""

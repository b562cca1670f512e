"""Where a freelancer is paid: the bank account or wallet that the paying side of an order sees."""

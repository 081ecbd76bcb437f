"""Benefits (惠民): lists of subsidies to households, split into one batch per village, and whose household a row is.

Others call `intake.understand`, `upload.understood`, `actions.take_reading / place / settle`, `queries.batch`. Numbers
of persons rest sealed; what the public reads is masked once, when a batch is entered.
"""

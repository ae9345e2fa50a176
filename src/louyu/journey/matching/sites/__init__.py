"""登记落楼: addresses that fit no building or several, and what addresses teach of the register."""

"""Find stories that repeat one another: search by rows of fixed size, compare sentence by sentence, group, keep one."""

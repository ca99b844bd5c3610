def worth_it(index): return False

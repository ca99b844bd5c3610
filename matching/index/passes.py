"""Passes over grouped pairs and claims as compiled code: the same as in matching.index.links and .claims."""

from matching.compiling import compiled


@compiled
def raise_partners(into, values, factor, least, starts, partners):
    """Raise what stands in ``into`` for each partner to the highest ``factor * value`` that is not below the least."""
    for one in range(len(values)):
        value = factor * values[one]
        if value >= least:
            for place in range(starts[one], starts[one + 1]):
                if value > into[partners[place]]:
                    into[partners[place]] = value


@compiled
def add_to_partners(into, counts, starts, partners):
    """Add what each counts to what stands in ``into`` for its partners; what counts nothing costs nothing."""
    for one in range(len(counts)):
        if counts[one] != 0.0:
            for place in range(starts[one], starts[one + 1]):
                into[partners[place]] += counts[one]


@compiled
def mark(found, terms, grades, starts, rows, graded):
    """Set what stands in ``found`` for each row with a claim of one of the terms at one of the grades."""
    for term in terms:
        for place in range(starts[term], starts[term + 1]):
            if grades[graded[place]]:
                found[rows[place]] = True

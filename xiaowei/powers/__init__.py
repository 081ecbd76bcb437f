"""Powers (权力): what a village may decide, step by step, on which basis, and who answers for it today.

Others call `actions.import_list` (ops), `queries.items`, `queries.item`; a case may point at an item by its reference.
Each list belongs to an area or to the whole installation; the list nearest to a village is the one it shows.
"""

"""A real-looking year of a large county, for looking at the product with: `xiaowei demo --large`.

The sample county is widened by fictional townships and villages, and every one of them publishes its year through the
verbs that everybody uses. `size` says how much, `places` who lives there, `sheets` what stands in a sheet, `plan` what
is published when, `publishing` does it, `voices` is what people say of it, `load` is the way through it all.
"""

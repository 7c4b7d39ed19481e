"""Making sense of what many people wrote: themes, duplicates, search, opinion groups.

A pure Python library on NumPy, SciPy, scikit-learn and simplemma. It knows nothing of Django and of Dialogwerk, opens
no network connection but to a Dask cluster that is named (`archive`), and reads files only in `sensemaking.commands`
and where a folder with an embedding model is named. Every function that draws random numbers takes a `seed`: same input
and seed give the same bytes, in every process, with any number of threads.

Modules by question:

* `text`         which language, which words, which dictionary forms, which compounds; masking of names and numbers
* `vectors`      texts as sparse counts, TF-IDF and latent semantic vectors
* `duplicates`   which texts say the same in nearly the same words
* `themes`       what the texts are about: consensus of many runs, decisions of people kept
* `archive`      the same for archives larger than memory, on a Dask cluster (optional)
* `labels`       how a theme is called, which sentences stand for it
* `evaluation`   how good all that is
* `search`       what is like a text, belongs to an issue, offers what is needed, and which words are shared
* `assist`       where the rest belongs, from the decisions so far; how sure, why, and what to ask next
* `opinion`      groups from agree, disagree and pass; representative statements, consensus, stability
* `embedding`    a model from a folder as one more view

From a shell: `python -m sensemaking --help`.
"""

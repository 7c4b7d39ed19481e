"""Drafts of sentences in words, by an endpoint that the operator names: what is asked, how, and what is believed.

Off unless `DIALOGWERK_DRAFT_URL` is set. Knows no tables; `synthesis.actions.drafting` keeps what comes back.
"""

"""The administrator at work: accounts, settings, the record, mails that did not arrive, webhooks."""

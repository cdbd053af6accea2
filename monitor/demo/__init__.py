"""The demo: the real daemon against a small news site, with its own mailbox and webhook receiver.

All of it is served on loopback by this program. The rule: the demo looks at the monitor from
outside only (its command line, its mails, its webhooks), so it shows what production does. The
servers are also what the end-to-end tests run against.
"""

"""A real SMTP server on loopback, with faults on demand."""

import asyncio
import email
import email.policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class Mailbox:
    """Keeps what arrives. `mode` is `ok`, `refuse` (550 at RCPT), `tempfail` (451 at DATA),
    `stall` (never answers DATA) or `drop` (hangs up after keeping the mail, before it says so)."""

    def __init__(self):
        self.mode = "ok"
        self.mails = []
        self.refusals = 0
        self.stalled = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "refuse":
            self.refusals += 1
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.mode == "tempfail":
            self.refusals += 1
            return "451 4.7.1 Try again later"
        if self.mode == "stall":
            self.stalled.append(envelope.rcpt_tos)
            await asyncio.sleep(3600)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append(mail)
        if self.mode == "drop":
            server.transport.abort()
        return "250 Kept"


class Server(Controller):
    """`with Server(mailbox, port) as server:`, with port 0 for any that is free."""

    def __init__(self, mailbox: Mailbox, port: int = 0):
        super().__init__(mailbox, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False)

    def _trigger_server(self):
        """Port 0 was a wish: the one that was given is known only now."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()

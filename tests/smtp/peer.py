#!/usr/bin/python3
"""An SMTP peer for tests and the demo: it keeps what it takes, and misbehaves as recipients ask.

Usage: peer.py FOLDER [--plain | --tls | --starttls] [PORT [IMAP_PORT IMAP_PASSWORD IMAP_CA]]
The first line of output is the port, on 127.0.0.1. Each message that is taken becomes N.eml and
N.json (from, to, whether encrypted) in FOLDER; ca.pem there is what to trust. With the port of an
IMAP server (over TLS, on localhost) each message also comes into its recipients' mailboxes: the user
is what stands before `+` or `@`. The part of a
recipient's address before `@` says what happens to their mail:
  defer-N-...   451 for the first N tries
  refuse-...    550 at RCPT
  spam-...      554 after the text
  drop-N-...    the connection breaks after the whole text was sent, N times; nothing is kept
  lost-N-...    the same, but the message is kept: it has arrived and the answer is lost
  slow-N-...    answers N seconds late
"""

import asyncio
import imaplib
import json
import pathlib
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


def openssl(*words):
    subprocess.run(("openssl",) + words, check=True, capture_output=True)


def certificate(folder):
    """A server's certificate for localhost by an authority of its own (RFC 5280)."""
    ca, ca_key, key, ask, cert = (
        str(folder / name) for name in ("ca.pem", "ca.key", "key.pem", "ask.pem", "cert.pem")
    )
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *new, "-keyout", ca_key, "-out", ca, "-subj", "/CN=Peer CA", "-days", "2")
    openssl("req", *new, "-keyout", key, "-out", ask, "-subj", "/CN=localhost")
    names = folder / "names"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", ask, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial",
            "-out", cert, "-days", "2", "-extfile", str(names))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


class Peer:
    def __init__(self, folder, whole, mailboxes):
        self.folder = folder
        self.whole = whole
        self.mailboxes = mailboxes
        self.tries = {}
        self.kept = len(list(folder.glob("*.eml")))

    def wish(self, address):
        words = address.split("@")[0].split("-")
        number = int(words[1]) if len(words) > 1 and words[1].isdigit() else 1
        return words[0], number

    def first(self, address, times):
        """Whether this is one of the first so many tries."""
        self.tries[address] = self.tries.get(address, 0) + 1
        return self.tries[address] <= times

    async def handle_RCPT(self, server, session, envelope, address, options):
        what, number = self.wish(address)
        if what == "refuse":
            return f"550 5.1.1 <{address}>: there is nobody of that name"
        if what == "defer" and self.first(address, number):
            return f"451 4.7.1 <{address}>: please come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope):
        address = envelope.rcpt_tos[0]
        what, number = self.wish(address)
        if what == "spam":
            return "554 5.7.1 this looks like advertising"
        if what == "slow":
            await asyncio.sleep(number)
        breaks = what in ("drop", "lost") and self.first(address, number)
        if not breaks or what == "lost":
            if self.mailboxes:
                try:
                    await asyncio.to_thread(self.mailboxes.deliver, envelope)
                except (OSError, imaplib.IMAP4.error) as error:
                    return f"451 4.3.0 {error}".replace("\n", " ")
            self.keep(session, envelope)
        if breaks:
            server.transport.abort()
            await asyncio.sleep(0)
            return "421 gone"
        return "250 OK"

    def keep(self, session, envelope):
        self.kept += 1
        name = f"{self.kept:04d}"
        about = {"from": envelope.mail_from, "to": envelope.rcpt_tos,
                 "encrypted": self.whole or session.ssl is not None}
        (self.folder / f"{name}.json").write_text(json.dumps(about))
        # Whoever sees the .eml sees a whole message.
        part = self.folder / f"{name}.part"
        part.write_bytes(envelope.original_content)
        part.rename(self.folder / f"{name}.eml")


class Mailboxes:
    """Those of an IMAP server on which all users have the same password."""

    def __init__(self, port, password, ca):
        self.port = int(port)
        self.password = password
        self.context = ssl.create_default_context(cafile=ca)

    def deliver(self, envelope):
        for address in envelope.rcpt_tos:
            user = address.split("@")[0].split("+")[0].lower()
            message = f"Delivered-To: {address}\r\n".encode() + envelope.original_content
            with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=self.context) as server:
                server.login(user, self.password)
                server.append("INBOX", None, None, message)


async def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    mode = sys.argv[2] if len(sys.argv) > 2 else ""
    context = certificate(folder) if mode in ("--tls", "--starttls") else None
    mailboxes = Mailboxes(*sys.argv[4:7]) if len(sys.argv) > 6 else None
    peer = Peer(folder, mode == "--tls", mailboxes)

    def connection():
        starttls = context if mode == "--starttls" else None
        return SMTP(peer, hostname="localhost", tls_context=starttls, enable_SMTPUTF8=True)

    whole = context if mode == "--tls" else None
    port = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", port, ssl=whole)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())

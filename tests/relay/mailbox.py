"""Mails as other people's programs and servers write them."""

from email.message import EmailMessage

FAILED = """\
Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} No such user here
"""


def an_answer(sender, to, body="I will be there.\n", *, subject="Re: Before you come", **headers):
    message = EmailMessage()
    message["From"] = f"Whoever <{sender}>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<abc@mail.provider.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message


def a_report(to, about, *, status="5.1.1", action="failed"):
    """A delivery report (RFC 3464) to the return path `to`."""
    told = FAILED.format(to=about, status=status, action=action)
    return (
        f"From: <mailer-daemon@mx.example.net>\r\nTo: <{to}>\r\nSubject: Undelivered\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + told.replace("\n", "\r\n")
        + "\r\n--b--\r\n"
    ).encode()


def a_complaint(message_id):
    """A complaint (RFC 5965) about one of our mails."""
    return (
        "From: <fbl@provider.example>\r\nTo: <abuse@kizuna.example>\r\nSubject: Complaint\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis is an abuse report.\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        "Feedback-Type: abuse\r\nUser-Agent: Some/1.0\r\nVersion: 1\r\n"
        "\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"From: <no-reply@localhost>\r\nMessage-ID: {message_id}\r\nSubject: A digest\r\n"
        "\r\n--b--\r\n"
    ).encode()

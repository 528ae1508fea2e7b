using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Telling;

/// <summary>Protocols of lines that are not read, and others that begin with words: who says what in turn, the server first where it does.</summary>
internal static class Lines
{
    public static IReadOnlyList<Speaker> All =>
    [
        Of("ssh", "<SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", ">SSH-2.0-OpenSSH_9.6\r\n", ">\0\0\u0005\u00fc\u0007\u0014abcdefghijklmnop\0\0\u0001\u000ecurve25519-sha256"),
        Of("smtp", "<220 mail.example ESMTP Postfix\r\n", ">EHLO client.example\r\n", "<250-mail.example\r\n250 HELP\r\n", ">MAIL FROM:<a@example.org>\r\n", "<250 OK\r\n", ">DATA\r\n", "<354 go on\r\n", ">Subject: GET / HTTP\r\n\r\ntext\r\n.\r\n"),
        Of("ftp", "<220 ProFTPD Server ready.\r\n", ">USER anonymous\r\n", "<331 password required\r\n", ">PASS x\r\n", "<230 OK\r\n", ">RETR /pub/file.txt\r\n", "<150 opening\r\n"),
        Of("imap", "<* OK [CAPABILITY IMAP4rev1] ready.\r\n", ">a001 LOGIN fred secret\r\n", "<a001 OK done\r\n", ">a002 SELECT INBOX\r\n", "<* 3 EXISTS\r\na002 OK\r\n"),
        Of("pop3", "<+OK Dovecot ready.\r\n", ">USER fred\r\n", "<+OK\r\n", ">PASS x\r\n", "<-ERR no such user\r\n", ">QUIT\r\n", "<+OK bye\r\n"),
        Of("irc", ">NICK me\r\nUSER me 0 * :me\r\n", "<:irc.example 001 me :Welcome\r\n", ">PING :irc.example\r\n", "<:irc.example PONG irc.example\r\n", ">PRIVMSG #a :set a b\r\n"),
        Of("rtsp", ">OPTIONS rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\n\r\n", "<RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"),
        Of("sip", ">INVITE sip:bob@example.org SIP/2.0\r\nVia: x\r\n\r\n", "<SIP/2.0 180 Ringing\r\n\r\n"),
        Of("stomp", ">CONNECT\naccept-version:1.2\nhost:a\n\n\0", "<CONNECTED\nversion:1.2\n\n\0", ">SEND\ndestination:/queue/a\n\nhello\0"),
        Of("beanstalk", ">put 0 0 60 5\r\nhello\r\n", "<INSERTED 1\r\n", ">reserve\r\n", "<RESERVED 1 5\r\nhello\r\n"),
        Of("zookeeper", ">ruok", "<imok"),
        Of("graphite", ">servers.a.cpu 12.5 1700000000\nservers.b.cpu 3 1700000000\n"),
        Of("statsd", ">a.b:1|c\na.c:320|ms\n"),
        Of("syslog", "><34>1 2026-01-01T00:00:00Z host app - - - message\n"),
        Of("json lines", ">{\"level\":\"info\",\"msg\":\"*3 set a b\"}\n{\"level\":\"warn\"}\n", "<{\"ok\":true}\n"),
        Of("telnet", "<\u00ff\u00fd\u0018\u00ff\u00fd\u0020login: ", ">fred\r\n", "<Password: "),
        Of("whois", ">example.org\r\n", "<% This is a whois server\r\n"),
        Of("gopher", ">/docs\r\n", "<0About\t/about\th\t70\r\n.\r\n"),
        Of("bittorrent", ">\u0013BitTorrent protocol\0\0\0\0\0\u0010\0\u0005", "<\u0013BitTorrent protocol\0\0\0\0\0\u0010\0\u0004", ">\0\0\0\u0001\u0002", "<\0\0\0\u0005\u0004\0\0\0\u0001"),
        Of("ldap", ">0\u000c\u0002\u0001\u0001`\u0007\u0002\u0001\u0003\u0004\0\u0080\0", "<0\u000c\u0002\u0001\u0001a\u0007\u000a\u0001\0\u0004\0\u0004\0"),
        Of("smb", ">\0\0\0\u0054\u00feSMB@\0\0\0\0\0\0\0\0\0\u001f\0\0\0\0\0\0\0", "<\0\0\0\u0054\u00feSMB@\0\0\0\0\0\0\0\0\0\u0001\0\u0001\0\0\0\0\0"),
        Of("amqp 1.0", ">AMQP\u0000\u0001\u0000\u0000", "<AMQP\u0000\u0001\u0000\u0000"),
        Of("rdp", ">\u0003\0\0\u0013\u000e\u00e0\0\0\0\0\0\u0001\0\u0008\0\u0003\0\0\0", "<\u0003\0\0\u0013\u000e\u00d0\0\0\u0012\u0034\0\u0002\u001f\u0008\0\u0002\0\0\0"),
        Of("x11", ">l\0\u000b\0\0\0\u0012\0\u0010\0\0\0MIT-MAGIC-COOKIE-1\0\0", "<\u0001\0\u000b\0\0\0\u0008\u0004"),
        Of("git", ">003egit-upload-pack /a.git\0host=example.org\0\0version=2\0", "<000eversion 2\n0015agent=git/2.39.2\n0000"),
        Of("rsync", "<@RSYNCD: 31.0 sha512 sha256\n", ">@RSYNCD: 31.0\n", ">module\n"),
    ];

    private static Speaker Of(string name, params string[] lines) => new(name, _ =>
    {
        var talk = new Talk();
        foreach (var line in lines)
            talk = line[0] == '>' ? talk.Ask(line[1..]) : talk.Answer(line[1..]);
        return talk.Pieces;
    })
    {
        IsKnown = false,
    };
}

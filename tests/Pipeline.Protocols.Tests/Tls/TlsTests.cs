using System.Text.Json;
using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Tls.TlsBytes;

namespace Pipeline.Protocols.Tests.Tls;

public sealed class TlsTests
{
    private static readonly byte[] Key = [0, 29, 0, 1, 9];

    private static byte[] Client13 => Client([0x1301, 0x1302], ServerName("a.example"), Alpn("h2", "http/1.1"), Versions(0x0A0A, 0x0304, 0x0303), Signatures(0x0403));

    private static byte[] Server13 => Server(0x0303, 0x1302, [], (43, Short(0x0304)), (51, Key));

    private static byte[] Client12 => Client(0x0303, [1, 2, 3], [0xC02F, 0x00FF], ServerName("b.example"), Alpn("h2"));

    private static byte[] Server12 => Server(0x0303, 0xC02F, [1, 2, 3], Alpn("h2"));

    [Fact]
    public void Both_hellos_are_a_row()
    {
        var row = Assert.Single(TlsRow.Of(new Talk(5).Say(true, Record(22, Client13)).Say(false, Record(22, Server13)).Say(false, Record(23, new byte[99])).Pieces));
        Assert.Equal((5ul, "a.example", "h2,http/1.1", "1.3", "TLS_AES_256_GCM_SHA384"), (row.Connection, row.ServerName, row.Offers, row.Version, row.Cipher));
        Assert.Equal(("", "x25519", false, false, "", 2, 2), (row.NextProtocol, row.Group, row.IsResumed, row.IsRetried, row.Alert, row.ResponseType, row.Role));
        Assert.Equal((1_001_000_000, 1_000_000), (row.Time, row.Latency));
        using var request = JsonDocument.Parse(row.Request);
        Assert.Equal("1.2", request.RootElement.GetProperty("version").GetString());
        Assert.Equal("a.example", request.RootElement.GetProperty("extensions").GetProperty("server_name").GetString());
        Assert.Equal(["1.3", "1.2"], request.RootElement.GetProperty("extensions").GetProperty("supported_versions").EnumerateArray().Select(v => v.GetString()));
        using var response = JsonDocument.Parse(row.Response);
        Assert.Equal("TLS_AES_256_GCM_SHA384", response.RootElement.GetProperty("cipher_suite").GetString());
    }

    // The example of JA4's own description: Chrome 112.
    [Fact]
    public void Fingerprint_is_that_of_the_description()
    {
        ushort[] ciphers =
        [
            0x2A2A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D, 0x002F, 0x0035,
        ];
        (int, byte[])[] extensions =
        [
            (0x1A1A, []), (0x001B, [2, 0, 2]), ServerName("a.example"), (0x0033, []), Alpn("h2", "http/1.1"), (0x4469, []), (0x0017, []), (0x002D, [1, 1]),
            Signatures(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601), (0x0005, []), (0x0023, []), (0x0012, []), Versions(0x2A2A, 0x0304, 0x0303),
            (0xFF01, [0]), (0x000B, [1, 0]), (0x000A, [0, 2, 0, 29]), (0x0015, new byte[5]),
        ];
        var row = Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, Client(ciphers, extensions))).Say(false, Record(22, Server13)).Pieces));
        Assert.Equal("t13d1516h2_8daaf6152771_e5627efa2ab1", row.Ja4);
        Random.Shared.Shuffle(extensions);
        Assert.Equal(row.Ja4, Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, Client(ciphers, extensions))).Say(false, Record(22, Server13)).Pieces)).Ja4);
    }

    [Fact]
    public void Fingerprint_of_a_hello_that_has_next_to_nothing()
    {
        var hello = Message(1, [3, 1, .. new byte[32], 0, 0, 0, 1, 0]);
        var row = Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, hello)).Say(false, Alert(2, 40)).Pieces));
        Assert.Equal("t10i000000_000000000000_000000000000", row.Ja4);
    }

    [Theory]
    [InlineData("h2", "h2")]
    [InlineData("http/1.1", "h1")]
    [InlineData("\u00ab\u00cd", "ad")]
    [InlineData("a\u00cd", "6d")]
    [InlineData("x", "xx")]
    public void Fingerprint_has_the_ends_of_the_first_protocol(string protocol, string told)
    {
        var hello = Client([0x1301], Alpn(protocol, "zz"));
        var row = Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, hello)).Say(false, Alert(2, 120)).Pieces));
        Assert.Equal($"t12i0101{told}", row.Ja4[..10]);
    }

    [Fact]
    public void Up_to_version_1_2_the_client_may_say_why_it_gives_up()
    {
        var talk = new Talk().Say(true, Record(22, Client12)).Say(false, Record(22, Server12)).Say(false, Record(22, Message(11, new byte[3000]))).Wait(TimeSpan.FromSeconds(1)).Say(true, Alert(2, 48));
        var row = Assert.Single(TlsRow.Of(talk.Pieces));
        Assert.Equal(("unknown_ca", 1, "1.2", "h2", true, 1_000_000), (row.Alert, row.AlertBy, row.Version, row.NextProtocol, row.IsResumed, row.Latency));
    }

    [Fact]
    public void A_handshake_that_goes_well_is_told_when_the_client_is_done_or_the_end_comes()
    {
        var talk = new Talk().Say(true, Record(22, Client12)).Say(false, [.. Record(22, [.. Server12, .. Message(11, new byte[40_000])[..9000]]), .. Record(22, new byte[9000])]);
        Assert.Equal("", Assert.Single(TlsRow.Of(talk.Pieces)).Alert);
        talk.Say(true, [.. Record(22, Message(16, new byte[70])), .. ChangeCipherSpec, .. Record(22, new byte[40])]).Say(false, Alert(2, 10));
        Assert.Equal("", Assert.Single(TlsRow.Of(talk.Pieces)).Alert);
    }

    [Theory]
    [InlineData(40, "handshake_failure")]
    [InlineData(112, "unrecognized_name")]
    [InlineData(99, "0x0063")]
    public void An_alert_in_place_of_the_answer_ends_it(byte description, string name)
    {
        var row = Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, Client13)).Say(false, [.. Alert(1, 112), .. Alert(2, description)]).Pieces));
        Assert.Equal((name, 2, 0, "", ""), (row.Alert, row.AlertBy, row.ResponseType, row.Version, row.Response));
    }

    [Fact]
    public void Another_hello_that_the_server_asked_for_belongs_to_the_same_row()
    {
        var talk = new Talk().Say(true, Record(22, Client13)).Say(false, [.. Record(22, Retry(0x1301)), .. ChangeCipherSpec]).Say(true, [.. ChangeCipherSpec, .. Record(22, Client13)]).Say(false, Record(22, Server13));
        var row = Assert.Single(TlsRow.Of(talk.Pieces));
        Assert.True(row.IsRetried);
        Assert.Equal(("TLS_AES_256_GCM_SHA384", 3_000_000), (row.Cipher, row.Latency));
    }

    [Fact]
    public void A_session_goes_on_by_its_key()
    {
        var server = Server(0x0303, 0x1301, [], (43, Short(0x0304)), (41, [0, 0]));
        Assert.True(Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, Client13)).Say(false, Record(22, server)).Pieces)).IsResumed);
    }

    [Fact]
    public void Behind_what_nobody_knows_the_hellos_are_found()
    {
        var talk = new Talk().Answer("220 mail ESMTP\r\n").Ask("EHLO a\r\n").Answer("250 STARTTLS\r\n").Ask("STARTTLS\r\n").Answer("220 go ahead\r\n").Say(true, Record(22, Client13)).Say(false, Record(22, Server13));
        Assert.Equal("a.example", Assert.Single(TlsRow.Of(talk.Pieces)).ServerName);
        talk = new Talk().Answer("+OK POP3\r\n").Ask("STLS\r\n").Answer("+OK go ahead\r\n").Say(true, Record(22, Client13)).Say(false, Record(22, Server13));
        Assert.Equal("a.example", Assert.Single(TlsRow.Of(talk.Pieces)).ServerName);
    }

    [Fact]
    public void A_tunnel_of_a_proxy_carries_it()
    {
        var talk = new Talk().Ask("CONNECT a:443 HTTP/1.1\r\n\r\n").Answer("HTTP/1.1 200 OK\r\n\r\n").Say(true, Record(22, Client13)).Say(false, Record(22, Server13));
        var row = Assert.Single(TlsRow.Of(talk.Pieces, run => Assert.Equal("CONNECT", Assert.Single(run.Rows).Method)));
        Assert.Equal("a.example", row.ServerName);
    }

    [Fact]
    public void However_the_bytes_are_cut_the_row_is_the_same()
    {
        var whole = Assert.Single(TlsRow.Of(new Talk().Say(true, Record(22, Client12)).Say(false, [.. Record(22, Server12), .. Record(22, new byte[300])]).Say(true, ChangeCipherSpec).Pieces));
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var talk = new Talk().Say(true, Records(Client12, random)).Say(false, [.. Records(Server12, random), .. Record(22, new byte[300])]).Say(true, ChangeCipherSpec);
            var row = Assert.Single(TlsRow.Of(Talk.Split(talk.Pieces, random, 50)));
            Assert.Equal(whole, row);
        }
    }

    [Fact]
    public void What_was_not_seen_makes_no_wrong_row()
    {
        var random = new Random(20611);
        var rows = 0;
        for (var i = 0; i < 3000; i++)
        {
            var name = $"n{i}.example";
            var talk = new Talk((ulong)i).Say(true, Records(Client([0x1301, 0x1302], ServerName(name), Versions(0x0304)), random))
                .Say(false, [.. Records(Server13, random), .. Record(23, new byte[random.Next(1, 500)])]).Say(true, Record(23, new byte[random.Next(1, 500)]));
            var told = TlsRow.Of(Loss.Of([.. Talk.Split(talk.Pieces, random, 60)], random, random.Next(2) == 0));
            Assert.True(told.Count <= 1);
            Assert.All(told, row => Assert.Equal((name, "TLS_AES_256_GCM_SHA384"), (row.ServerName, row.Cipher)));
            rows += told.Count;
        }

        Assert.True(rows > 300, $"{rows} rows");
    }

    [Fact]
    public void A_hello_nobody_answers_is_counted()
    {
        Assert.Empty(TlsRow.Of(new Talk().Say(true, Record(22, Client13)).Pieces, run => Assert.Equal(1ul, run.Stat("unpaired_requests", "tls"))));
        Assert.Empty(TlsRow.Of(new Talk().Say(false, Record(22, Server13)).Pieces, run => Assert.Equal(1ul, run.Stat("unpaired_responses", "tls"))));
    }

    [Fact]
    public void A_hello_that_says_it_is_longer_than_any_is_not_waited_for()
    {
        var hello = Client13;
        hello[1] = 1;
        var talk = new Talk().Say(true, Record(22, Client13)).Say(false, Record(22, [2, 1, 0, 0, .. new byte[100]])).Say(false, Record(22, hello));
        Assert.Empty(TlsRow.Of(talk.Pieces, run => Assert.True(run.Stat("invalid", "tls") > 0)));
    }

    /// <summary>A message in as many records as it happens.</summary>
    private static byte[] Records(byte[] message, Random random)
    {
        List<byte> bytes = [];
        for (var at = 0; at < message.Length;)
        {
            // The first has enough to be known by.
            var length = Math.Min(message.Length - at, at == 0 ? random.Next(12, message.Length + 1) : random.Next(1, 60));
            bytes.AddRange(Record(22, message[at..(at + length)]));
            at += length;
        }

        return [.. bytes];
    }
}

using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols.Dns;

namespace Pipeline.Protocols.Tests;

/// <summary>Ports are not asked for, so that what is no DNS has to be told by its bytes.</summary>
public sealed class DnsInferenceTests
{
    private const int Seed = 20266;

    private static readonly DnsProtocol Dns = new(1 << 20);

    [Fact]
    public void Random_datagrams_are_not_taken_for_messages()
    {
        var random = new Random(Seed);
        var bytes = new byte[200];
        var (datagrams, streams) = (0, 0);
        for (var i = 0; i < 1_000_000; i++)
        {
            var some = bytes.AsSpan(0, random.Next(1, bytes.Length));
            random.NextBytes(some);
            // Protocols have more zeros than chance.
            for (var zeros = i % 3 * 2; zeros > 0; zeros--)
            {
                var at = random.Next(some.Length);
                some.Slice(at, random.Next(Math.Min(20, some.Length - at))).Clear();
            }
            datagrams += Dns.Infer(some, isDatagram: true).Confidence >= Guess.Enough ? 1 : 0;
            streams += Dns.Infer(some, isDatagram: false).Confidence >= Guess.Enough ? 1 : 0;
        }

        Assert.Equal((0, 0), (datagrams, streams));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void First_bytes_of_other_protocols_are_not_taken_for_messages(string what, string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        for (var length = 1; length <= bytes.Length; length++)
        {
            Assert.True(Dns.Infer(bytes.AsSpan(0, length), isDatagram: true).Confidence == 0, $"{what}, datagram of {length} bytes");
            Assert.True(Dns.Infer(bytes.AsSpan(0, length), isDatagram: false).Confidence == 0, $"{what}, {length} bytes");
        }

        Assert.False(Dns.Infer(bytes, isDatagram: false).IsPrefix, what);
    }

    public static TheoryData<string, string> Others => new()
    {
        { "HTTP", Hex("GET / HTTP/1.1\r\nHost: example\r\n\r\n") },
        { "HTTP response", Hex("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi") },
        { "HTTP/2", Hex("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\x12\u0004\0\0\0\0\0\0\u0003\0\0\0d\0\u0004\0\u0010\0\0\0\u0005\0\0@\0") },
        { "Redis", Hex("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$5\r\nvalue\r\n") },
        { "SSH", Hex("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n") },
        { "TLS", "1603010200010001fc0303" + new string('5', 64) + "20" + new string('a', 64) + "0024130213031301" },
        { "MySQL greeting", "4a0000000a352e352e352d31302e352e32332d4d61726961444200080000003b3f7c6b59423d6c00fef7080200" },
        { "MySQL query", "0d0000000353454c454354203120" + "2b2031" },
        { "PostgreSQL start", "0000001d0003000075736572006100646174616261736500620000" },
        { "PostgreSQL SSL", "0000000804d2162f" + "000000080000000000000000" },
        { "Kafka", "0000002300120003000000010007636f6e736f6c6500127265616472646b61666b6100000005322e30" },
        { "MongoDB", "3f0000000100000000000000dd07000000000000002a0000001069734d6173746572000100000002246462000600000061646d696e0000" },
        { "CQL", "0400000105000000160001000b43514c5f56455253494f4e0005332e302e30" },
        { "AMQP", "414d515000000901" + "01000000000176000a000a" + "0000" },
        { "NATS", Hex("INFO {\"server_id\":\"x\"}\r\nPING\r\n") },
        { "MQTT", "101000044d5154540402003c000461626364" },
        { "memcached over UDP", "0001000000010000676574206b65790d0a" },
        { "NTP", "2300060000000000000000000000000000000000000000000000000000000000000000000000000000e8f5d1f0a0b0c0d0" },
        { "DHCP", "0101060012345678000000000000000000000000000000000000000000" + "0c2912345600000000000000000000" + new string('0', 400) + "63825363350101ff" },
        { "STUN", "000100002112a442b7e7a701bc34d686fa87dfae" },
        { "SNMP", "302602010104067075626c6963a019020401020304020100020100300b300906052b060102010500" },
        { "SIP", Hex("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP c\r\n\r\n") },
        { "syslog", Hex("<34>Oct 11 22:14:15 host su: failed") },
        { "RTP", "8000000100000000deadbeef" + new string('0', 64) },
        { "WireGuard", "0100000012345678" + new string('7', 280) },
        { "QUIC", "c00000000108" + new string('9', 100) },
        { "NetBIOS name service", "80940110000100000000000020" + string.Concat(Enumerable.Repeat("4341", 16)) + "0000200001" },
        { "NetBIOS response", "809485000000000100000000" + "20" + string.Concat(Enumerable.Repeat("4341", 16)) + "00002000010000000000060000c0a80001" },
        { "SSDP", Hex("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n") },
        { "a record of zeros without a question", "12340100000000000000000100" + new string('0', 16) + "0004" + "00000000" },
        { "zeros", new string('0', 200) },
        { "ones", new string('f', 200) },
    };

    [Fact]
    public void Messages_of_all_kinds_are_known()
    {
        DnsBytes[] requests =
        [
            DnsBytes.Query(1, "example.com"), DnsBytes.Query(1, ""), DnsBytes.Query(1, "a.b", 65280).Edns(), new DnsBytes(0, 0).Question("_x._udp.local", 12, 0x8001).Question("y.local", 255),
            new DnsBytes(1, 0x2800).Question("z", 6), new DnsBytes(1, 0x2000).Question("z", 6), new DnsBytes(5, 0).Question("version.bind", 16, 3),
            DnsBytes.Query(1, "2.dnscrypt-cert.example", 16).Record(10, "", 0, 0, 0, new byte[459]),
        ];
        DnsBytes[] responses = [DnsBytes.Response(1, "x", code: 3), new DnsBytes(1, 0x8005), new DnsBytes(0, 0x8400).Answer("a.local", 1, 1, 2, 3, 4), new DnsBytes(3, 0xA800)];
        foreach (var (message, side) in requests.Select(m => (m, Side.Request)).Concat(responses.Select(m => (m, Side.Response))))
        {
            var guess = Dns.Infer(message.Bytes, isDatagram: true);
            Assert.True(guess.Confidence >= Guess.Enough && guess.Side == side, Convert.ToHexString(message.Bytes));
            // A stream comes in pieces of whatever length: the length first and alone, often.
            var bytes = message.Prefixed;
            for (var length = 1; length < bytes.Length; length++)
                Assert.True(Dns.Infer(bytes.AsSpan(0, length), isDatagram: false) is { IsPrefix: true } or { Confidence: >= Guess.Enough }, $"{length} of {Convert.ToHexString(bytes)}");
            Assert.True(Dns.Infer(bytes, isDatagram: false) is { Confidence: >= Guess.Enough } told && told.Side == side, Convert.ToHexString(bytes));
        }
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.Latin1.GetBytes(text));
}

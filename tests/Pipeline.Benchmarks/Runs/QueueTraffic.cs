using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Messages as applications publish them, each with what answers it: what the client says and what the server says in turn.</summary>
internal static class QueueTraffic
{
    private const int Messages = 8_000;

    private static readonly string Payload = "{\"id\":12345,\"state\":\"new\",\"items\":[" + string.Join(',', Enumerable.Range(0, 30)) + "]}";

    /// <summary>AMQP: a confirmed message in a channel that is opened first.</summary>
    internal static byte[][] Amqp()
    {
        var pieces = new List<string>
        {
            "AMQP\0\0\u0009\u0001" + Method(1, 20, 10, "\0"), Method(1, 20, 11, "\0\0\0\0"), Method(1, 85, 10, "\0"), Method(1, 85, 11, ""),
        };
        for (var i = 1; i <= Messages; i++)
        {
            pieces.Add(Method(1, 60, 40, "\0\0\u0006orders\u0003new\0") + Frame(2, 1, Number(60, 2) + "\0\0" + Number(Payload.Length, 8) + "\u0090\0\u0010application/json\u0002") + Frame(3, 1, Payload));
            pieces.Add(Method(1, 60, 80, Number(i, 8) + "\0"));
        }

        return Bytes(pieces);
    }

    /// <summary>NATS: a request and its reply.</summary>
    internal static byte[][] Nats()
    {
        var pieces = new List<string>();
        for (var i = 1; i <= Messages; i++)
        {
            pieces.Add(string.Create(CultureInfo.InvariantCulture, $"PUB orders.new _INBOX.abcdefgh.{i} {Payload.Length}\r\n{Payload}\r\n"));
            pieces.Add(string.Create(CultureInfo.InvariantCulture, $"MSG _INBOX.abcdefgh.{i} 1 2\r\nok\r\n"));
        }

        return Bytes(pieces);
    }

    /// <summary>MQTT 3.1.1: a message of QoS 1.</summary>
    internal static byte[][] Mqtt()
    {
        var pieces = new List<string> { "\u0010\u0010\0\u0004MQTT\u0004\u0002\0\u003c\0\u0004test", "\u0020\u0002\0\0" };
        for (var i = 1; i <= Messages; i++)
        {
            var rest = "\0\u000asensors/17" + Number(i, 2) + Payload;
            pieces.Add("2" + (char)(rest.Length & 0x7F | 0x80) + (char)(rest.Length >> 7) + rest);
            pieces.Add("@\u0002" + Number(i, 2));
        }

        return Bytes(pieces);
    }

    private static string Method(int channel, int classId, int method, string arguments) => Frame(1, channel, Number(classId, 2) + Number(method, 2) + arguments);

    private static string Frame(int type, int channel, string payload) => (char)type + Number(channel, 2) + Number(payload.Length, 4) + payload + "\u00ce";

    private static string Number(long value, int bytes) => string.Concat(Enumerable.Range(1, bytes).Select(i => (char)(value >> (8 * (bytes - i)) & 0xFF)));

    private static byte[][] Bytes(List<string> pieces) => [.. pieces.Select(Encoding.Latin1.GetBytes)];
}

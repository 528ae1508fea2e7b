using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Amqp;

/// <summary>Frames of AMQP 0-9-1, written by an encoder of its own.</summary>
internal static class AmqpBytes
{
    public const string Header = "AMQP\0\0\u0009\u0001";

    public const string Heartbeat = "\u0008\0\0\0\0\0\0\u00ce";

    public static string Frame(int type, int channel, string payload) => U8(type) + U16(channel) + U32((uint)payload.Length) + payload + "\u00ce";

    public static string Method(int channel, int classId, int method, string arguments = "") => Frame(1, channel, U16(classId) + U16(method) + arguments);

    public static string Short(string text) => U8(text.Length) + text;

    public static string Long(string text) => U32((uint)text.Length) + text;

    /// <summary>A table; each value with its letter.</summary>
    public static string Table(params (string Name, string Value)[] members) => Long(string.Concat(members.Select(m => Short(m.Name) + m.Value)));

    /// <summary>The header and the body of a message, the body in frames of so many bytes.</summary>
    public static string Content(int channel, string body, string properties = "\0\0", int frame = 1000) =>
        Frame(2, channel, U16(60) + U16(0) + U64((ulong)body.Length) + properties)
        + string.Concat(Enumerable.Range(0, (body.Length + frame - 1) / frame).Select(i => Frame(3, channel, body.Substring(i * frame, Math.Min(frame, body.Length - i * frame)))));

    public static string Publish(int channel, string exchange, string key, string body, string properties = "\0\0") =>
        Method(channel, 60, 40, U16(0) + Short(exchange) + Short(key) + "\0") + Content(channel, body, properties);

    public static string Deliver(int channel, ulong tag, string exchange, string key, string body) =>
        Method(channel, 60, 60, Short("c1") + U64(tag) + "\0" + Short(exchange) + Short(key)) + Content(channel, body);

    public static string Ack(int channel, ulong tag, bool multiple = false) => Method(channel, 60, 80, U64(tag) + (multiple ? "\u0001" : "\0"));

    public static string Nack(int channel, ulong tag, bool multiple = false) => Method(channel, 60, 120, U64(tag) + (multiple ? "\u0001" : "\0"));

    public static string Declare(int channel, string queue, bool noWait = false) => Method(channel, 50, 10, U16(0) + Short(queue) + U8(noWait ? 0x12 : 2) + Table());

    public static string DeclareOk(int channel, string queue) => Method(channel, 50, 11, Short(queue) + U32(3) + U32(1));

    public static string Close(int channel, int code, string text, int classId = 0, int method = 0) =>
        Method(channel, channel == 0 ? 10 : 20, channel == 0 ? 50 : 40, U16(code) + Short(text) + U16(classId) + U16(method));

    /// <summary>A connection as it is opened, with its rows: start, tune, open.</summary>
    public static Support.Talk Opened(ulong connection = 1) => new Support.Talk(connection)
        .Ask(Header)
        .Answer(Method(0, 10, 10, "\0\u0009" + Table(("product", "S" + Long("RabbitMQ"))) + Long("PLAIN AMQPLAIN") + Long("en_US")))
        .Ask(Method(0, 10, 11, Table(("product", "S" + Long("test"))) + Short("PLAIN") + Long("\0guest\0hunter2") + Short("en_US")))
        .Answer(Method(0, 10, 30, U16(2047) + U32(131072) + U16(60)))
        .Ask(Method(0, 10, 31, U16(2047) + U32(131072) + U16(60)) + Method(0, 10, 40, Short("/") + "\0\0"))
        .Answer(Method(0, 10, 41, "\0"));

    public static Support.Talk Channel(this Support.Talk talk, int channel = 1) => talk.Ask(Method(channel, 20, 10, "\0")).Answer(Method(channel, 20, 11, "\0\0\0\0"));

    /// <summary>Asks the server to confirm what is published.</summary>
    public static Support.Talk Confirming(this Support.Talk talk, int channel = 1) => talk.Ask(Method(channel, 85, 10, "\0")).Answer(Method(channel, 85, 11));
}

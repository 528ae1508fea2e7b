using System.Buffers.Binary;
using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Pgsql;

/// <summary>Messages of PostgreSQL's protocol as clients and servers write them, by an encoder of its own.</summary>
internal static class Pg
{
    public static byte[] Ready { get; } = Message('Z', "I"u8.ToArray());

    public static byte[] Sync { get; } = Message('S');

    public static byte[] Flush { get; } = Message('H');

    public static byte[] Parsed { get; } = Message('1');

    public static byte[] Bound { get; } = Message('2');

    public static byte[] NoData { get; } = Message('n');

    public static byte[] Startup { get; } = First(196608, [.. Zero("user"), .. Zero("bob"), .. Zero("database"), .. Zero("shop"), 0]);

    /// <summary>What a server answers to <see cref="Startup"/> where it trusts.</summary>
    public static byte[] Started { get; } = [.. Message('R', new byte[4]), .. Message('S', [.. Zero("server_version"), .. Zero("15")]), .. Message('K', new byte[8]), .. Ready];

    public static byte[] Message(char letter, params byte[] body) => [(byte)letter, .. Int(body.Length + 4), .. body];

    public static byte[] First(int code, byte[] body) => [.. Int(body.Length + 8), .. Int(code), .. body];

    public static byte[] Query(string text) => Message('Q', Zero(text));

    public static byte[] Parse(string name, string text, params int[] types) => Message('P', [.. Zero(name), .. Zero(text), .. Short(types.Length), .. types.SelectMany(Int)]);

    public static byte[] Bind(string portal, string statement, params string?[] values) =>
        Message('B', [.. Zero(portal), .. Zero(statement), .. Short(0), .. Short(values.Length), .. values.SelectMany(v => Value(v is null ? null : Encoding.UTF8.GetBytes(v))), .. Short(0)]);

    /// <summary>With all values and results binary.</summary>
    public static byte[] BindBinary(string portal, string statement, params byte[]?[] values) =>
        Message('B', [.. Zero(portal), .. Zero(statement), .. Short(1), .. Short(1), .. Short(values.Length), .. values.SelectMany(Value), .. Short(1), .. Short(1)]);

    public static byte[] Execute(string portal = "", int most = 0) => Message('E', [.. Zero(portal), .. Int(most)]);

    public static byte[] Describe(char kind, string name = "") => Message('D', [(byte)kind, .. Zero(name)]);

    public static byte[] Close(char kind, string name) => Message('C', [(byte)kind, .. Zero(name)]);

    public static byte[] Columns(params string[] names) => Columns([.. names.Select(n => (n, 25))]);

    public static byte[] Columns(params (string Name, int Type)[] columns) =>
        Message('T', [.. Short(columns.Length), .. columns.SelectMany(c => (byte[])[.. Zero(c.Name), .. new byte[6], .. Int(c.Type), .. new byte[6], .. Short(0)])]);

    public static byte[] Row(params string?[] values) => Row([.. values.Select(v => v is null ? null : Encoding.UTF8.GetBytes(v))]);

    public static byte[] Row(params byte[]?[] values) => Message('D', [.. Short(values.Length), .. values.SelectMany(Value)]);

    public static byte[] Tag(string tag) => Message('C', Zero(tag));

    public static byte[] ReadyIn(char state) => Message('Z', (byte)state);

    public static byte[] Error(string state, string message, string severity = "ERROR") =>
        Message('E', [(byte)'S', .. Zero(severity), (byte)'V', .. Zero(severity), (byte)'C', .. Zero(state), (byte)'M', .. Zero(message), 0]);

    public static byte[] Notice(string message) => Message('N', [(byte)'S', .. Zero("NOTICE"), (byte)'C', .. Zero("00000"), (byte)'M', .. Zero(message), 0]);

    public static Talk Ask(this Talk talk, params byte[][] messages) => talk.Say(true, [.. messages.SelectMany(m => m)]);

    public static Talk Answer(this Talk talk, params byte[][] messages) => talk.Say(false, [.. messages.SelectMany(m => m)]);

    /// <summary>A talk behind its beginning.</summary>
    public static Talk Begun(ulong connection = 1) => new Talk(connection).Ask(Startup).Answer(Started);

    public static byte[] Zero(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    public static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Value(byte[]? value) => value is null ? Int(-1) : [.. Int(value.Length), .. value];
}

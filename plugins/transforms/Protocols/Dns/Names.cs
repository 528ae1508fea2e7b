using System.Buffers;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>
/// Domain names in messages. As text they have no dot at the end, the root is <c>.</c>, and what is not plainly a part of a name is escaped as in master files:
/// <c>\.</c> and <c>\032</c>. Names in other scripts stay as they were sent.
/// </summary>
internal static class Names
{
    /// <summary>What is there is no name.</summary>
    public const int Wrong = -1;

    /// <summary>The name, or what it belongs to, goes on behind the bytes.</summary>
    public const int Cut = -2;

    /// <summary>Bytes of a name, its last, empty label included.</summary>
    private const int MostBytes = 255;

    /// <summary>Pointers of a name: one has no more labels.</summary>
    private const int MostPointers = 127;

    private const byte Pointer = 0xC0;

    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 256).Select(b => (byte)b).Where(b => b <= ' ' || b > '~' || IsEscaped(b))]);

    /// <summary>Where the name at a place ends; <see cref="Wrong"/> or <see cref="Cut"/> where it does not.</summary>
    public static int Skip(ReadOnlySpan<byte> message, int at)
    {
        for (var start = at; at < message.Length && at - start < MostBytes;)
        {
            var length = message[at];
            if (length == 0)
                return at + 1;
            if (length >= Pointer)
                return at + 2 > message.Length ? Cut : Target(message, at) is >= Header.Size and var target && target < start ? at + 2 : Wrong;
            if (length > 63)
                return Wrong;
            at += 1 + length;
        }

        return at < message.Length ? Wrong : Cut;
    }

    /// <summary>Adds the name at a place to a text; where it ends, or a negative number and nothing is added. A pointer must lead to an earlier place than the part it ends.</summary>
    public static int Read(ReadOnlySpan<byte> message, int at, TextBuffer text)
    {
        var before = text.Length;
        var (end, start, bytes, pointers) = (-1, at, 1, 0);
        while (at < message.Length)
        {
            var length = message[at];
            if (length == 0)
            {
                if (bytes == 1)
                    text.Add((byte)'.');
                return end < 0 ? at + 1 : end;
            }

            if (length >= Pointer)
            {
                if (at + 2 > message.Length || Target(message, at) >= start || pointers++ == MostPointers)
                    break;
                end = end < 0 ? at + 2 : end;
                start = at = Target(message, at);
                continue;
            }

            bytes += 1 + length;
            if (length > 63 || bytes > MostBytes || at + 1 + length > message.Length)
                break;
            if (text.Length > before)
                text.Add((byte)'.');
            AddLabel(message.Slice(at + 1, length), text);
            at += 1 + length;
        }

        text.Cut(before);
        return Wrong;
    }

    private static int Target(ReadOnlySpan<byte> message, int at) => (message[at] & 0x3F) << 8 | message[at + 1];

    private static void AddLabel(ReadOnlySpan<byte> label, TextBuffer text)
    {
        for (var special = label.IndexOfAny(Special); special >= 0; special = label.IndexOfAny(Special))
        {
            text.Add(label[..special]);
            text.Add((byte)'\\');
            if (IsEscaped(label[special]))
                text.Add(label[special]);
            else
                text.Add(label[special], 3);
            label = label[(special + 1)..];
        }

        text.Add(label);
    }

    private static bool IsEscaped(byte b) => b is (byte)'.' or (byte)'\\' or (byte)'"' or (byte)'(' or (byte)')' or (byte)';' or (byte)'@' or (byte)'$';
}

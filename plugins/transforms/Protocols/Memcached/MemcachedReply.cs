using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>The answer that is being read. Used again for the next.</summary>
internal sealed class MemcachedReply
{
    private const int MostText = 256;

    /// <summary>What its last line begins with.</summary>
    public ReplyWord Word { get; set; }

    /// <summary>That word, or the name of the binary status.</summary>
    public ByteList Status { get; } = new();

    /// <summary>The last line behind the word, or the text of a binary error.</summary>
    public ByteList Text { get; } = new();

    /// <summary>The key of the first value.</summary>
    public ByteList Key { get; } = new();

    /// <summary>What it repeats of the command.</summary>
    public ByteList Opaque { get; } = new();

    public uint BinaryOpaque { get; set; }

    public byte BinaryOpcode { get; set; }

    public bool IsError { get; set; }

    public bool HasStats { get; set; }

    public ulong Hits { get; set; }

    public ulong ValueBytes { get; set; }

    public uint Flags { get; set; }

    public ulong Size { get; set; }

    /// <summary>When its first byte was moved.</summary>
    public long Time { get; set; }

    public static void Keep(ByteList list, ReadOnlySpan<byte> bytes)
    {
        list.Clear();
        list.Add(bytes[..Math.Min(bytes.Length, MostText)]);
    }

    public void Clear()
    {
        foreach (var list in (ReadOnlySpan<ByteList>)[Status, Text, Key, Opaque])
            list.Clear();
        (Word, BinaryOpaque, BinaryOpcode, IsError, HasStats) = (ReplyWord.Other, 0, 0, false, false);
        (Hits, ValueBytes, Flags, Size, Time) = (0, 0, 0, 0, 0);
    }
}

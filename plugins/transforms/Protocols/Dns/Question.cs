using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The first question of a message as a number, by which queries of one id are told apart, and repeated ones known.</summary>
internal static class Question
{
    /// <summary>The number, the same for names in any case; 0 where there is no question.</summary>
    public static ulong Hash(ReadOnlySpan<byte> message, in Header header)
    {
        if (header.Questions == 0)
            return 0;
        var end = Names.Skip(message, Header.Size);
        if (end < 0 || end + 4 > message.Length)
            return 0;
        var hash = 14695981039346656037;
        foreach (var b in message[Header.Size..end])
            hash = (hash ^ (b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b)) * 1099511628211;
        hash = (hash ^ MemoryMarshal.Read<uint>(message[end..])) * 1099511628211;
        return hash == 0 ? 1 : hash;
    }

    /// <summary>The type asked for; 0 where there is no question.</summary>
    public static ushort Type(ReadOnlySpan<byte> message, in Header header)
    {
        var end = header.Questions == 0 ? Names.Wrong : Names.Skip(message, Header.Size);
        return end < 0 || end + 4 > message.Length ? (ushort)0 : (ushort)(message[end] << 8 | message[end + 1]);
    }
}

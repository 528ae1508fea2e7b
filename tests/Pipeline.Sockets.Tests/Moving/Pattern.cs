namespace Pipeline.Sockets.Tests.Moving;

/// <summary>What workloads/pattern.h makes: each byte is a function of its stream and of its position in it.</summary>
internal static class Pattern
{
    /// <summary>The first index at which the bytes are not those at <paramref name="position"/> of stream <paramref name="key"/>; -1 where they are.</summary>
    internal static int FirstDifference(ReadOnlySpan<byte> bytes, uint key, long position)
    {
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] != At(key, position + i))
                return i;
        return -1;
    }

    private static byte At(uint key, long position)
    {
        var word = ((ulong)key << 40) + (ulong)(position >> 3) + 0x9e3779b97f4a7c15;
        word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9;
        word = (word ^ word >> 27) * 0x94d049bb133111eb;
        word ^= word >> 31;
        return (byte)(word >> (int)(8 * (position & 7)));
    }
}

namespace Pipeline.Transforms.Protocols.Compression;

/// <summary>Decodes Snappy's blocks, no further than there is room or input.</summary>
internal static class SnappyBlock
{
    private const int MostLengthBytes = 5;

    /// <summary>Decodes as much as there is room for.</summary>
    /// <returns>Bytes of <paramref name="output"/>; -1 where the input is no block of Snappy.</returns>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var at = 0;
        while (at < input.Length && at < MostLengthBytes && (input[at] & 0x80) != 0)
            at++;
        if (at == MostLengthBytes)
            return -1;
        at++;
        var written = 0;
        while (at < input.Length && written < output.Length)
        {
            var tag = input[at++];
            if ((tag & 3) == 0)
            {
                if (!TryLiteral(input, ref at, tag >> 2, out var length))
                    return written;
                var copied = (int)Math.Min(length, Math.Min(input.Length - at, output.Length - written));
                input.Slice(at, copied).CopyTo(output[written..]);
                (at, written) = (at + copied, written + copied);
                continue;
            }

            if (!TryCopy(input, ref at, tag, out var offset, out var bytes))
                return written;
            if (offset == 0 || offset > written)
                return -1;
            for (var i = 0; i < bytes && written < output.Length; i++, written++)
                output[written] = output[written - (int)offset];
        }

        return written;
    }

    /// <summary>Bytes that a block says it becomes; -1 where it is none.</summary>
    public static long Length(ReadOnlySpan<byte> input)
    {
        var length = 0L;
        for (var i = 0; i < Math.Min(input.Length, MostLengthBytes); i++)
        {
            length |= (long)(input[i] & 0x7F) << 7 * i;
            if ((input[i] & 0x80) == 0)
                return length;
        }

        return -1;
    }

    private static bool TryLiteral(ReadOnlySpan<byte> input, ref int at, int code, out uint length)
    {
        length = (uint)code + 1;
        if (code < 60)
            return true;
        var bytes = code - 59;
        if (at + bytes > input.Length)
            return false;
        var value = 0ul;
        for (var i = 0; i < bytes; i++)
            value |= (ulong)input[at + i] << 8 * i;
        (at, length) = (at + bytes, (uint)Math.Min(uint.MaxValue, value + 1));
        return true;
    }

    private static bool TryCopy(ReadOnlySpan<byte> input, ref int at, byte tag, out uint offset, out int length)
    {
        var bytes = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        (offset, length) = (0, bytes == 1 ? (tag >> 2 & 7) + 4 : (tag >> 2) + 1);
        if (at + bytes > input.Length)
            return false;
        for (var i = 0; i < bytes; i++)
            offset |= (uint)input[at + i] << 8 * i;
        if (bytes == 1)
            offset |= (uint)(tag >> 5) << 8;
        at += bytes;
        return true;
    }
}

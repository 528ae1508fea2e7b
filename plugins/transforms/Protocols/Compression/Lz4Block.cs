namespace Pipeline.Transforms.Protocols.Compression;

/// <summary>Decodes LZ4's blocks, no further than there is room or input.</summary>
internal static class Lz4Block
{
    private const int LeastMatch = 4;
    private const int Extended = 15;

    /// <summary>Decodes as much as there is room for.</summary>
    /// <returns>Bytes of <paramref name="output"/>; -1 where the input is no block of LZ4.</returns>
    public static int Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var (at, written) = (0, 0);
        while (at < input.Length && written < output.Length)
        {
            var token = input[at++];
            if (!TryLength(input, ref at, token >> 4, out var literals))
                return written;
            var copied = Math.Min(literals, Math.Min(input.Length - at, output.Length - written));
            input.Slice(at, copied).CopyTo(output[written..]);
            (at, written) = (at + copied, written + copied);
            // The last sequence is literals alone.
            if (copied < literals || at + 2 > input.Length)
                return written;
            var offset = input[at] | input[at + 1] << 8;
            at += 2;
            if (offset == 0 || offset > written)
                return -1;
            if (!TryLength(input, ref at, token & 15, out var match))
                return written;
            for (match += LeastMatch; match > 0 && written < output.Length; match--, written++)
                output[written] = output[written - offset];
        }

        return written;
    }

    private static bool TryLength(ReadOnlySpan<byte> input, ref int at, int code, out int length)
    {
        length = code;
        if (code < Extended)
            return true;
        while (at < input.Length)
        {
            var more = input[at++];
            // What is longer than any message is as good as endless.
            length = Math.Min(length + more, 1 << 30);
            if (more != byte.MaxValue)
                return true;
        }

        return false;
    }
}

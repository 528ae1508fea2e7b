namespace Pipeline.Delivery.Tests.Rows;

/// <summary>Lines of a stream as bytes: two million strings would be most of what a test does.</summary>
internal static class LineReader
{
    internal delegate void Take(ReadOnlySpan<byte> line);

    /// <summary>Hands over each line without its end, until the stream ends. What follows the last end is handed over too.</summary>
    internal static async Task ReadAsync(Stream stream, Take take, CancellationToken cancel = default)
    {
        var (buffer, used) = (new byte[1 << 18], 0);
        while (await stream.ReadAsync(buffer.AsMemory(used), cancel).ConfigureAwait(false) is > 0 and var read)
        {
            used += read;
            var taken = TakeWhole(buffer.AsSpan(0, used), take);
            buffer.AsSpan(taken, used - taken).CopyTo(buffer);
            used -= taken;
            if (used == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
        }

        if (used > 0)
            take(buffer.AsSpan(0, used));
    }

    private static int TakeWhole(ReadOnlySpan<byte> bytes, Take take)
    {
        var taken = 0;
        while (bytes[taken..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            take(bytes.Slice(taken, length));
            taken += length + 1;
        }

        return taken;
    }
}

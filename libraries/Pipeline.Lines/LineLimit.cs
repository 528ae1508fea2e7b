using Microsoft.Extensions.Logging;

namespace Pipeline.Lines;

/// <summary>How long a line may be where the row memory is small.</summary>
internal static class LineLimit
{
    // Attributes can be several times as long as their line, and blocks are powers of two: with less, one line could wait for memory for ever.
    private const int LinesInMemory = 32;

    /// <summary>What <c>max_line</c> says, or less where that would not fit; which is said.</summary>
    public static int Of(ByteSize maxLine, Arena arena, ILogger log)
    {
        var most = arena.Limit / LinesInMemory;
        if (most >= maxLine.Bytes)
            return (int)maxLine.Bytes;
        log.LogWarning("lines may have {Bytes} bytes here, fewer than max_line says: more need more [pipeline] memory", most);
        return (int)most;
    }
}

using System.Buffers.Text;

namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>Walks the lines <c>some|full avg10=P avg60=P avg300=P total=US</c> of a pressure file. A line that lacks one of them is passed over.</summary>
internal ref struct PressureLines(ReadOnlySpan<byte> text)
{
    private const ulong Microsecond = 1_000;

    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The line at hand.</summary>
    public PressureLine Current { get; private set; }

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
            if (TryRead(Words.TakeLine(ref _rest), out var line))
            {
                Current = line;
                return true;
            }

        return false;
    }

    private static bool TryRead(ReadOnlySpan<byte> line, out PressureLine read)
    {
        read = default;
        var kind = Words.TakeWord(ref line);
        var isFull = kind.SequenceEqual("full"u8);
        if (!isFull && !kind.SequenceEqual("some"u8))
            return false;
        if (!TryReadShare(ref line, "avg10"u8, out var ten) || !TryReadShare(ref line, "avg60"u8, out var sixty) || !TryReadShare(ref line, "avg300"u8, out var threeHundred))
            return false;
        if (!TakeKey(ref line, "total"u8) || !FigureText.TryRead(line, Microsecond, out var total))
            return false;
        read = new PressureLine(isFull, ten, sixty, threeHundred, total);
        return true;
    }

    private static bool TryReadShare(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> key, out double value)
    {
        value = 0;
        if (!TakeKey(ref line, key))
            return false;
        var word = Words.TakeWord(ref line);
        // Digits and a point: what else the framework takes for a number is none of the kernel's.
        return !word.ContainsAnyExcept("0123456789."u8) && Utf8Parser.TryParse(word, out value, out var length) && length == word.Length;
    }

    private static bool TakeKey(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> key)
    {
        if (!line.StartsWith(key) || line.Length == key.Length || line[key.Length] != '=')
            return false;
        line = line[(key.Length + 1)..];
        return true;
    }
}

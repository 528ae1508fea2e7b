namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>Walks the lines <c>KEY VALUE</c> of a file such as memory.stat. Lines of any other shape, and those whose value is no number, are passed over.</summary>
internal ref struct KeyedLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The key of the line at hand.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Its value.</summary>
    public ulong Value { get; private set; }

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var line = Words.TakeLine(ref _rest);
            Key = Words.TakeWord(ref line);
            if (!Key.IsEmpty && FigureText.TryRead(line, out var value))
            {
                Value = value;
                return true;
            }
        }

        return false;
    }
}

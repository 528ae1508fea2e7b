namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>Walks the lines <c>MAJOR:MINOR WHAT VALUE</c> of blkio files (v1). Lines of any other shape, such as the total, are passed over.</summary>
internal ref struct DeviceLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private ulong _device;

    /// <summary>Whose figure it is.</summary>
    public readonly ulong Device => _device;

    /// <summary>What is at hand.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>How many.</summary>
    public ulong Value { get; private set; }

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var line = Words.TakeLine(ref _rest);
            if (!DeviceNumber.TryRead(Words.TakeWord(ref line), out _device))
                continue;
            Key = Words.TakeWord(ref line);
            if (Key.IsEmpty || !FigureText.TryRead(line, out var value))
                continue;
            Value = value;
            return true;
        }

        return false;
    }
}

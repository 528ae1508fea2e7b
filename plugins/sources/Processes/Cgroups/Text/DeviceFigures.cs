namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>
/// Walks the figures of io.stat (v2): lines <c>MAJOR:MINOR KEY=VALUE...</c>. Some kernels leave out the end of a line that has no figures, so a second device on a line
/// begins anew. Figures before any device, and those that are no numbers, are passed over.
/// </summary>
internal ref struct DeviceFigures(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;
    private ReadOnlySpan<byte> _line;
    private bool _hasDevice;
    private ulong _device;

    /// <summary>Whose figure it is.</summary>
    public readonly ulong Device => _device;

    /// <summary>What is at hand.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>How many.</summary>
    public ulong Value { get; private set; }

    public bool MoveNext()
    {
        while (true)
        {
            while (!_line.IsEmpty)
                if (IsFigure(Words.TakeWord(ref _line)))
                    return true;
            if (_rest.IsEmpty)
                return false;
            _line = Words.TakeLine(ref _rest);
            _hasDevice = false;
        }
    }

    private bool IsFigure(ReadOnlySpan<byte> word)
    {
        var equals = word.IndexOf((byte)'=');
        if (equals < 0)
        {
            _hasDevice = DeviceNumber.TryRead(word, out _device);
            return false;
        }

        if (!_hasDevice || !FigureText.TryRead(word[(equals + 1)..], out var value))
            return false;
        Key = word[..equals];
        Value = value;
        return true;
    }
}

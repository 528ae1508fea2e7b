namespace Pipeline.Sources.Processes.Networks;

/// <summary>A line of /proc/PID/net/dev: the name of an interface, a colon, eight figures of what it received and eight of what it sent.</summary>
internal readonly ref struct InterfaceLine
{
    private const int FiguresReceived = 8;
    private const int Told = 4;

    private InterfaceLine(ReadOnlySpan<byte> name, InterfaceFigures figures)
    {
        Name = name;
        Figures = figures;
    }

    /// <summary>Any bytes but a slash, a colon and spaces; at most 15.</summary>
    internal ReadOnlySpan<byte> Name { get; }

    internal InterfaceFigures Figures { get; }

    /// <summary>Takes the next interface from the front of the file's text; false at its end. Its two lines of headings, and a line that was cut short, are none.</summary>
    internal static bool TryTake(ref ReadOnlySpan<byte> text, out InterfaceLine line)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var rest = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            var colon = rest.LastIndexOf((byte)':');
            if (end < 0 || colon < 0)
                continue;
            line = new InterfaceLine(rest[..colon].TrimStart((byte)' '), Parse(rest[(colon + 1)..]));
            return true;
        }

        line = default;
        return false;
    }

    private static InterfaceFigures Parse(ReadOnlySpan<byte> words)
    {
        var figures = default(InterfaceFigures);
        for (var i = 0; i < InterfaceFigures.Count; i++)
        {
            figures[i] = Text.Figures.Number(ref words);
            if (i == Told - 1)
                Text.Figures.Skip(ref words, FiguresReceived - Told);
        }

        return figures;
    }
}

namespace Pipeline.Text;

/// <summary>Appends text to a buffer up to a display width, and ends it with an ellipsis where it does not fit. Never cuts within what was appended as one piece.</summary>
internal ref struct TextFitter(ByteBuffer output, int limit)
{
    // Where the text would end if an ellipsis had to follow.
    private int _cutLength = output.Length;
    private int _cutWidth;

    /// <summary>No limit.</summary>
    public TextFitter(ByteBuffer output)
        : this(output, int.MaxValue)
    {
    }

    /// <summary>Cells of a terminal taken so far.</summary>
    public int Width { get; private set; }

    /// <summary>Whether something did not fit; nothing is taken any more.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Appends a piece that is shown whole or not at all.</summary>
    public void Append(scoped ReadOnlySpan<byte> piece, int width)
    {
        if (IsCut)
            return;
        if (width > limit - Width)
        {
            Cut();
            return;
        }

        output.Append(piece);
        Width += width;
        if (Width < limit)
            (_cutLength, _cutWidth) = (output.Length, Width);
    }

    /// <summary>Appends printable ASCII, of which a part may be shown.</summary>
    public void AppendAscii(scoped ReadOnlySpan<byte> text)
    {
        if (IsCut || text.IsEmpty)
            return;
        var room = limit - Width;
        if (text.Length <= room)
        {
            // All but the last, so that the place for an ellipsis stays within the limit.
            Append(text[..^1], text.Length - 1);
            Append(text[^1..], 1);
            return;
        }

        if (room > 1)
            Append(text[..(room - 1)], room - 1);
        Cut();
    }

    private void Cut()
    {
        IsCut = true;
        output.Truncate(_cutLength);
        Width = _cutWidth;
        if (limit <= 0)
            return;
        output.Append("…"u8);
        Width++;
    }
}

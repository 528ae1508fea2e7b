using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>
/// Text that is written over what a screen shows, line by line from the top, and no higher than the screen. Nothing is cleared that is not written at once, so it
/// does not flicker; and a screen that is cleared whole would go to the scrolled-back lines of some terminals, a screenful a view.
/// </summary>
internal sealed class ScreenFrame
{
    private readonly ByteBuffer _bytes = new(16 << 10);

    private static ReadOnlySpan<byte> Home => "\e[H"u8;

    // Before the text: behind a line as wide as the screen it would take the last character.
    private static ReadOnlySpan<byte> ClearLine => "\e[K"u8;

    private static ReadOnlySpan<byte> ClearBelow => "\e[J"u8;

    /// <param name="text">Lines, each ended.</param>
    /// <param name="rows">The screen's; one stays free for the cursor, because the end of the last line would scroll the first one away. 0: not known.</param>
    public ReadOnlySpan<byte> Over(ReadOnlySpan<byte> text, int rows)
    {
        _bytes.Clear();
        _bytes.Append(Home);
        for (var line = 1; (line < rows || rows <= 1) && !text.IsEmpty; line++)
        {
            var end = text.IndexOf((byte)'\n') + 1;
            _bytes.Append(ClearLine);
            _bytes.Append(text[..end]);
            text = text[end..];
        }

        _bytes.Append(ClearBelow);
        return _bytes.Written;
    }
}

namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>Takes lines and words off the beginning of a text. What is missing is empty.</summary>
internal static class Words
{
    internal static ReadOnlySpan<byte> TakeLine(scoped ref ReadOnlySpan<byte> text) => Take(ref text, (byte)'\n');

    internal static ReadOnlySpan<byte> TakeWord(scoped ref ReadOnlySpan<byte> line) => Take(ref line, (byte)' ');

    internal static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> text, byte end)
    {
        var length = text.IndexOf(end);
        var taken = length < 0 ? text : text[..length];
        text = length < 0 ? [] : text[(length + 1)..];
        return taken;
    }
}

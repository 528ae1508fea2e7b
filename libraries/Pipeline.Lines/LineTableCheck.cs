namespace Pipeline.Lines;

/// <summary>Options that say nothing about lines of text.</summary>
internal static class LineTableCheck
{
    /// <exception cref="OptionException">Columns or a time were asked of lines of text.</exception>
    public static void NoColumnsOfText(LineOptions options)
    {
        if (options.Format != LineFormat.Lines)
            return;
        if (options.Columns.Values.Count > 0)
            throw new OptionException("columns", "lines of text have no keys to fill columns from (expected format = \"json\" or \"logfmt\")");
        if (options.TimeField.Length > 0)
            throw new OptionException("time_field", "lines of text have no keys (expected format = \"json\" or \"logfmt\")");
    }
}

namespace Pipeline.Host.Configuration.Toml;

/// <summary>A stretch of a source text; offsets in UTF-16 units, Line and Column 1-based for people.</summary>
internal readonly record struct SourceSpan(SourceText Source, int Start, int Length)
{
    public int End => Start + Length;

    public int Line => Source.LineOf(Start);

    public int Column => Source.ColumnOf(Start);

    /// <summary>The words as the user wrote them.</summary>
    public ReadOnlySpan<char> Text => Source.Text.AsSpan(Start, Length);

    public SourceSpan Slice(int start, int length) => new(Source, Start + start, length);

    public override string ToString() => $"{Source.Name}:{Line}:{Column}";
}

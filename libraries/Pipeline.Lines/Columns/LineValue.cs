namespace Pipeline.Lines.Columns;

/// <summary>A value of a line on its way into a declared column. Valid for one call.</summary>
/// <param name="kind">What it is.</param>
/// <param name="payload">Its bytes as an attribute has them: a text without quotes and escapes, a number in 8 bytes, a list or map in their layout.</param>
/// <param name="raw">As the line has it.</param>
internal readonly ref struct LineValue(AttributeKind kind, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> raw)
{
    /// <summary>What it is.</summary>
    public AttributeKind Kind { get; } = kind;

    /// <summary>Its bytes as an attribute has them.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>As the line has it.</summary>
    public ReadOnlySpan<byte> Raw { get; } = raw;
}

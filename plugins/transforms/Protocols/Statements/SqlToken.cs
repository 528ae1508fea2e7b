namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>A token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsCut">Whether the text ends within it: of strings and names in quotes.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End, bool IsCut = false)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text) => text[Start..End];

    /// <summary>Whether it is this one byte.</summary>
    public bool Is(ReadOnlySpan<byte> text, char symbol) => Kind == SqlTokenKind.Symbol && text[Start] == symbol;

    /// <summary>Whether it is this keyword, given in capitals.</summary>
    public bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> keyword) =>
        Kind == SqlTokenKind.Word && End - Start == keyword.Length && System.Text.Ascii.EqualsIgnoreCase(text[Start..End], keyword);
}

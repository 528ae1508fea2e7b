using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Toml.Tests;

/// <summary>What the reader made of a text.</summary>
internal sealed record Reading(SourceText Source, TomlTable Table, IReadOnlyList<Diagnostic> Errors, long Steps)
{
    public static Reading Of(string text) => Of(new SourceText("test.toml", text));

    public static Reading Of(ReadOnlySpan<byte> bytes) => Of(SourceText.FromUtf8("test.toml", bytes));

    /// <summary>Each error as line:column, for tests about where rather than what.</summary>
    public IEnumerable<string> Places => Errors.Select(error => $"{error.Span.Line}:{error.Span.Column}");

    private static Reading Of(SourceText source)
    {
        List<Diagnostic> errors = [];
        TomlTable table = TomlReader.Read(source, errors, out long steps);
        return new Reading(source, table, errors, steps);
    }
}

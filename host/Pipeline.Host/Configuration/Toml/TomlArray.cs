namespace Pipeline.Host.Configuration.Toml;

internal sealed class TomlArray(SourceSpan span, bool isTableArray) : TomlValue(span)
{
    private readonly List<TomlValue> _items = [];

    public IReadOnlyList<TomlValue> Items => _items;

    /// <summary>Written as [[headers]]; only such an array takes further elements after it was defined.</summary>
    public bool IsTableArray { get; } = isTableArray;

    public override string TypeName => IsTableArray ? "an array of tables" : "an array";

    internal void Add(TomlValue item) => _items.Add(item);

    internal void Close(SourceSpan whole) => Span = whole;
}

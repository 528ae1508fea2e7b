namespace Pipeline;

/// <summary>
/// Options whose keys only the plugin knows, such as a kernel program's tunables or librdkafka's properties. Values are <see cref="bool"/>,
/// <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or arrays of them (<c>object[]</c>).
/// </summary>
public sealed class OptionTable(IReadOnlyDictionary<string, object> values)
{
    /// <summary>No options.</summary>
    public static OptionTable Empty { get; } = new(new Dictionary<string, object>());

    /// <summary>The values by key.</summary>
    public IReadOnlyDictionary<string, object> Values { get; } = values;
}

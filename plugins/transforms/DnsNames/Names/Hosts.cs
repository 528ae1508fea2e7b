namespace Pipeline.Transforms.DnsNames.Names;

/// <summary>Numbers of machines: what one was told is nothing to another. One thread at a time.</summary>
internal sealed class Hosts
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private string? _last;
    private int _number;

    public int NumberOf(string host)
    {
        if (ReferenceEquals(host, _last))
            return _number;
        if (!_numbers.TryGetValue(host, out var number))
            _numbers.Add(host, number = _numbers.Count);
        (_last, _number) = (host, number);
        return number;
    }
}

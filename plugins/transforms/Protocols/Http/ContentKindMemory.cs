namespace Pipeline.Transforms.Protocols.Http;

/// <summary>What content types were read lately: a server has but a few.</summary>
internal sealed class ContentKindMemory
{
    private const int Most = 8;

    private readonly byte[][] _types = [.. Enumerable.Range(0, Most).Select(_ => Array.Empty<byte>())];
    private readonly ContentKind[] _kinds = new ContentKind[Most];

    public ContentKind KindOf(ReadOnlySpan<byte> value)
    {
        var place = value.Length % Most;
        if (value.SequenceEqual(_types[place]))
            return _kinds[place];
        var kind = ContentKinds.KindOf(value);
        // The place is used again for a type of the same length, so that this costs no memory for long.
        if (value.Length is > 0 and <= 64)
        {
            if (_types[place].Length != value.Length)
                _types[place] = new byte[value.Length];
            value.CopyTo(_types[place]);
            _kinds[place] = kind;
        }

        return kind;
    }
}

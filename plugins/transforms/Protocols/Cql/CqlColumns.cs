using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Columns that metadata describe: keyspace and table unless they are the same for all, name, type.</summary>
internal ref struct CqlColumns
{
    private const int Global = 1;
    private const int HasMorePages = 2;
    private const int None = 4;
    private const int HasNewId = 8;

    private readonly bool _isGlobal;
    private readonly ReadOnlySpan<byte> _raw;
    private CqlBody _specs;

    /// <summary>From what <see cref="Keep"/> kept.</summary>
    public CqlColumns(ReadOnlySpan<byte> kept)
        : this(new CqlBody(kept.IsEmpty ? kept : kept[1..]), !kept.IsEmpty && kept[0] != 0)
    {
    }

    private CqlColumns(CqlBody specs, bool isGlobal)
    {
        _isGlobal = isGlobal;
        _raw = specs.Rest;
        _specs = specs;
        if (isGlobal && specs.HasMore)
            SkipNames();
    }

    /// <summary>Whether another column is described.</summary>
    public readonly bool HasMore => _specs.HasMore;

    /// <summary>Steps over metadata of rows, or of a prepared statement's variables.</summary>
    /// <param name="body">From the flags on; behind it then.</param>
    /// <param name="hasKey">Whether the columns of the partition's key are told, too.</param>
    /// <param name="count">Columns, described or not.</param>
    /// <returns>What describes them; nothing where it is left out.</returns>
    public static CqlColumns Read(scoped ref CqlBody body, bool hasKey, out int count)
    {
        var flags = body.I32();
        count = body.I32();
        if (hasKey)
            for (var left = body.I32(); left > 0 && body.HasMore; left--)
                body.U16();
        if ((flags & HasMorePages) != 0)
            body.Bytes(out _);
        if ((flags & HasNewId) != 0)
            body.String();
        if ((flags & None) != 0 || count <= 0)
            return default;
        var columns = new CqlColumns(body, (flags & Global) != 0);
        var walk = columns;
        for (var left = count; left > 0 && !walk._specs.IsCut; left--)
        {
            walk.Name();
            walk.Skip();
        }

        body = walk._specs;
        return columns;
    }

    /// <summary>Keeps the descriptions that <see cref="Read"/> stepped over, if they were all there.</summary>
    public readonly void Keep(in CqlBody behind, ByteList to)
    {
        to.Clear();
        if (!HasMore || behind.IsCut)
            return;
        to.Add(_isGlobal ? [1] : [0]);
        to.Add(_raw[..^behind.Rest.Length]);
    }

    /// <summary>The next column's name; its type comes next.</summary>
    public ReadOnlySpan<byte> Name()
    {
        if (!_isGlobal)
            SkipNames();
        return _specs.String();
    }

    /// <summary>Writes a value of the column whose name was read.</summary>
    public void Write(JsonText json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNull) => CqlTypes.Write(json, name, ref _specs, value, isNull);

    /// <summary>Steps over the type of the column whose name was read.</summary>
    public void Skip() => CqlTypes.Skip(ref _specs);

    private void SkipNames()
    {
        _specs.String();
        _specs.String();
    }
}

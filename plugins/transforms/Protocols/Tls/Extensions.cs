namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>The extensions of a hello, in order; a <c>foreach</c> ends where they are not well formed.</summary>
internal ref struct Extensions(ReadOnlySpan<byte> bytes)
{
    private Fields _fields = new(bytes);

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Body { get; private set; }

    public readonly bool IsCut => _fields.IsCut;

    public bool Next()
    {
        if (_fields.IsEmpty)
            return false;
        Type = _fields.Short();
        Body = _fields.Vector();
        return !_fields.IsCut;
    }

    /// <summary>The body of the first extension of a type; empty if there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, ExtensionType type, out bool isThere)
    {
        var extensions = new Extensions(bytes);
        while (extensions.Next())
            if (extensions.Type == (ushort)type)
            {
                isThere = true;
                return extensions.Body;
            }

        isThere = false;
        return default;
    }
}

using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>Reads what stands before the payload of a message, from as many of its first bytes as were kept.</summary>
internal ref struct MuxFields(ReadOnlySpan<byte> bytes)
{
    private const int MostPairs = 1000;

    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>Whether it ended before it should.</summary>
    public bool IsCut { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _left;

    public int U8() => (int)Number(1);

    public int U16() => (int)Number(2);

    public uint U32() => (uint)Number(4);

    /// <summary>A number of so many bytes; 0 where they are not there.</summary>
    public ulong Number(int width)
    {
        var value = 0ul;
        foreach (var b in Take(width))
            value = value << 8 | b;
        return value;
    }

    /// <summary>Bytes behind their length.</summary>
    public ReadOnlySpan<byte> Text() => Take(U16());

    /// <summary>Names of pairs; what contexts say is binary, and may be somebody's.</summary>
    public void Names(JsonText json, ReadOnlySpan<byte> name)
    {
        json.BeginArray(name);
        for (var left = Math.Min(U16(), MostPairs); left > 0 && !IsCut; left--)
        {
            var key = Text();
            Text();
            if (!IsCut)
                json.Text(key);
        }

        json.EndArray();
    }

    /// <summary>Rules by which paths are rewritten.</summary>
    public void Rules(JsonText json, ReadOnlySpan<byte> name)
    {
        json.BeginArray(name);
        for (var left = Math.Min(U16(), MostPairs); left > 0 && !IsCut; left--)
        {
            var from = Text();
            var to = Text();
            if (IsCut)
                break;
            json.BeginObject();
            json.Text("from"u8, from);
            json.Text("to"u8, to);
            json.EndObject();
        }

        json.EndArray();
    }

    /// <summary>Names of what is agreed on at the beginning, up to the end.</summary>
    public void Settings(JsonText json, ReadOnlySpan<byte> name)
    {
        json.BeginArray(name);
        for (var left = MostPairs; left > 0 && !_left.IsEmpty && !IsCut; left--)
        {
            var key = Take(U32());
            Take(U32());
            if (!IsCut)
                json.Text(key);
        }

        json.EndArray();
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _left.Length)
        {
            IsCut = true;
            _left = default;
            return default;
        }

        var taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }
}

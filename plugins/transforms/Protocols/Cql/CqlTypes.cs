using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Values by the types that metadata describe, as JSON. A description is read along with its value, so that nothing has to be kept of it.</summary>
internal static class CqlTypes
{
    // Deeper types than this are nobody's.
    private const int MostDepth = 12;

    private const ushort Custom = 0x00;
    private const ushort Ascii = 0x01;
    private const ushort Varchar = 0x0D;
    private const ushort List = 0x20;
    private const ushort Map = 0x21;
    private const ushort Set = 0x22;
    private const ushort Udt = 0x30;
    private const ushort Tuple = 0x31;

    /// <summary>Steps over a type.</summary>
    public static void Skip(ref CqlBody types, int depth = 0)
    {
        var id = types.U16();
        if (depth == MostDepth)
            types.Take(-1);
        switch (id)
        {
            case Custom:
                types.String();
                break;
            case List or Set:
                Skip(ref types, depth + 1);
                break;
            case Map:
                Skip(ref types, depth + 1);
                Skip(ref types, depth + 1);
                break;
            case Udt:
                types.String();
                types.String();
                for (var left = types.U16(); left > 0 && types.HasMore; left--)
                {
                    types.String();
                    Skip(ref types, depth + 1);
                }

                break;
            case Tuple:
                for (var left = types.U16(); left > 0 && types.HasMore; left--)
                    Skip(ref types, depth + 1);
                break;
        }
    }

    /// <summary>Writes a value, and steps over its type.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">Of the member; empty in an array.</param>
    /// <param name="types">The type comes next.</param>
    /// <param name="value">The value's bytes.</param>
    /// <param name="isNull">Whether there is none.</param>
    /// <param name="depth">Of types around it.</param>
    public static void Write(JsonText json, ReadOnlySpan<byte> name, ref CqlBody types, ReadOnlySpan<byte> value, bool isNull, int depth = 0)
    {
        var before = types;
        if (isNull || depth == MostDepth)
        {
            Skip(ref types, depth);
            json.Null(name);
            return;
        }

        switch (types.U16())
        {
            case Custom:
                types.String();
                CqlScalar.Hex(json, name, value);
                break;
            case List or Set:
                Elements(json, name, ref types, value, depth);
                break;
            case Map:
                Pairs(json, name, ref types, value, depth);
                break;
            case Udt:
                types.String();
                types.String();
                Fields(json, name, ref types, value, areNamed: true, depth);
                break;
            case Tuple:
                Fields(json, name, ref types, value, areNamed: false, depth);
                break;
            default:
                CqlScalar.Write(json, name, before.U16(), value);
                break;
        }
    }

    private static void Elements(JsonText json, ReadOnlySpan<byte> name, ref CqlBody types, ReadOnlySpan<byte> value, int depth)
    {
        var element = types;
        var body = new CqlBody(value);
        Skip(ref types, depth + 1);
        json.BeginArray(name);
        for (var left = body.I32(); left > 0 && body.HasMore && !json.IsCut; left--)
        {
            var type = element;
            var bytes = body.Bytes(out var length);
            Write(json, default, ref type, bytes, length < 0, depth + 1);
        }

        json.EndArray();
    }

    private static void Pairs(JsonText json, ReadOnlySpan<byte> name, ref CqlBody types, ReadOnlySpan<byte> value, int depth)
    {
        var keys = types;
        var body = new CqlBody(value);
        Skip(ref types, depth + 1);
        var values = types;
        Skip(ref types, depth + 1);
        var id = keys;
        var areTexts = id.U16() is Ascii or Varchar;
        if (areTexts)
            json.BeginObject(name);
        else
            json.BeginArray(name);
        for (var left = body.I32(); left > 0 && body.HasMore && !json.IsCut; left--)
        {
            var keyType = keys;
            var valueType = values;
            var key = body.Bytes(out var keyLength);
            var bytes = body.Bytes(out var length);
            if (areTexts)
            {
                Write(json, key, ref valueType, bytes, length < 0, depth + 1);
                continue;
            }

            json.BeginArray();
            Write(json, default, ref keyType, key, keyLength < 0, depth + 1);
            Write(json, default, ref valueType, bytes, length < 0, depth + 1);
            json.EndArray();
        }

        if (areTexts)
            json.EndObject();
        else
            json.EndArray();
    }

    private static void Fields(JsonText json, ReadOnlySpan<byte> name, ref CqlBody types, ReadOnlySpan<byte> value, bool areNamed, int depth)
    {
        var body = new CqlBody(value);
        if (areNamed)
            json.BeginObject(name);
        else
            json.BeginArray(name);
        for (var left = types.U16(); left > 0 && types.HasMore; left--)
        {
            var field = areNamed ? types.String() : default;
            var isThere = body.HasMore;
            var bytes = body.Bytes(out var length);
            Write(json, field, ref types, bytes, !isThere || length < 0, depth + 1);
        }

        if (areNamed)
            json.EndObject();
        else
            json.EndArray();
    }
}

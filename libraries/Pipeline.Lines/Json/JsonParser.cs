using System.Runtime.CompilerServices;
using Pipeline.Lines.Columns;
using Pipeline.Lines.Rows;

namespace Pipeline.Lines.Json;

/// <summary>
/// Reads an object of RFC 8259 in one pass, straight into the layout of <see cref="AttributeMap"/>. Bytes in strings that are not UTF-8 are kept; half a
/// surrogate pair becomes U+FFFD. Keys that come twice are both kept, of a column's the last counts.
/// </summary>
/// <remarks>The line feed at the end of each line is in no token, so that nothing here has to ask whether the line has ended.</remarks>
internal sealed unsafe class JsonParser(KeyTable keys, bool isOpen) : LineParser
{
    private const byte Text = (byte)AttributeKind.Utf8, List = (byte)AttributeKind.List, Map = (byte)AttributeKind.Map;
    private const int Sized = 1 + sizeof(uint);

    // What is open around the value at hand; [0] is the line's own object.
    private readonly JsonFrame[] _frames = new JsonFrame[AttributeMap.MaxDepth + 1];

    public override LineProblem Parse(byte* line, byte* end, BatchBuilder rows, LineScratch scratch)
    {
        var p = SkipSpace(line);
        if (*p != '{')
            return JsonCheck.IsValue(p, end) ? LineProblem.NotObject : LineProblem.NotJson;
        var start = scratch.Start;
        byte* o = start, keyStart = start;
        var depth = 0;
        KeyTarget? target = null;
        _frames[0] = new JsonFrame { Keys = keys, IsMap = true };
        p = SkipSpace(p + 1);
        if (*p == '}')
            goto Close;

    Key:
        if (*p != '"')
            return LineProblem.NotJson;
        keyStart = o;
        var text = o + sizeof(uint);
        p++;
        o = text;
        if (!JsonString.Copy(ref p, ref o))
            return LineProblem.NotJson;
        Unsafe.WriteUnaligned(keyStart, (uint)(o - text));
        target = null;
        if (_frames[depth].Keys is { } known)
        {
            target = known.Find(text, (int)(o - text));
            if (target?.OtherName is { } other)
            {
                Unsafe.WriteUnaligned(keyStart, (uint)other.Length);
                other.CopyTo(new Span<byte>(text, other.Length));
                o = text + other.Length;
            }
        }

        p = SkipSpace(p);
        if (*p != ':')
            return LineProblem.NotJson;
        p = SkipSpace(p + 1);

    Value:
        var valueStart = p;
        var value = o;
        switch (*p)
        {
            case (byte)'"':
                *o = Text;
                p++;
                o += Sized;
                if (!JsonString.Copy(ref p, ref o))
                    return LineProblem.NotJson;
                Unsafe.WriteUnaligned(value + 1, (uint)(o - value - Sized));
                break;
            case (byte)'{' or (byte)'[':
                if (depth == AttributeMap.MaxDepth)
                    return JsonCheck.IsValue(SkipSpace(line), end) ? LineProblem.TooDeep : LineProblem.NotJson;
                var isMap = *p == '{';
                *o = isMap ? Map : List;
                o += Sized;
                ref var frame = ref _frames[++depth];
                frame.Outer = target;
                frame.Keys = isMap ? target?.Inner : null;
                frame.IsMap = isMap;
                frame.HasLost = false;
                frame.Entry = (int)((_frames[depth - 1].IsMap ? keyStart : value) - start);
                frame.Value = (int)(value - start);
                frame.Raw = valueStart;
                p = SkipSpace(p + 1);
                if (*p == (isMap ? '}' : ']'))
                    goto Close;
                if (isMap)
                    goto Key;
                target = null;
                goto Value;
            case (byte)'t' when Unsafe.ReadUnaligned<uint>(p) == 0x65757274:
                (o[0], o[1]) = ((byte)AttributeKind.Bool, 1);
                p += 4;
                o += 2;
                break;
            case (byte)'f' when Unsafe.ReadUnaligned<uint>(p + 1) == 0x65736c61:
                (o[0], o[1]) = ((byte)AttributeKind.Bool, 0);
                p += 5;
                o += 2;
                break;
            case (byte)'n' when Unsafe.ReadUnaligned<uint>(p) == 0x6c6c756e:
                *o++ = (byte)AttributeKind.Null;
                p += 4;
                break;
            default:
                if (!JsonNumber.Read(ref p, ref o))
                    return LineProblem.NotJson;
                break;
        }

        if (target?.Column is { } column)
        {
            if (!Set(column, rows, value, o, valueStart, p))
                return LineProblem.WrongType;
            o = keyStart;
            _frames[depth].HasLost = true;
        }

    Next:
        if (depth == 0 && !isOpen)
            o = start;
        p = SkipSpace(p);
        if (*p == ',')
        {
            p = SkipSpace(p + 1);
            if (_frames[depth].IsMap)
                goto Key;
            target = null;
            goto Value;
        }

        if (*p != (_frames[depth].IsMap ? '}' : ']'))
            return LineProblem.NotJson;

    Close:
        p++;
        if (depth > 0)
        {
            ref var closed = ref _frames[depth--];
            value = start + closed.Value;
            Unsafe.WriteUnaligned(value + 1, (uint)(o - value - Sized));
            if (closed.Outer?.Column is { } outer)
            {
                if (!Set(outer, rows, value, o, closed.Raw, p))
                    return LineProblem.WrongType;
                o = start + closed.Entry;
                _frames[depth].HasLost = true;
            }
            else if (closed.HasLost && o == value + Sized && _frames[depth].IsMap)
            {
                // All that was in it went into columns.
                o = start + closed.Entry;
                _frames[depth].HasLost = true;
            }

            goto Next;
        }

        scratch.Length = (int)(o - start);
        return SkipSpace(p) == end ? LineProblem.None : LineProblem.NotJson;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* SkipSpace(byte* p)
    {
        while (*p is (byte)' ' or (byte)'\t' or (byte)'\r')
            p++;
        return p;
    }

    private static bool Set(LineColumn column, BatchBuilder rows, byte* value, byte* end, byte* raw, byte* rawEnd)
    {
        var kind = (AttributeKind)(*value);
        if (kind == AttributeKind.Null)
            return true;
        var header = kind >= AttributeKind.Utf8 ? Sized : 1;
        return column.Set(rows, new LineValue(kind, new(value + header, (int)(end - value) - header), new(raw, (int)(rawEnd - raw))));
    }
}

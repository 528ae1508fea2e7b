using System.Buffers;
using Pipeline.Lines.Columns;
using Pipeline.Lines.Rows;

namespace Pipeline.Lines.Logfmt;

/// <summary>
/// Reads <c>key=value</c> pairs with spaces between them; a value with spaces stands in double quotes, with the escapes that JSON and Go have. Values are texts, a
/// key alone is true. A line without a single pair is no logfmt.
/// </summary>
internal sealed unsafe class LogfmtParser(KeyTable keys, bool isOpen) : LineParser
{
    private const int Sized = 1 + sizeof(uint);

    private static readonly SearchValues<byte> KeyEnds = SearchValues.Create(" =\"\t\r"u8);

    public override LineProblem Parse(byte* line, byte* end, BatchBuilder rows, LineScratch scratch)
    {
        var rest = new ReadOnlySpan<byte>(line, (int)(end - line)).Trim(" \t\r"u8);
        var o = scratch.Start;
        var pairs = 0;
        while (!rest.IsEmpty)
        {
            var length = rest.IndexOfAny(KeyEnds);
            length = length < 0 ? rest.Length : length;
            if (length == 0 || (length < rest.Length && rest[length] == '"'))
                return LineProblem.NotLogfmt;
            var entry = o;
            var key = rest[..length];
            rest = rest[length..];
            // The key itself is written first: looking it up reads it from there.
            var target = WriteKey(ref o, key);
            var value = o;
            ReadOnlySpan<byte> raw = default;
            if (rest.IsEmpty || rest[0] != '=')
            {
                (o[0], o[1]) = ((byte)AttributeKind.Bool, 1);
                o += 2;
            }
            else
            {
                pairs++;
                var before = rest = rest[1..];
                o += Sized;
                if (!LogfmtValue.Copy(ref rest, ref o))
                    return LineProblem.NotLogfmt;
                raw = before[..^rest.Length];
                *value = (byte)AttributeKind.Utf8;
                *(uint*)(value + 1) = (uint)(o - value - Sized);
            }

            if (target?.Column is { } column)
            {
                var header = *value == (byte)AttributeKind.Bool ? 1 : Sized;
                if (!column.Set(rows, new LineValue((AttributeKind)(*value), new(value + header, (int)(o - value) - header), raw)))
                    return LineProblem.WrongType;
                o = entry;
            }
            else if (!isOpen)
            {
                o = entry;
            }

            rest = rest.TrimStart(" \t\r"u8);
        }

        scratch.Length = (int)(o - scratch.Start);
        return pairs > 0 ? LineProblem.None : LineProblem.NotLogfmt;
    }

    private KeyTarget? WriteKey(ref byte* o, ReadOnlySpan<byte> key)
    {
        var text = o + sizeof(uint);
        key.CopyTo(new Span<byte>(text, key.Length));
        var target = keys.Find(text, key.Length);
        if (target?.OtherName is { } other)
            other.CopyTo(new Span<byte>(text, other.Length));
        var length = target?.OtherName?.Length ?? key.Length;
        *(uint*)o = (uint)length;
        o = text + length;
        return target;
    }
}

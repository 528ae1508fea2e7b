using System.Text;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>
/// Reads the fields of a head into a message. Takes what servers take: lines that end without CR, values that go on in the next line, any case. A line without a
/// colon is passed over. Shared by all connections of a worker.
/// </summary>
internal sealed class HeadReader(IReadOnlyList<string> redact)
{
    /// <summary>Fields kept of one head. Those beyond still count for where the body ends.</summary>
    public const int MostFields = 256;

    private static readonly byte[] Redacted = "[redacted]"u8.ToArray();

    private readonly byte[][] _redact = [.. redact.Select(name => Encoding.UTF8.GetBytes(name))];
    private readonly HeadField[] _fields = new HeadField[MostFields];
    private byte[] _scratch = new byte[256];
    private int _count;

    /// <summary>Where a head ends, behind its empty line; -1: not in these bytes.</summary>
    /// <param name="view">The bytes.</param>
    /// <param name="scanned">Those of which it is known already that it does not end in them.</param>
    public static int FindEnd(ReadOnlySpan<byte> view, ref int scanned)
    {
        while (view[scanned..].IndexOf((byte)'\n') is >= 0 and var found)
        {
            var next = scanned + found + 1;
            if (next < view.Length && view[next] == '\n')
                return next + 1;
            if (next + 1 < view.Length && view[next] == '\r' && view[next + 1] == '\n')
                return next + 2;
            // Too short to tell: this line end is looked at again.
            if (next >= view.Length || (view[next] == '\r' && next + 1 >= view.Length))
            {
                scanned += found;
                return -1;
            }

            scanned = next;
        }

        scanned = view.Length;
        return -1;
    }

    /// <summary>Reads the lines behind the first one.</summary>
    public Framing Read(ReadOnlySpan<byte> lines, HttpMessage into)
    {
        var framing = default(Framing);
        _count = 0;
        for (var at = 0; at < lines.Length;)
        {
            var end = EndOfField(lines, at);
            Add(lines, at, end, into, ref framing);
            at = end + 1;
        }

        Write(lines, into.Fields);
        return framing;
    }

    /// <summary>Where the field's last line ends, at its LF: lines that begin with a blank belong to the one before.</summary>
    private static int EndOfField(ReadOnlySpan<byte> lines, int at)
    {
        while (true)
        {
            var found = lines[at..].IndexOf((byte)'\n');
            if (found < 0)
                return lines.Length;
            at += found;
            if (at + 1 >= lines.Length || lines[at + 1] is not ((byte)' ' or (byte)'\t'))
                return at;
            at++;
        }
    }

    private void Add(ReadOnlySpan<byte> lines, int start, int end, HttpMessage into, ref Framing framing)
    {
        var line = lines[start..end];
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return;
        var name = line[..colon].Trim(" \t"u8);
        var value = line[(colon + 1)..].Trim(" \t\r\n"u8);
        if (name.IsEmpty)
            return;
        Note(name, value, into, ref framing);
        if (_count == MostFields)
            return;
        lines.Overlaps(name, out var nameAt);
        var valueAt = 0;
        if (!value.IsEmpty)
            lines.Overlaps(value, out valueAt);
        _fields[_count++] = new HeadField(nameAt, name.Length, valueAt, value.Length, Hash(name));
    }

    private static void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HttpMessage into, ref Framing framing)
    {
        switch (name.Length)
        {
            case 6 when Ascii.EqualsIgnoreCase(name, "expect"u8):
                framing.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                break;
            case 12 when Ascii.EqualsIgnoreCase(name, "content-type"u8):
                into.Kind = ContentKinds.KindOf(value);
                break;
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                framing.AddLength(value);
                break;
            case 16 when Ascii.EqualsIgnoreCase(name, "content-encoding"u8):
                into.Coding = into.Coding == ContentCoding.Identity ? ContentKinds.CodingOf(value) : ContentCoding.Other;
                break;
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                var last = value[(value.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8);
                (framing.HasCoding, framing.IsChunked) = (true, Ascii.EqualsIgnoreCase(last, "chunked"u8));
                break;
        }
    }

    private void Write(ReadOnlySpan<byte> lines, AttributeWriter fields)
    {
        for (var i = 0; i < _count; i++)
        {
            ref readonly var field = ref _fields[i];
            if (field.NameLength == 0)
                continue;
            var isRepeated = NextAlike(lines, i, i + 1) > 0;
            fields.Key(Lower(lines.Slice(field.Name, field.NameLength)));
            if (isRepeated)
                fields.BeginList();
            WriteValue(lines, field, fields);
            if (!isRepeated)
                continue;
            for (var next = i; (next = NextAlike(lines, i, next + 1)) > 0;)
            {
                WriteValue(lines, _fields[next], fields);
                _fields[next] = _fields[next] with { NameLength = 0 };
            }

            fields.End();
        }
    }

    private int NextAlike(ReadOnlySpan<byte> lines, int field, int from)
    {
        ref readonly var first = ref _fields[field];
        for (var i = from; i < _count; i++)
            if (_fields[i].Hash == first.Hash && _fields[i].NameLength == first.NameLength
                && Ascii.EqualsIgnoreCase(lines.Slice(_fields[i].Name, first.NameLength), lines.Slice(first.Name, first.NameLength)))
                return i;
        return -1;
    }

    private void WriteValue(ReadOnlySpan<byte> lines, in HeadField field, AttributeWriter fields)
    {
        if (IsRedacted(lines.Slice(field.Name, field.NameLength)))
        {
            fields.Utf8(Redacted);
            return;
        }

        var value = field.ValueLength == 0 ? default : lines.Slice(field.Value, field.ValueLength);
        fields.Utf8(value.Contains((byte)'\n') ? Unfolded(value) : value);
    }

    private bool IsRedacted(ReadOnlySpan<byte> name)
    {
        foreach (var redacted in _redact)
            if (redacted.Length == name.Length && Ascii.EqualsIgnoreCase(redacted, name))
                return true;
        return false;
    }

    private ReadOnlySpan<byte> Lower(ReadOnlySpan<byte> name)
    {
        var lower = Scratch(name.Length);
        for (var i = 0; i < name.Length; i++)
            lower[i] = char.IsAsciiLetterUpper((char)name[i]) ? (byte)(name[i] | 0x20) : name[i];
        return lower;
    }

    /// <summary>A value of several lines in one, with a space for each line end and the blanks around it.</summary>
    private ReadOnlySpan<byte> Unfolded(ReadOnlySpan<byte> value)
    {
        var unfolded = Scratch(value.Length);
        var length = 0;
        foreach (var range in value.Split((byte)'\n'))
        {
            var line = value[range].Trim(" \t\r"u8);
            if (length > 0)
                unfolded[length++] = (byte)' ';
            line.CopyTo(unfolded[length..]);
            length += line.Length;
        }

        return unfolded[..length];
    }

    private Span<byte> Scratch(int length)
    {
        if (_scratch.Length < length)
            _scratch = new byte[Math.Max(length, 2 * _scratch.Length)];
        return _scratch.AsSpan(0, length);
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var b in name)
            hash = (hash ^ (uint)(b | 0x20)) * 16777619;
        return hash;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    private readonly byte[][] _redact = [.. redact.Select(name => Encoding.UTF8.GetBytes(name.ToLowerInvariant()))];
    private readonly ulong _redactLengths = redact.Aggregate(0ul, (lengths, name) => lengths | 1ul << (Encoding.UTF8.GetByteCount(name) & 63));
    private readonly int[] _starts = new int[MostFields];
    private readonly ulong[] _keys = new ulong[MostFields];
    private readonly RepeatedFields _repeated = new();
    private readonly ContentKindMemory _kinds = new();
    private byte[] _unfolded = new byte[256];
    private int _count;
    private ulong _seen;
    private bool _isRepeated;

    /// <summary>Where a head ends, behind its empty line; -1: not in these bytes.</summary>
    /// <param name="view">The bytes.</param>
    /// <param name="scanned">Those of which it is known already that it does not end in them.</param>
    public static int FindEnd(ReadOnlySpan<byte> view, ref int scanned)
    {
        var ends = new LineEnds(view, scanned);
        for (var end = ends.Next(); end >= 0; end = ends.Next())
        {
            var next = end + 1;
            if (next < view.Length && view[next] > '\r')
                continue;
            if (next < view.Length && view[next] == '\n')
                return next + 1;
            if (next + 1 < view.Length && view[next] == '\r' && view[next + 1] == '\n')
                return next + 2;
            // Too short to tell: this line end is looked at again.
            if (next >= view.Length || (view[next] == '\r' && next + 1 >= view.Length))
            {
                scanned = end;
                return -1;
            }
        }

        scanned = view.Length;
        return -1;
    }

    /// <summary>Reads the lines behind the first one.</summary>
    public Framing Read(ReadOnlySpan<byte> lines, HttpMessage into)
    {
        var framing = default(Framing);
        (_count, _seen, _isRepeated) = (0, 0, false);
        into.Fields.Clear();
        var ends = new LineEnds(lines, 0);
        var (start, isFolded) = (0, false);
        for (var end = ends.Next(); end >= 0; end = ends.Next())
        {
            // A line that begins with a blank belongs to the one before.
            if (end + 1 < lines.Length && lines[end + 1] is (byte)' ' or (byte)'\t')
            {
                isFolded = true;
                continue;
            }

            Add(lines, start, end, isFolded, into, ref framing);
            (start, isFolded) = (end + 1, false);
        }

        if (start < lines.Length)
            Add(lines, start, lines.Length, isFolded, into, ref framing);
        if (_isRepeated)
            into.Fields.Set(_repeated.Write(into.Fields.Written, _starts.AsSpan(0, _count)));
        return framing;
    }

    private void Add(ReadOnlySpan<byte> lines, int start, int end, bool isFolded, HttpMessage into, ref Framing framing)
    {
        var colon = Colon(lines, start, end);
        if (colon <= start)
            return;
        var (nameEnd, value) = (colon, colon + 1);
        while (start < nameEnd && IsBlank(lines[start]))
            start++;
        while (start < nameEnd && IsBlank(lines[nameEnd - 1]))
            nameEnd--;
        if (start == nameEnd)
            return;
        while (value < end && IsSpace(lines[value]))
            value++;
        while (value < end && IsSpace(lines[end - 1]))
            end--;
        var text = lines[value..end];
        var room = lines.Length - value;
        if (isFolded && text.Contains((byte)'\n'))
        {
            text = Unfolded(text);
            room = text.Length;
        }

        Keep(lines[start..nameEnd], lines.Length - start, text, room, into, ref framing);
    }

    private void Keep(ReadOnlySpan<byte> name, int nameRoom, ReadOnlySpan<byte> value, int valueRoom, HttpMessage into, ref Framing framing)
    {
        var fields = into.Fields;
        var start = fields.Length;
        var lower = fields.Name(name, nameRoom);
        Note(lower, value, into, ref framing);
        if (_count == MostFields)
        {
            fields.Cut(start);
            return;
        }

        _isRepeated |= IsSeen(lower);
        _starts[_count++] = start;
        if ((_redactLengths >> lower.Length & 1) != 0 && IsRedacted(lower))
            fields.Value(Redacted, Redacted.Length);
        else
            fields.Value(value, valueRoom);
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HttpMessage into, ref Framing framing)
    {
        switch (name.Length)
        {
            case 6 when name.SequenceEqual("expect"u8):
                framing.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                break;
            case 12 when name.SequenceEqual("content-type"u8):
                into.Kind = _kinds.KindOf(value);
                break;
            case 14 when name.SequenceEqual("content-length"u8):
                framing.AddLength(value);
                break;
            case 16 when name.SequenceEqual("content-encoding"u8):
                into.Coding = into.Coding == ContentCoding.Identity ? ContentKinds.CodingOf(value) : ContentCoding.Other;
                break;
            case 17 when name.SequenceEqual("transfer-encoding"u8):
                var last = value[(value.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8);
                (framing.HasCoding, framing.IsChunked) = (true, Ascii.EqualsIgnoreCase(last, "chunked"u8));
                break;
        }
    }

    /// <summary>Whether the name may have come before; where it has, always.</summary>
    private bool IsSeen(ReadOnlySpan<byte> name)
    {
        // Eight bytes can be read from any name of the writer's.
        ref var first = ref MemoryMarshal.GetReference(name);
        var key = Unsafe.ReadUnaligned<ulong>(ref first);
        if (name.Length < sizeof(ulong))
            key &= (1ul << 8 * name.Length) - 1;
        else
            key ^= BitOperations.RotateLeft(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, name.Length - sizeof(ulong))), 23);
        key = (key + (ulong)name.Length) * 0x9E3779B97F4A7C15;
        var bit = 1ul << (int)(key >> 58);
        var isNew = (_seen & bit) == 0 || !_keys.AsSpan(0, _count).Contains(key);
        _seen |= bit;
        _keys[_count] = key;
        return !isNew;
    }

    private bool IsRedacted(ReadOnlySpan<byte> name)
    {
        foreach (var redacted in _redact)
            if (name.SequenceEqual(redacted))
                return true;
        return false;
    }

    /// <summary>Where the first colon of a field is; less than <paramref name="start"/>: nowhere.</summary>
    private static int Colon(ReadOnlySpan<byte> lines, int start, int end)
    {
        var from = start;
        if (start + Vector256<byte>.Count <= lines.Length)
        {
            var colons = Vector256.Equals(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(lines), (nuint)start), Vector256.Create((byte)':')).ExtractMostSignificantBits();
            if (colons != 0)
                return start + BitOperations.TrailingZeroCount(colons) is var at && at < end ? at : -1;
            from += Vector256<byte>.Count;
        }

        return from < end && lines[from..end].IndexOf((byte)':') is >= 0 and var found ? from + found : -1;
    }

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>A value of several lines in one, with a space for each line end and the blanks around it.</summary>
    private ReadOnlySpan<byte> Unfolded(ReadOnlySpan<byte> value)
    {
        if (_unfolded.Length < value.Length)
            _unfolded = new byte[Math.Max(value.Length, 2 * _unfolded.Length)];
        var length = 0;
        foreach (var range in value.Split((byte)'\n'))
        {
            var line = value[range].Trim(" \t\r"u8);
            if (length > 0)
                _unfolded[length++] = (byte)' ';
            line.CopyTo(_unfolded.AsSpan(length));
            length += line.Length;
        }

        return _unfolded.AsSpan(0, length);
    }
}

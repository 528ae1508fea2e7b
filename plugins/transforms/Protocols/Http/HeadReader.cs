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
/// <remarks>
/// The lines are copied to where 64 bytes more can be read, and the cell is written where there is room for 64 bytes more, so that nearly every field is a load, two
/// stores and a few comparisons, whatever its length. What is unusual about a field is left to <see cref="AddAny"/>.
/// </remarks>
internal sealed class HeadReader(IReadOnlyList<string> redact)
{
    /// <summary>Fields kept of one head. Those beyond still count for where the body ends.</summary>
    public const int MostFields = 256;

    private const int Slack = 64;

    // What a field takes of a cell beside its name and value: two lengths and a kind.
    private const int Overhead = 2 * sizeof(uint) + 1;

    // Of these lengths are the names that tell where a body ends, and what it is.
    private const ulong NotedLengths = 1ul << 6 | 1ul << 10 | 1ul << 12 | 1ul << 14 | 1ul << 16 | 1ul << 17;

    private readonly RedactedFields _redact = new(redact);
    private readonly ulong _redactBits = redact.Aggregate(0ul, (bits, name) => bits | BitOf(Encoding.UTF8.GetBytes(name.ToLowerInvariant() + "\0\0\0\0\0\0\0\0").AsSpan()[..^8]));
    private readonly int[] _starts = new int[MostFields];
    private readonly ulong[] _keys = new ulong[MostFields];
    private readonly RepeatedFields _repeated = new();
    private readonly ContentKindMemory _kinds = new();
    private byte[] _lines = new byte[4096];
    private byte[] _cell = new byte[4096];
    private int _length;
    private int _count;
    private ulong _seen;
    private bool _isRepeated;

    /// <summary>Where a head ends, behind its empty line; -1: not in these bytes.</summary>
    /// <param name="view">The bytes.</param>
    /// <param name="scanned">Those of which it is known already that it does not end in them.</param>
    public static int FindEnd(ReadOnlySpan<byte> view, ref int scanned)
    {
        const int Step = 64;
        ref var bytes = ref MemoryMarshal.GetReference(view);
        // Whether a line feed begins the end is seen from the two bytes behind it.
        var last = view.Length - Step - 2;
        for (var at = scanned; last >= 0 && at < last + Step; at += Step)
        {
            // The last of them are looked at together with some that were already.
            at = Math.Min(at, last);
            var next = Vector512.LoadUnsafe(ref bytes, (nuint)at + 1);
            var found = Vector512.Equals(Vector512.LoadUnsafe(ref bytes, (nuint)at), Vector512.Create((byte)'\n'))
                & (Vector512.Equals(next, Vector512.Create((byte)'\n'))
                    | (Vector512.Equals(next, Vector512.Create((byte)'\r')) & Vector512.Equals(Vector512.LoadUnsafe(ref bytes, (nuint)at + 2), Vector512.Create((byte)'\n'))));
            if (found.ExtractMostSignificantBits() is var bits and not 0)
            {
                at += BitOperations.TrailingZeroCount(bits);
                return at + (view[at + 1] == '\n' ? 2 : 3);
            }
        }

        return FindEndOfFew(view, last >= 0 ? Math.Max(scanned, view.Length - 2) : scanned, out scanned);
    }

    private static int FindEndOfFew(ReadOnlySpan<byte> view, int from, out int scanned)
    {
        scanned = from;
        var ends = new LineEnds(view, from);
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
        Prepare(lines);
        ref var head = ref MemoryMarshal.GetArrayDataReference(_lines);
        var (start, isFolded) = (0, false);
        for (var block = 0; block < lines.Length; block += Vector512<byte>.Count)
        {
            var ends = Vector512.Equals(Vector512.LoadUnsafe(ref head, (nuint)block), Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
            for (; ends != 0; ends &= ends - 1)
            {
                var end = block + BitOperations.TrailingZeroCount(ends);
                // A line that begins with a blank belongs to the one before.
                if (IsBlank(Unsafe.Add(ref head, end + 1)))
                {
                    isFolded = true;
                    continue;
                }

                if (isFolded || !TryAddUsual(ref head, start, end, into, ref framing))
                    AddAny(start, end, into, ref framing);
                (start, isFolded) = (end + 1, false);
            }
        }

        if (start < lines.Length)
            AddAny(start, lines.Length, into, ref framing);
        var cell = _cell.AsSpan(0, _length);
        into.Fields.Clear();
        into.Fields.Add(_isRepeated ? _repeated.Write(cell, _starts.AsSpan(0, _count)) : cell);
        return framing;
    }

    private void Prepare(ReadOnlySpan<byte> lines)
    {
        (_length, _count, _seen, _isRepeated) = (0, 0, 0, false);
        // The shortest field is a letter, a colon and a line feed; each may become one that is redacted.
        var most = lines.Length + (Overhead + RedactedFields.Mark.Length) * Math.Min(MostFields, lines.Length / 3 + 1);
        if (_cell.Length < most + Slack)
            _cell = new byte[Math.Max(most + Slack, 2 * _cell.Length)];
        if (_lines.Length < lines.Length + Slack)
            _lines = new byte[Math.Max(lines.Length + Slack, 2 * _lines.Length)];
        lines.CopyTo(_lines);
        // No line end and no blank of another head behind them.
        _lines.AsSpan(lines.Length, Slack).Clear();
    }

    /// <summary>Adds a field as nearly all are: with a name shorter than a vector, a value, and no blanks but one between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAddUsual(ref byte head, int start, int end, HttpMessage into, ref Framing framing)
    {
        ref var line = ref Unsafe.Add(ref head, start);
        var first = Vector256.LoadUnsafe(ref line);
        var length = BitOperations.TrailingZeroCount(Vector256.Equals(first, Vector256.Create((byte)':')).ExtractMostSignificantBits());
        var (from, last, count) = (length + 1, end - start - 1, _count);
        if (length == 0 || length == Vector256<byte>.Count || length >= last || count == MostFields)
            return false;
        from += Unsafe.Add(ref line, from) == ' ' ? 1 : 0;
        last -= Unsafe.Add(ref line, last) == '\r' ? 1 : 0;
        if (from > last || line <= ' ' || Unsafe.Add(ref line, length - 1) <= ' ' || Unsafe.Add(ref line, from) <= ' ' || Unsafe.Add(ref line, last) <= ' ')
            return false;
        // Of all bytes only A to Z are less than 26 when A is taken from them.
        var lower = first | (Vector256.LessThan(first - Vector256.Create((byte)'A'), Vector256.Create((byte)26)) & Vector256.Create((byte)0x20));
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_cell), _length);
        Unsafe.WriteUnaligned(ref to, length);
        ref var name = ref Unsafe.Add(ref to, sizeof(uint));
        lower.StoreUnsafe(ref name);
        var key = KeyOf(ref name, length);
        var bit = 1ul << (int)(key >> 58);
        var size = last - from + 1;
        if ((NotedLengths >> length & 1) != 0)
            Note(MemoryMarshal.CreateReadOnlySpan(ref name, length), MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref line, from), size), into, ref framing);
        if ((_seen & bit) != 0)
            _isRepeated |= _keys.AsSpan(0, count).Contains(key);
        _seen |= bit;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_keys), count) = key;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_starts), count) = _length;
        _count = count + 1;
        if ((_redactBits & bit) != 0 && _redact.Contains(MemoryMarshal.CreateReadOnlySpan(ref name, length)))
        {
            _length += sizeof(uint) + length;
            AddValue(RedactedFields.Mark);
            return true;
        }

        ref var value = ref Unsafe.Add(ref name, length);
        value = (byte)AttributeKind.Utf8;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref value, 1), size);
        Vector512.LoadUnsafe(ref line, (nuint)from).StoreUnsafe(ref value, 1 + sizeof(uint));
        for (var i = Vector512<byte>.Count; i < size; i += Vector512<byte>.Count)
            Vector512.LoadUnsafe(ref line, (nuint)(from + i)).StoreUnsafe(ref value, (nuint)(i + 1 + sizeof(uint)));
        _length += Overhead + length + size;
        return true;
    }

    /// <summary>Adds any field.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddAny(int start, int end, HttpMessage into, ref Framing framing)
    {
        ReadOnlySpan<byte> line = _lines.AsSpan(start, end - start);
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
            return;
        var name = line[..colon].Trim(" \t"u8);
        if (name.IsEmpty)
            return;
        var value = line[(colon + 1)..].Trim(" \t\r\n"u8);
        if (value.Contains((byte)'\n'))
            value = Unfold(value);
        var lower = _cell.AsSpan(_length + sizeof(uint), name.Length);
        for (var i = 0; i < name.Length; i++)
            lower[i] = char.IsAsciiLetterUpper((char)name[i]) ? (byte)(name[i] | 0x20) : name[i];
        Note(lower, value, into, ref framing);
        if (_count == MostFields)
            return;
        var key = KeyOf(ref lower[0], name.Length);
        _isRepeated |= _keys.AsSpan(0, _count).Contains(key);
        _seen |= 1ul << (int)(key >> 58);
        _keys[_count] = key;
        _starts[_count++] = _length;
        Unsafe.WriteUnaligned(ref _cell[_length], name.Length);
        _length += sizeof(uint) + name.Length;
        AddValue(_redact.Contains(lower) ? RedactedFields.Mark : value);
    }

    private void AddValue(ReadOnlySpan<byte> value)
    {
        _cell[_length] = (byte)AttributeKind.Utf8;
        Unsafe.WriteUnaligned(ref _cell[_length + 1], value.Length);
        value.CopyTo(_cell.AsSpan(_length + 1 + sizeof(uint)));
        _length += 1 + sizeof(uint) + value.Length;
    }

    private void Note(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HttpMessage into, ref Framing framing)
    {
        switch (name.Length)
        {
            case 6 when name.SequenceEqual("expect"u8):
                framing.ExpectsContinue = Ascii.EqualsIgnoreCase(value, "100-continue"u8);
                break;
            case 10 when name.SequenceEqual("connection"u8):
                framing.AddConnection(value);
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

    /// <summary>A number that names have in common if they are equal. At least eight bytes can be read from a name on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ref byte name, int length)
    {
        var key = Unsafe.ReadUnaligned<ulong>(ref name);
        if (length < sizeof(ulong))
            key &= (1ul << 8 * length) - 1;
        else
            key ^= BitOperations.RotateLeft(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref name, length - sizeof(ulong))), 23);
        return (key + (ulong)length) * 0x9E3779B97F4A7C15;
    }

    private static ulong BitOf(Span<byte> name) => name.IsEmpty ? 0 : 1ul << (int)(KeyOf(ref name[0], name.Length) >> 58);

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    /// <summary>A value of several lines in one, with a space for each line end and the blanks around it. It becomes no longer, so that it has room where it lies.</summary>
    private static ReadOnlySpan<byte> Unfold(ReadOnlySpan<byte> value)
    {
        var unfolded = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(value), value.Length);
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
}

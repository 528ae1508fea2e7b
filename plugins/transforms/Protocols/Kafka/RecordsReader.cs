using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>
/// Passes over a field of records as it comes, and counts by the headers of its batches, so that nothing is decompressed. Message sets of formats 0 and 1 have a header
/// a message; those that are compressed do not tell how many they hold.
/// </summary>
internal struct RecordsReader
{
    private const int MagicAt = 16;

    // What stands before the length counts, and the length.
    private const int LengthEnd = 12;
    private const int BatchHeader = 61;
    private const int LeastMessage = 14;
    private const int ControlBit = 0x20;
    private const int CodecBits = 7;

    private long _left;
    private long _pass;

    public readonly bool IsActive => _left > 0;

    public readonly long Left => _left;

    /// <summary>Bytes of the field.</summary>
    public long Bytes { get; private set; }

    /// <summary>Records, but for markers of transactions.</summary>
    public ulong Count { get; private set; }

    /// <summary>Batches, or messages of the older formats.</summary>
    public int Batches { get; private set; }

    /// <summary>Whether <see cref="Count"/> is less than there are: some do not tell, or bytes were not seen.</summary>
    public bool IsUncounted { get; private set; }

    /// <summary>Of the first batch.</summary>
    public int Format { get; private set; }

    /// <summary>Of the first batch.</summary>
    public int Codec { get; private set; }

    public void Begin(long bytes) => this = new RecordsReader { _left = bytes, Bytes = bytes };

    /// <summary>Reads as much as is there; bytes taken. What is left may be the beginning of a header.</summary>
    public int Read(ReadOnlySpan<byte> view)
    {
        var at = 0;
        while (_left > 0)
        {
            if (_pass == 0 && !TryReadHeader(view[at..]))
                return at;
            var passed = (int)Math.Min(_pass, view.Length - at);
            (_pass, _left, at) = (_pass - passed, _left - passed, at + passed);
            if (_pass > 0)
                return at;
        }

        return at;
    }

    /// <summary>Bytes that nobody saw, of which this has at least as many left. What follows is counted only if they lie in one batch.</summary>
    public void Skip(long bytes)
    {
        _left -= bytes;
        if (_pass >= bytes)
        {
            _pass -= bytes;
            return;
        }

        _pass = _left;
        IsUncounted = true;
    }

    /// <summary>Whether it is known how far to pass over; false: more bytes are needed.</summary>
    private bool TryReadHeader(ReadOnlySpan<byte> view)
    {
        // A broker cuts the last batch where the answer is full: whoever asked asks for it again.
        if (_left <= MagicAt)
            return Pass(_left);
        if (view.Length <= MagicAt)
            return false;
        var (size, format) = (LengthEnd + (long)BinaryPrimitives.ReadInt32BigEndian(view[8..]), view[MagicAt]);
        if (size > _left)
            return Pass(_left);
        if (format > 2 || size < (format == 2 ? BatchHeader : LengthEnd + LeastMessage))
        {
            IsUncounted = true;
            return Pass(_left);
        }

        if (view.Length < (format == 2 ? BatchHeader : LengthEnd + LeastMessage))
            return false;
        var attributes = format == 2 ? BinaryPrimitives.ReadInt16BigEndian(view[21..]) : view[MagicAt + 1];
        var codec = attributes & CodecBits;
        if (format < 2)
            Add(codec == 0 ? 1 : -1, size);
        else if ((attributes & ControlBit) == 0)
            Add(BinaryPrimitives.ReadInt32BigEndian(view[57..]), codec == 0 ? size : long.MaxValue);
        if (Batches++ == 0)
            (Format, Codec) = (format, codec);
        return Pass(size);
    }

    /// <summary>Adds records, of which no batch has more than bytes.</summary>
    private void Add(int records, long most)
    {
        if (records < 0 || records > most)
            IsUncounted = true;
        else
            Count += (ulong)records;
    }

    private bool Pass(long bytes)
    {
        _pass = bytes;
        return true;
    }
}

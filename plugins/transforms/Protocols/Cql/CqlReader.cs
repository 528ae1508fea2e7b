using System.Buffers;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Compression;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>
/// Reads one side of a connection: envelopes as they are, or in the segments of version 5, which their checksums tell apart; whoever joins in the middle sees it, too.
/// </summary>
internal sealed class CqlReader(Side side, Func<CqlEnvelope> rent, Action<CqlEnvelope, long> take)
{
    // A part of a compressed segment is kept; one that was long leaves no memory behind.
    private const int LargestKept = 16 << 10;

    private ByteList _segment = new();
    private readonly byte[] _header = new byte[CqlHeader.Size];
    private int _headerLength;
    private CqlEnvelope? _envelope;
    private long _left;
    private bool _hasGap;
    private SegmentHeader _open;
    private int _segmentLeft;
    private int _trailerLeft;

    /// <summary>Whether bytes are in the middle of something.</summary>
    public bool IsInside => _envelope is not null || _headerLength > 0 || _segmentLeft > 0 || _trailerLeft > 0;

    /// <summary>Memory taken besides envelopes.</summary>
    public int Memory => _segment.Capacity;

    /// <summary>The envelope that is being read.</summary>
    public CqlEnvelope? Envelope => _envelope;

    /// <summary>As <see cref="Parser.Read"/>.</summary>
    /// <param name="view">The bytes.</param>
    /// <param name="moment">When they were moved.</param>
    /// <param name="mayBeSegments">Whether the version is 5, or not known.</param>
    public int Read(ReadOnlySpan<byte> view, Moment moment, bool mayBeSegments)
    {
        if (_trailerLeft > 0)
        {
            var passed = Math.Min(_trailerLeft, view.Length);
            _trailerLeft -= passed;
            return passed;
        }

        if (_segmentLeft > 0)
            return ReadSegment(view, moment);
        if (_open.Size == 0 && _envelope is not null)
            return Body(view, moment);
        if (view.Length < CqlHeader.Size)
            return 0;
        if (mayBeSegments && SegmentHeader.TryRead(view, out var segment))
        {
            (_open, _segmentLeft) = (segment, segment.Length);
            return segment.Size;
        }

        // Within segments nothing else comes.
        var header = CqlHeader.Read(view);
        if (_open.Size > 0 || !header.IsValid || header.Side != side)
            return Parser.Invalid;
        Begin(header, moment);
        if (header.Length == 0)
            End(moment.Last);
        return CqlHeader.Size;
    }

    /// <summary>Bytes that nobody saw: whether they were all in the body of an envelope.</summary>
    public bool Skip(ulong bytes, long time)
    {
        if (_open.Size > 0 || _envelope is null || bytes > (ulong)_left)
            return false;
        (_left, _hasGap) = (_left - (long)bytes, true);
        if (_left == 0)
            End(time);
        return true;
    }

    /// <summary>Gives up what was begun, and returns it.</summary>
    public CqlEnvelope? Drop()
    {
        var dropped = _envelope;
        (_envelope, _headerLength, _segmentLeft, _trailerLeft, _open) = (null, 0, 0, 0, default);
        ClearSegment();
        return dropped;
    }

    private int ReadSegment(ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = view[..Math.Min(view.Length, _segmentLeft)];
        _segmentLeft -= taken.Length;
        if (_segmentLeft == 0)
            _trailerLeft = SegmentHeader.TrailerSize;
        var isRight = true;
        if (_open.Unpacked == 0)
        {
            isRight = Feed(taken, moment);
        }
        else if (_segmentLeft == 0 && _segment.Length == 0)
        {
            isRight = Unpack(taken, moment);
        }
        else
        {
            _segment.Add(taken);
            if (_segmentLeft == 0)
            {
                isRight = Unpack(_segment.Bytes, moment);
                ClearSegment();
            }
        }

        // A segment of whole envelopes ends where one ends.
        isRight &= _segmentLeft > 0 || !_open.IsSelfContained || (_envelope is null && _headerLength == 0);
        return isRight ? taken.Length : Parser.Invalid;
    }

    private void ClearSegment()
    {
        _segment.Clear();
        if (_segment.Capacity > LargestKept)
            _segment = new ByteList();
    }

    private bool Unpack(ReadOnlySpan<byte> packed, Moment moment)
    {
        var plain = ArrayPool<byte>.Shared.Rent(_open.Unpacked);
        var length = Lz4Block.Decode(packed, plain.AsSpan(0, _open.Unpacked));
        var isRight = length == _open.Unpacked && Feed(plain.AsSpan(0, length), moment);
        ArrayPool<byte>.Shared.Return(plain);
        return isRight;
    }

    /// <summary>Envelopes one behind the other, in any pieces.</summary>
    private bool Feed(ReadOnlySpan<byte> bytes, Moment moment)
    {
        while (!bytes.IsEmpty)
        {
            if (_envelope is not null)
            {
                bytes = bytes[Body(bytes, moment)..];
                continue;
            }

            var taken = Math.Min(bytes.Length, CqlHeader.Size - _headerLength);
            bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
            _headerLength += taken;
            bytes = bytes[taken..];
            if (_headerLength < CqlHeader.Size)
                return true;
            _headerLength = 0;
            var header = CqlHeader.Read(_header);
            if (!header.IsValid || header.Side != side)
                return false;
            Begin(header, moment);
            if (header.Length == 0)
                End(moment.Last);
        }

        return true;
    }

    private void Begin(in CqlHeader header, Moment moment)
    {
        _envelope = rent();
        (_envelope.Header, _envelope.Time, _left, _hasGap) = (header, moment.First, header.Length, false);
    }

    private int Body(ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = (int)Math.Min(_left, view.Length);
        var kept = _envelope!.Kept;
        var most = (_envelope.Header.Flags & CqlFlags.Compressed) != 0 ? CqlProtocol.MostPacked : CqlProtocol.MostKept;
        if (!_hasGap && kept.Length < most)
            kept.Add(view[..Math.Min(taken, most - kept.Length)]);
        _left -= taken;
        if (_left == 0)
            End(moment.Last);
        return taken;
    }

    private void End(long time)
    {
        var envelope = _envelope!;
        _envelope = null;
        take(envelope, time);
    }
}

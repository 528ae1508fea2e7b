namespace Pipeline.Sources.Replay.Connections;

/// <summary>Pieces of a stream in order and without overlap: of bytes that come twice, those that came first are kept.</summary>
internal sealed class PieceList
{
    // What a piece costs beside its bytes, so that many small ones are bounded too.
    private const int Overhead = 96;

    private readonly List<Piece> _pieces = [];

    // The front is taken more often than not: a cursor instead of a move of all the others.
    private int _first;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _first == _pieces.Count;

    /// <summary>The first piece; there must be one.</summary>
    public Piece First => _pieces[_first];

    /// <summary>Position of the first piece; there must be one.</summary>
    public long Start => _pieces[_first].Position;

    /// <summary>Position behind the last piece; there must be one.</summary>
    public long End => _pieces[^1].End;

    /// <summary>Bytes of the stream in all pieces.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of memory that they take.</summary>
    public long Memory { get; private set; }

    /// <summary>Copies in what is not there yet.</summary>
    /// <param name="position">Of the first byte.</param>
    /// <param name="data">The bytes, fewer than <paramref name="size"/> where the capture cut the packet.</param>
    /// <param name="size">Bytes in the stream.</param>
    /// <param name="sent">When, and behind what.</param>
    public void Add(long position, ReadOnlySpan<byte> data, int size, Sending sent = default)
    {
        var end = position + size;
        var at = FirstEndingBehind(position);
        while (position < end)
        {
            var next = at < _pieces.Count ? _pieces[at].Position : long.MaxValue;
            if (position < next)
            {
                var part = (int)(Math.Min(end, next) - position);
                var bytes = data[..Math.Min(part, data.Length)].ToArray();
                _pieces.Insert(at++, new Piece(position, part, bytes, sent));
                Bytes += part;
                Memory += bytes.Length + Overhead;
                data = data[bytes.Length..];
                position += part;
            }

            if (position >= end || at == _pieces.Count)
                return;
            var covered = (int)(Math.Min(end, _pieces[at].End) - position);
            data = data[Math.Min(covered, data.Length)..];
            position += covered;
            at++;
        }
    }

    /// <summary>Takes the first piece out.</summary>
    public bool TryTake(out Piece piece)
    {
        piece = IsEmpty ? default : _pieces[_first];
        if (IsEmpty)
            return false;
        _pieces[_first++] = default;
        Bytes -= piece.Size;
        Memory -= piece.Data.Length + Overhead;
        if (_first == _pieces.Count || _first > 1_024)
        {
            _pieces.RemoveRange(0, _first);
            _first = 0;
        }

        return true;
    }

    private int FirstEndingBehind(long position)
    {
        var (low, high) = (_first, _pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces[middle].End <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

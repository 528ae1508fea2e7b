namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>The streams of a connection that are open, by their numbers. Nearly always the newest is wanted, or one of a few.</summary>
internal sealed class StreamList
{
    private Http2Exchange[] _streams = [];

    public int Count { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public int Memory => _streams.Length * 8;

    public Http2Exchange this[int index] => _streams[index];

    public Http2Exchange? Find(uint id)
    {
        var place = PlaceOf(id);
        return place < Count && _streams[place].StreamId == id ? _streams[place] : null;
    }

    public void Add(Http2Exchange stream)
    {
        if (Count == _streams.Length)
            Array.Resize(ref _streams, Math.Max(4, 2 * Count));
        var place = PlaceOf(stream.StreamId);
        Array.Copy(_streams, place, _streams, place + 1, Count++ - place);
        _streams[place] = stream;
    }

    public void Remove(Http2Exchange stream)
    {
        var place = PlaceOf(stream.StreamId);
        Array.Copy(_streams, place + 1, _streams, place, --Count - place);
        _streams[Count] = null!;
    }

    /// <summary>Where a stream is, or would be.</summary>
    private int PlaceOf(uint id)
    {
        var (from, to) = (0, Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_streams[middle].StreamId < id)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }
}

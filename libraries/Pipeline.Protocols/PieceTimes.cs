namespace Pipeline.Protocols;

/// <summary>When the bytes of a buffer were moved: a time for each piece, as long as there are few; after that the last one stands for the rest.</summary>
internal sealed class PieceTimes
{
    private const int Most = 256;

    // What is kept for the next buffer: most have a piece or two.
    private const int Few = 16;

    private (int From, long Time)[] _times = [];
    private int _count;

    /// <summary>Bytes from <paramref name="offset"/> on were moved at <paramref name="time"/>.</summary>
    public void Add(int offset, long time)
    {
        if (_count == Most || (_count > 0 && _times[_count - 1].Time == time))
            return;
        if (_count == _times.Length)
            Array.Resize(ref _times, Math.Min(Most, Math.Max(2, 2 * _count)));
        _times[_count++] = (offset, time);
    }

    /// <summary>When the byte at <paramref name="offset"/> was moved.</summary>
    public long At(int offset)
    {
        var index = _count - 1;
        while (index > 0 && _times[index].From > offset)
            index--;
        return _times[index].Time;
    }

    /// <summary>Where the piece ends that goes on behind <paramref name="offset"/>, of <paramref name="length"/> bytes in all.</summary>
    public int EndAfter(int offset, int length)
    {
        for (var i = 0; i < _count; i++)
            if (_times[i].From > offset)
                return _times[i].From;
        return length;
    }

    /// <summary>Bytes were let go of from the front.</summary>
    public void Remove(int bytes)
    {
        var gone = 0;
        while (gone + 1 < _count && _times[gone + 1].From <= bytes)
            gone++;
        for (var i = gone; i < _count; i++)
            _times[i - gone] = (Math.Max(0, _times[i].From - bytes), _times[i].Time);
        _count -= gone;
    }

    public void Clear()
    {
        _count = 0;
        if (_times.Length > Few)
            _times = [];
    }
}

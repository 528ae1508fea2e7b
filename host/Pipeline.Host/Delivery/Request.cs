using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>What one write is given, from gathering through all its tries to the end of the last row. One task at a time uses it.</summary>
internal sealed class Request
{
    private readonly List<Part> _parts = [];
    private readonly List<RecordBatch> _batches = [];
    private readonly HashSet<RecordBatch> _distinct = [];

    /// <summary>The parts in the order they came.</summary>
    public IReadOnlyList<Part> Parts => _parts;

    /// <summary>The parts' batches, as the sink is lent them.</summary>
    public IReadOnlyList<RecordBatch> Batches => _batches;

    public long Rows { get; private set; }

    /// <summary>Bytes of rows as they were measured when they were added.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes that did not deliver everything.</summary>
    public int Failures { get; private set; }

    /// <summary>When the first of them had ended, as a time stamp.</summary>
    public long FirstFailure { get; private set; }

    /// <summary>When the last of them had ended.</summary>
    public long LastFailure { get; private set; }

    /// <summary>Before this time stamp it is not written again.</summary>
    public long NotBefore { get; private set; }

    /// <summary>Whether the other end named that time; else it is the host's own back-off.</summary>
    public bool IsAskedToWait { get; private set; }

    /// <summary>When the write that is under way began, as a time stamp.</summary>
    public long Began { get; set; }

    /// <summary>Whether that write is to find out if the other end is back.</summary>
    public bool IsProbe { get; set; }

    public CallMeter Meter { get; } = CallMeter.Start();

    public void Add(Part part, long bytes)
    {
        // One batch may come by two ways. The sink names rows by their batch, so each way's is an object of its own.
        if (!_distinct.Add(part.Batch))
        {
            var own = part.Batch.Slice(0, part.Batch.Rows);
            part.Batch.Release();
            part = part with { Batch = own };
        }

        _parts.Add(part);
        _batches.Add(part.Batch);
        Rows += part.Batch.Rows;
        Bytes += bytes;
    }

    /// <summary>Goes on with what is to be tried again, in place of what it held. The caller has taken over the old parts.</summary>
    public void Keep(List<Part> parts)
    {
        Empty();
        foreach (var part in parts)
            Add(part, part.Batch.Bytes);
    }

    /// <summary>Each part as a request of its own that has failed as often. This one is empty afterwards.</summary>
    public Request[] Split()
    {
        var split = new Request[_parts.Count];
        for (var i = 0; i < split.Length; i++)
        {
            split[i] = new Request
            {
                Failures = Failures,
                FirstFailure = FirstFailure,
                LastFailure = LastFailure,
                NotBefore = NotBefore,
                IsAskedToWait = IsAskedToWait,
            };
            split[i].Add(_parts[i], _parts[i].Batch.Bytes);
        }

        Clear();
        return split;
    }

    public void Fail(long now, long notBefore, bool isAsked)
    {
        if (Failures++ == 0)
            FirstFailure = now;
        (LastFailure, NotBefore, IsAskedToWait) = (now, notBefore, isAsked);
    }

    /// <summary>Ends every part alike; the request is empty and may be used again.</summary>
    public void End(Settlement outcome)
    {
        foreach (var part in _parts)
            part.End(outcome);
        Clear();
    }

    /// <summary>Forgets everything; the parts have ended or are somebody else's.</summary>
    public void Clear()
    {
        Empty();
        (Failures, FirstFailure, LastFailure, NotBefore, IsAskedToWait, IsProbe) = (0, 0, 0, 0, false, false);
    }

    private void Empty()
    {
        _parts.Clear();
        _batches.Clear();
        _distinct.Clear();
        (Rows, Bytes) = (0, 0);
    }
}

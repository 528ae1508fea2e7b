using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>Fills requests with what waits on a sink's edges, up to their bounds; what does not fit begins the next one. Used by the sink's own loop.</summary>
internal sealed class Gatherer(BatchFeed feed, BulkSize? size, Settlements settlements)
{
    private (TakenBatch Taken, Whole Whole, int Start)? _rest;

    /// <summary>Adds what is there now. True: the request is full.</summary>
    public bool Fill(Request request)
    {
        while (!IsFull(request))
        {
            if (_rest is null && feed.TryNext() is { } taken)
                _rest = (taken, new Whole(taken, settlements), 0);
            if (_rest is null)
                return false;
            if (!AddRest(request))
                return true;
        }

        return true;
    }

    private bool IsFull(Request request) =>
        size is null ? request.Rows > 0 : request.Rows >= size.Rows || request.Bytes >= size.Bytes.Bytes;

    // False: not even a row of it fits into what the request has left.
    private bool AddRest(Request request)
    {
        var (taken, whole, start) = _rest!.Value;
        var batch = taken.Batch;
        if (size is null)
        {
            request.Add(new Part(batch, whole), batch.Bytes);
            _rest = null;
            return true;
        }

        var (rows, bytes) = RowBytes.Fit(batch, start, size.Rows - request.Rows, size.Bytes.Bytes - request.Bytes);
        if (rows == 0 && request.Rows > 0)
            return false;
        // A row larger than a request may be goes alone.
        if (rows == 0)
            (rows, bytes) = (1, size.Bytes.Bytes);
        if (rows == batch.Rows)
        {
            request.Add(new Part(batch, whole), bytes);
            _rest = null;
            return true;
        }

        whole.Add();
        request.Add(new Part(batch.Slice(start, rows), whole), bytes);
        _rest = (taken, whole, start + rows);
        if (start + rows == batch.Rows)
        {
            // The slices hold its memory now.
            new Part(batch, whole).End(Settlement.Delivered);
            _rest = null;
        }

        return true;
    }
}

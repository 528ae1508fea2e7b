namespace Pipeline.Servers.Collector.Counting;

/// <summary>Counts the rows of an export request by walking only the messages that lead to them: everything else is passed over by its length.</summary>
public static class RowCounter
{
    // Field numbers from the request down to the rows: resource, scope, row.
    private const int First = 1;
    private const int Second = 2;
    private const int Third = 2;
    private const int DataPoints = 1;

    /// <summary>Rows in a protobuf message; -1 where it is none.</summary>
    public static int Count(Signal signal, ReadOnlySpan<byte> message)
    {
        var rows = 0;
        var request = new FieldReader(message);
        while (request.Next(First, out var resource))
        {
            var scopes = new FieldReader(resource);
            while (scopes.Next(Second, out var scope))
            {
                var items = new FieldReader(scope);
                while (items.Next(Third, out var item))
                {
                    var points = signal == Signal.Metrics ? Points(item) : 1;
                    if (points < 0)
                        return -1;
                    rows += points;
                }

                if (items.IsBroken)
                    return -1;
            }

            if (scopes.IsBroken)
                return -1;
        }

        return request.IsBroken ? -1 : rows;
    }

    private static int Points(ReadOnlySpan<byte> metric)
    {
        var points = 0;
        // gauge, sum, histogram, exponential histogram, summary
        foreach (var kind in (ReadOnlySpan<int>)[5, 7, 9, 10, 11])
        {
            var fields = new FieldReader(metric);
            while (fields.Next(kind, out var data))
            {
                var rows = new FieldReader(data);
                while (rows.Next(DataPoints, out _))
                    points++;
                if (rows.IsBroken)
                    return -1;
            }

            if (fields.IsBroken)
                return -1;
        }

        return points;
    }
}

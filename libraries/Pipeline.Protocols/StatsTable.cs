using System.Text;

namespace Pipeline.Protocols;

/// <summary>The table <c>protocol_stats</c>: a row a protocol of what happened since the row before. Differences, so that rows of several workers add up.</summary>
internal sealed class StatsTable(BatchOrigin origin)
{
    private static readonly (string Name, string Help, Func<Counters, long> Read)[] Columns =
    [
        ("opened", "Connections taken for the protocol; datagrams have none.", c => c.Opened),
        ("closed", "Connections that ended, or were forgotten.", c => c.Closed),
        ("bytes", "Bytes handed to the parser.", c => c.Bytes),
        ("messages", "Requests and responses read whole.", c => c.Messages),
        ("records", "Rows made.", c => c.Records),
        ("gap_bytes", "Bytes that were moved and not seen.", c => c.GapBytes),
        ("repeated_bytes", "Bytes that were seen before, and left out.", c => c.RepeatedBytes),
        ("skipped_bytes", "Bytes passed over in search of the next message.", c => c.SkippedBytes),
        ("ignored_bytes", "Bytes behind the end of the protocol, such as those of a tunnel.", c => c.IgnoredBytes),
        ("invalid", "Places at which bytes were not the protocol's.", c => c.Invalid),
        ("resyncs", "Times the next message was found again.", c => c.Resyncs),
        ("given_up", "Connections that turned out to be none of the protocol.", c => c.GivenUp),
        ("unpaired_requests", "Requests whose response is not known.", c => c.UnpairedRequests),
        ("unpaired_responses", "Responses whose request is not known.", c => c.UnpairedResponses),
        ("expired", "Connections forgotten after the timeout.", c => c.Expired),
        ("evicted", "Connections forgotten for want of memory.", c => c.Evicted),
        ("evicted_bytes", "Bytes kept for those.", c => c.EvictedBytes),
    ];

    private ulong _sequence;

    public TableSchema Schema { get; } = new(
        "protocol_stats",
        TableKind.Metric,
        [
            new("time", ColumnType.Time) { Help = "When it was told.", Heading = "" },
            new("start_time", ColumnType.Time) { Help = "Since when the values count.", Heading = "" },
            new("protocol", ColumnType.Utf8) { Help = "The protocol; unknown: none was recognised." },
            .. Columns.Select(c => new ColumnSchema(c.Name, ColumnType.U64)
            {
                Help = c.Help,
                Unit = c.Name.EndsWith("bytes", StringComparison.Ordinal) ? "By" : "1",
                Instrument = Instrument.Counter,
                Temporality = Temporality.Delta,
            }),
        ])
    {
        Help = "What the protocol parsers did, and what they could not.",
        StartTimeColumn = "start_time",
    };

    /// <summary>Emits a row for each protocol of which there is something to tell, and begins anew.</summary>
    /// <returns>False when there is no memory for the rows: the next call tells of it all.</returns>
    public bool TryEmit(IEmitter emitter, IReadOnlyList<(string Name, Counters Counters)> protocols, long start, long now)
    {
        using var rows = new BatchBuilder(Schema, emitter.Arena, protocols.Count);
        RecordBatch? batch;
        try
        {
            foreach (var (name, counters) in protocols)
                Add(rows, name, counters, start, now);
            batch = rows.Build(origin, _sequence);
        }
        catch (ArenaExhaustedException)
        {
            return false;
        }

        if (batch is null)
            return true;
        _sequence += (ulong)batch.Rows;
        emitter.Emit(batch);
        emitter.Tally.Create(batch.Rows);
        foreach (var (_, counters) in protocols)
            counters.Clear();
        return true;
    }

    private static void Add(BatchBuilder rows, string name, Counters counters, long start, long now)
    {
        if (Columns.All(c => c.Read(counters) == 0))
            return;
        rows.AddRow();
        rows.Set(0, now);
        rows.Set(1, start);
        rows.Set(2, Encoding.UTF8.GetBytes(name));
        for (var i = 0; i < Columns.Length; i++)
            rows.Set(3 + i, (ulong)Columns[i].Read(counters));
    }
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Map;

/// <summary>What is kept of an edge: calls, errors, bytes, and how long calls took.</summary>
internal sealed unsafe class EdgeState : GroupState
{
    public override int Size => sizeof(Totals) + LatencyBuckets.Count * sizeof(uint) + sizeof(uint);

    /// <summary>The columns, in the order of <see cref="Write"/>.</summary>
    public static ImmutableArray<ColumnSchema> Columns(Temporality temporality) =>
    [
        Counter("calls", "Calls.", "CALLS") with { Temporality = temporality },
        Counter("errors", "Calls that failed.", "ERRORS") with { Temporality = temporality },
        Latency("p50_ns", "Half of all calls took no longer.", "P50(ms)"),
        Latency("p95_ns", "95 of 100 calls took no longer.", "P95(ms)"),
        Latency("p99_ns", "99 of 100 calls took no longer.", "P99(ms)"),
        Latency("max_ns", "The call that took longest.", "MAX(ms)"),
        new("rate", ColumnType.F64) { Help = "Calls a second since start_time.", Unit = "Hz", Heading = "CALLS/S", Width = 8, Instrument = Instrument.Gauge },
        new("latency_ns", ColumnType.U64) { Help = "Time that all calls took together.", Unit = "ns", Heading = "", Instrument = Instrument.Counter, Temporality = temporality },
        Bytes("request_bytes", "Bytes of requests, where their table tells.", "REQ(KB)") with { Temporality = temporality },
        Bytes("response_bytes", "Bytes of responses, where their table tells.", "RESP(KB)") with { Temporality = temporality },
    ];

    /// <summary>When the rows are made, in Unix nanoseconds.</summary>
    public long Now { get; set; }

    public override void Begin(byte* state) => new Span<byte>(state, Size).Clear();

    /// <param name="state">The edge's.</param>
    /// <param name="call">A call on it.</param>
    /// <param name="start">Since when the edge is there.</param>
    public static void Add(byte* state, in MapCall call, long start)
    {
        var totals = (Totals*)state;
        totals->Start = start;
        totals->Calls++;
        totals->Errors += call.Failed;
        totals->Nanoseconds += (ulong)call.Nanoseconds;
        totals->Longest = Math.Max(totals->Longest, call.Nanoseconds);
        totals->RequestBytes += call.RequestBytes;
        totals->ResponseBytes += call.ResponseBytes;
        ((uint*)(totals + 1))[LatencyBuckets.Of(call.Nanoseconds)]++;
    }

    public override bool IsTold(byte* state) => ((Totals*)state)->Calls > 0;

    public override void Write(byte* state, BatchBuilder rows, int ordinal)
    {
        var totals = (Totals*)state;
        var counts = new ReadOnlySpan<uint>(totals + 1, LatencyBuckets.Count);
        rows.Set(ordinal++, totals->Calls);
        rows.Set(ordinal++, totals->Errors);
        rows.Set(ordinal++, Math.Min(totals->Longest, LatencyBuckets.Quantile(counts, 0.5)));
        rows.Set(ordinal++, Math.Min(totals->Longest, LatencyBuckets.Quantile(counts, 0.95)));
        rows.Set(ordinal++, Math.Min(totals->Longest, LatencyBuckets.Quantile(counts, 0.99)));
        rows.Set(ordinal++, totals->Longest);
        rows.Set(ordinal++, Math.Round(totals->Calls * 1e9 / Math.Max(1, Now - totals->Start), 2));
        rows.Set(ordinal++, totals->Nanoseconds);
        rows.Set(ordinal++, totals->RequestBytes);
        rows.Set(ordinal, totals->ResponseBytes);
    }

    private static ColumnSchema Counter(string name, string help, string heading) =>
        new(name, ColumnType.U64) { Help = help, Unit = "1", Heading = heading, Width = 8, Instrument = Instrument.Counter };

    private static ColumnSchema Latency(string name, string help, string heading) =>
        new(name, ColumnType.Duration) { Help = help, Unit = "ns", Heading = heading, Instrument = Instrument.Gauge };

    private static ColumnSchema Bytes(string name, string help, string heading) =>
        new(name, ColumnType.U64) { Help = help, Unit = "By", Heading = heading, Instrument = Instrument.Counter };

    [StructLayout(LayoutKind.Sequential)]
    private struct Totals
    {
        public long Start;
        public ulong Calls;
        public ulong Errors;
        public ulong Nanoseconds;
        public long Longest;
        public ulong RequestBytes;
        public ulong ResponseBytes;
    }
}

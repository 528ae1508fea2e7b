using System.Globalization;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>What bpftrace sees of a disk at the block_rq_issue tracepoint.</summary>
internal sealed class IssuedRequests : IDisposable
{
    private readonly BpftraceLines _bpftrace;

    private IssuedRequests(BpftraceLines bpftrace) => _bpftrace = bpftrace;

    /// <summary>Once it is attached.</summary>
    internal static async Task<IssuedRequests> FollowAsync(LoopDevice disk) => new(await BpftraceLines.FollowAsync(
        $$"""tracepoint:block:block_rq_issue /args->dev == {{disk.Number}}/ { printf("%llu %u %s\n", args->sector, args->bytes, args->rwbs); }"""));

    /// <summary>Ends it; all it saw.</summary>
    internal async Task<IReadOnlyList<DiskRequest>> EndAsync() => [.. (await _bpftrace.EndAsync()).Lines.Select(l => ToRequest(l.Split(' ')))];

    public void Dispose() => _bpftrace.Dispose();

    private static DiskRequest ToRequest(string[] words) =>
        new(long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture), Operation(words[2]));

    // blk_fill_rwbs: an F in front is a flush before the operation, the letter then is the operation, N any without a letter of its own.
    private static string Operation(string letters) => (letters.Length > 1 && letters[0] == 'F' ? letters[1..] : letters)[0] switch
    {
        'R' => "read",
        'W' => "write",
        'F' => "flush",
        'D' => "discard",
        _ => "write_zeroes",
    };
}

using System.Globalization;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>What bpftrace sees of a disk at the block_rq_issue tracepoint.</summary>
internal sealed class IssuedRequests : IDisposable
{
    private const string Tick = "tick";

    private readonly RunningProcess _bpftrace;

    private IssuedRequests(RunningProcess bpftrace) => _bpftrace = bpftrace;

    /// <summary>Once it is attached.</summary>
    internal static async Task<IssuedRequests> FollowAsync(LoopDevice disk)
    {
        var script = $$"""
            tracepoint:block:block_rq_issue /args->dev == {{disk.Number}}/ { printf("%llu %u %s\n", args->sector, args->bytes, args->rwbs); }
            interval:ms:100 { printf("{{Tick}}\n"); }
            """;
        var requests = new IssuedRequests(RunningProcess.Start("bpftrace", "-B", "line", "-e", script));
        await requests._bpftrace.Output.WaitForAsync(Tick);
        return requests;
    }

    /// <summary>Ends it; all it saw.</summary>
    internal async Task<IReadOnlyList<DiskRequest>> EndAsync()
    {
        _bpftrace.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _bpftrace.EndAsync());
        Assert.DoesNotContain("Lost", _bpftrace.Output.Text + _bpftrace.Errors.Text, StringComparison.Ordinal);
        return [.. _bpftrace.Output.All.Select(l => l.Split(' ')).Where(w => w is [[>= '0' and <= '9', ..], _, _]).Select(ToRequest)];
    }

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

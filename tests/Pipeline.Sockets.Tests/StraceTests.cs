using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Checking;
using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;
using Pipeline.Sockets.Tests.Witnesses;

namespace Pipeline.Sockets.Tests;

/// <summary>strace as a second witness: what a workload says that it moved is what its calls returned, and rows say the same while it is traced.</summary>
[Trait("needs", "root")]
public sealed class StraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("sendrecv tcp")]
    [InlineData("positioned udp6")]
    [InlineData("partialmany")]
    [InlineData("descriptors tcp6")]
    [InlineData("nonblocking tcp")]
    [InlineData("peers")]
    public async Task Rows_say_what_strace_saw(string command)
    {
        Needs.Root("strace");
        var log = _folder.Path("strace");
        var (told, seen) = await Observer.RunAsync(_folder, unix: false, StraceSums.Command(log), command);
        var witness = StraceSums.Read(log);
        Assert.Equal(witness.Where(w => w.Value > 0), Sums(told.Single()));
        Assert.Equal(witness.Where(w => w.Value > 0), Sums(seen.Data));
        Comparison.AssertSame(told, seen);
    }

    public void Dispose() => _folder.Dispose();

    private static SortedDictionary<string, long> Sums(Told told) =>
        Sorted(told.Calls.GroupBy(c => $"{c.Function} {told.Ends[c.End].Local.Port}", c => c.Size));

    private static SortedDictionary<string, long> Sums(DataRow[] rows) => Sorted(rows.GroupBy(r => $"{r.Function} {r.Local.Port}", r => r.Size));

    private static SortedDictionary<string, long> Sorted(IEnumerable<IGrouping<string, long>> sizes) =>
        new(sizes.ToDictionary(g => g.Key, g => g.Sum()), StringComparer.Ordinal);
}

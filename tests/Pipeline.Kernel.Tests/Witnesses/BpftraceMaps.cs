using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A bpftrace script and the maps it prints when it ends.</summary>
internal sealed class BpftraceMaps : IDisposable
{
    private const string Tick = "tick";

    private readonly RunningProcess _bpftrace;

    private BpftraceMaps(RunningProcess bpftrace) => _bpftrace = bpftrace;

    /// <summary>Once it is attached.</summary>
    internal static async Task<BpftraceMaps> FollowAsync(string script)
    {
        var maps = new BpftraceMaps(RunningProcess.Start("bpftrace", "-B", "line", "-f", "json", "-e", $$"""{{script}} interval:ms:100 { printf("{{Tick}}\n"); }"""));
        await maps._bpftrace.Output.WaitForAsync(Tick);
        return maps;
    }

    /// <summary>How many events at most it has not got because the kernel passed over it; there once it has ended.</summary>
    internal int PassedOver { get; private set; }

    /// <summary>Ends it; what it printed, by map. Maps nothing was put in are not there.</summary>
    internal async Task<Dictionary<string, JsonElement>> EndAsync()
    {
        PassedOver = (int)Witnesses.PassedOver.By(_bpftrace.Id);
        _bpftrace.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _bpftrace.EndAsync());
        return _bpftrace.Output.All.Where(l => l.StartsWith('{'))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .Where(r => r.GetProperty("type").GetString() is "map" or "hist")
            .SelectMany(r => r.GetProperty("data").EnumerateObject())
            .ToDictionary(m => m.Name, m => m.Value);
    }

    public void Dispose() => _bpftrace.Dispose();
}

using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>The counter that a test program keeps apart from the host's counts, read by bpftool; pinned, so that it outlives the host.</summary>
internal sealed class OwnAttempts : IDisposable
{
    private readonly string _pin;

    private OwnAttempts(string pin) => _pin = pin;

    /// <summary>The counter of the program that <paramref name="host"/> has loaded, among however many of its kind there are on the machine.</summary>
    internal static async Task<OwnAttempts> OfAsync(int host)
    {
        var pin = $"/sys/fs/bpf/pipeline-test-{Guid.NewGuid():N}";
        await RunningProcess.RunAsync("bpftool", "map", "pin", "id", await LoadedMap.IdOfAsync(host, "own_attempts"), pin);
        return new OwnAttempts(pin);
    }

    internal async Task<long> ReadAsync()
    {
        using var dump = JsonDocument.Parse(await RunningProcess.RunAsync("bpftool", "--json", "map", "dump", "pinned", _pin));
        return dump.RootElement[0].GetProperty("formatted").GetProperty("values").EnumerateArray().Sum(cpu => cpu.GetProperty("value").GetInt64());
    }

    public void Dispose() => File.Delete(_pin);
}

using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>The counter that flood.bpf.c keeps apart from the host's counts, read by bpftool; pinned, so that it outlives the host.</summary>
internal sealed class OwnAttempts : IDisposable
{
    private readonly string _pin;

    private OwnAttempts(string pin) => _pin = pin;

    /// <summary>The counter of the program that <paramref name="host"/> has loaded, among however many of its kind there are on the machine.</summary>
    internal static async Task<OwnAttempts> OfAsync(int host)
    {
        foreach (var id in Directory.EnumerateFiles($"/proc/{host}/fdinfo").SelectMany(MapIds).Distinct())
        {
            using var map = JsonDocument.Parse(await RunningProcess.RunAsync("bpftool", "--json", "map", "show", "id", id));
            if (!map.RootElement.TryGetProperty("name", out var name) || name.GetString() != "own_attempts")
                continue;
            var pin = $"/sys/fs/bpf/pipeline-test-{Guid.NewGuid():N}";
            await RunningProcess.RunAsync("bpftool", "map", "pin", "id", id, pin);
            return new OwnAttempts(pin);
        }

        throw new InvalidOperationException($"process {host} has no map own_attempts");
    }

    internal async Task<long> ReadAsync()
    {
        using var dump = JsonDocument.Parse(await RunningProcess.RunAsync("bpftool", "--json", "map", "dump", "pinned", _pin));
        return dump.RootElement[0].GetProperty("formatted").GetProperty("values").EnumerateArray().Sum(cpu => cpu.GetProperty("value").GetInt64());
    }

    public void Dispose() => File.Delete(_pin);

    private static IEnumerable<string> MapIds(string descriptor)
    {
        const string key = "map_id:";
        try
        {
            return [.. File.ReadLines(descriptor).Where(l => l.StartsWith(key, StringComparison.Ordinal)).Select(l => int.Parse(l[key.Length..], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // Closed between the listing and the look, so none of the host's lasting ones.
            return [];
        }
    }
}

using System.Text.Json;
using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Observing;

namespace Pipeline.Matrix.Tests;

/// <summary>The bytes that moving.c moves are the same on every kernel, and so are the rows of them.</summary>
[Trait("needs", "qemu")]
[Trait("needs", "root")]
public sealed class MovedBytesTests
{
    // What a kernel does not choose anew each time.
    private static readonly string[] Lasting =
        ["position", "size", "payload_size", "comm", "local_addr", "remote_addr", "transport", "trace_role", "direction", "protocol", "encrypted", "function", "datagram", "payload"];

    [Fact]
    public Task Every_kernel_tells_the_same_of_the_same_bytes() => AssertSameAsync(60, r => !r.GetProperty("encrypted").GetBoolean(), 17004, 17005);

    [Fact]
    public async Task Every_kernel_tells_the_same_of_what_is_encrypted()
    {
        var told = await AssertSameAsync(20, r => r.GetProperty("encrypted").GetBoolean(), 17006);
        // Three requests and responses, at both ends.
        Assert.Equal(2 * 3 * (39 + 42 + 40_000), told.Sum(r => r.GetProperty("size").GetInt32()));
    }

    private static async Task<JsonElement[]> AssertSameAsync(int least, Func<JsonElement, bool> isMeant, params int[] ports)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "loading kernel programs into the running kernel needs root (CAP_BPF, CAP_PERFMON)");
        var told = new List<(string Kernel, string[] Rows)>();
        JsonElement[] moved = [];
        foreach (var kernel in Kernels.Guests.Append(Kernels.Running))
        {
            var seen = await Observations.OfAsync(kernel);
            foreach (var variant in seen.Rows.Select(r => r.Key).Where(k => k.Program == "sockets"))
            {
                moved = [.. seen.Rows[variant].Where(r => IsMoved(r, ports) && isMeant(r))];
                told.Add(($"{kernel} {variant.Variant}", [.. moved.Select(r => Line(r, ports)).Order(StringComparer.Ordinal)]));
            }
        }

        Assert.True(told[0].Rows.Length > least, $"only {told[0].Rows.Length} rows");
        Assert.All(told, other => Assert.True(told[0].Rows.SequenceEqual(other.Rows), $"{told[0].Kernel} and {other.Kernel} differ:\n{string.Join('\n', told[0].Rows.Except(other.Rows).Concat(other.Rows.Except(told[0].Rows)))}"));
        return moved;
    }

    private static bool IsMoved(JsonElement row, int[] ports) =>
        row.GetProperty("table").GetString()!.EndsWith("__conn_data", StringComparison.Ordinal)
        && (ports.Contains(Port(row, "local_port")) || ports.Contains(Port(row, "remote_port")));

    private static int Port(JsonElement row, string column) => row.GetProperty(column).GetInt32();

    // The port that is the workload's own, so that both ends are told apart.
    private static string Line(JsonElement row, int[] ports) =>
        $"{(ports.Contains(Port(row, "local_port")) ? $"local {Port(row, "local_port")}" : $"remote {Port(row, "remote_port")}")} {string.Join(' ', Lasting.Select(c => $"{c}={row.GetProperty(c).GetRawText()}"))}";
}

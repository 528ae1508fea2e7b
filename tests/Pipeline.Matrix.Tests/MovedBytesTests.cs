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
    public async Task Every_kernel_tells_the_same_of_the_same_bytes()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "loading kernel programs into the running kernel needs root (CAP_BPF, CAP_PERFMON)");
        var told = new List<(string Kernel, string[] Rows)>();
        foreach (var kernel in Kernels.Guests.Append(Kernels.Running))
        {
            var seen = await Observations.OfAsync(kernel);
            foreach (var variant in seen.Rows.Select(r => r.Key).Where(k => k.Program == "sockets"))
                told.Add(($"{kernel} {variant.Variant}", [.. seen.Rows[variant].Where(IsMoved).Select(Line).Order(StringComparer.Ordinal)]));
        }

        Assert.True(told[0].Rows.Length > 60, $"only {told[0].Rows.Length} rows");
        Assert.All(told, other => Assert.True(told[0].Rows.SequenceEqual(other.Rows), $"{told[0].Kernel} and {other.Kernel} differ:\n{string.Join('\n', told[0].Rows.Except(other.Rows).Concat(other.Rows.Except(told[0].Rows)))}"));
    }

    private static bool IsMoved(JsonElement row) =>
        row.GetProperty("table").GetString()!.EndsWith("__conn_data", StringComparison.Ordinal)
        && (Port(row, "local_port") is 17004 or 17005 || Port(row, "remote_port") is 17004 or 17005);

    private static int Port(JsonElement row, string column) => row.GetProperty(column).GetInt32();

    // The port that is the workload's own, so that both ends are told apart.
    private static string Line(JsonElement row) =>
        $"{(Port(row, "local_port") is 17004 or 17005 ? $"local {Port(row, "local_port")}" : $"remote {Port(row, "remote_port")}")} {string.Join(' ', Lasting.Select(c => $"{c}={row.GetProperty(c).GetRawText()}"))}";
}

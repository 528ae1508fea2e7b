using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>execsnoop's rows beside strace, which traces the same workload at the same time.</summary>
[Trait("needs", "root")]
public sealed class ExecsnoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _program;

    public ExecsnoopTests()
    {
        _program = _folder.Path($"kt{Guid.NewGuid():N}"[..12]);
        File.Copy("/bin/true", _program);
    }

    [Fact]
    public async Task TwoHundredExecutionsAreTwoHundredRowsAsStraceSeesThem()
    {
        Needs.Root("strace", "python3");
        var calls = Enumerable.Range(0, 200).Select(i => Call("execve", _program, _program, $"--number={i}", new string('a', i), $"{i * i}"));
        var (rows, seen, ledger) = await RunAsync([], calls);
        Assert.Equal(200, seen.Count);
        AssertSame(seen, rows);
        Assert.All(rows, row => Assert.Equal(Path.GetFileName(_program), row.GetProperty("comm").GetString()));
        Assert.Empty(ledger.Kernel.Lost);
    }

    [Fact]
    public async Task EveryByteOfAnArgumentArrivesAndEveryFailureIsTold()
    {
        Needs.Root("strace", "python3");
        var script = _folder.Write("script", $"#!{_program} -of-the-interpreter\n");
        var broken = _folder.Write("broken", "neither a script nor a program");
        var locked = _folder.Write("locked", "#!/bin/true\n");
        foreach (var file in new[] { script, broken })
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        var random = new Random(20_260_131);
        var all = Enumerable.Range(1, 255).Select(b => (byte)b).ToArray();
        string[] hostile = ["", "line\nline\r\n\n", "\"quotes\" 'and' \\back\\\\slashes\\n", "\t\u001b[31m\u0001\u007f", "größe 漢字 🦊 \u2028", "{\"json\": [1]}", new('x', 4096), " ", "-", "--", "*?$(x)`y`"];
        List<string> calls =
        [
            .. hostile.Select(h => Call("execve", _program, "first", h, "last")),
            Call("execve", _program, hostile),
            Call("execve", _program),
            Call("execve", _program, "", "", ""),
            CallBytes("execve", _program, [all, [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], "valid"u8.ToArray()]),
            Call("execve", script, "as passed", "to", "a\nscript", ""),
            Call("execve", script, script),
            Call("execveat", _program, _program, "by", "execveat"),
            Call("execveat", script, "script", "by", "execveat"),
            Call("execve", _folder.Path("missing"), "no", "such\nfile", ""),
            Call("execveat", _folder.Path("missing"), "no", "such", "file", "either"),
            Call("execve", broken, "no", "program"),
            Call("execve", locked, "not", "executable"),
            Call("execve", Path.Combine(_program, "below"), "not", "a", "folder"),
            .. Enumerable.Range(0, 40).Select(_ => CallBytes("execve", _program, RandomArguments(random))),
        ];
        var (rows, seen, _) = await RunAsync(["failed=true"], calls);
        Assert.Equal(calls.Count, seen.Count);
        AssertSame(seen, rows);
        Assert.Equal([-20, -13, -8, -2, 0], seen.Select(s => s.Result).Distinct().Order());
    }

    [Fact]
    public async Task ArgumentsBeyondTheCapAreCutAndSaidToBe()
    {
        Needs.Root("strace", "python3");
        var (rows, seen, _) = await RunAsync([], [Call("execve", _program, [.. Enumerable.Range(0, 100).Select(i => new string((char)('0' + i % 10), 4096))])]);
        var (row, whole) = (Assert.Single(rows), Assert.Single(seen).Arguments);
        Assert.True(row.GetProperty("truncated").GetBoolean());
        Assert.Equal(100, row.GetProperty("args_count").GetInt32());
        var shown = Arguments(row);
        Assert.InRange(shown.Count, 10, 99);
        Assert.Equal(whole.Take(shown.Count - 1), shown.SkipLast(1));
        Assert.StartsWith(shown[^1], whole[shown.Count - 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheTimeFromStartToFirstRowIsReported()
    {
        Needs.Root();
        using var host = HostRun.Start(_folder, "wrap", "execsnoop", "--format", "json");
        using var workload = RunningProcess.Start("sh", "-c", $"while {_program}; do sleep 0.01; done");
        await host.AttachedAsync();
        var attached = host.SinceStart;
        await host.Process.Output.WaitForAsync(Path.GetFileName(_program));
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start to attached: {attached.TotalMilliseconds:F0} ms, to first row: {host.SinceStart.TotalMilliseconds:F0} ms"));
        await host.StopAsync();
    }

    public void Dispose() => _folder.Dispose();

    // The rows of the workload's children, and what strace saw of these.
    private async Task<(JsonElement[] Rows, IReadOnlyList<Execution> Seen, Ledger Ledger)> RunAsync(IEnumerable<string> settings, IEnumerable<string> calls)
    {
        var (list, log) = (_folder.Path("calls"), _folder.Path("strace"));
        await File.WriteAllLinesAsync(list, calls, TestContext.Current.CancellationToken);
        using var host = HostRun.Start(_folder, ["wrap", "execsnoop", BpfConfiguration.RoomForAll, .. settings, "--format", "json"]);
        await host.AttachedAsync();
        var parent = int.Parse(await RunningProcess.RunAsync(Strace.Command(log, "/usr/bin/python3", Installed.Workload("exec.py"), list)), CultureInfo.InvariantCulture);
        var ledger = await host.StopAsync();
        return ([.. host.Rows.Where(r => r.GetProperty("ppid").GetInt32() == parent)], [.. Strace.Read(log).Where(e => e.Pid != parent)], ledger);
    }

    private static void AssertSame(IReadOnlyList<Execution> seen, IReadOnlyList<JsonElement> rows)
    {
        Assert.Equal(seen.Select(e => e.ToString()), rows.Select(r => ToExecution(r).ToString()));
        Assert.All(rows, row => Assert.False(row.GetProperty("truncated").GetBoolean()));
        Assert.All(rows, row => Assert.Equal(row.GetProperty("args").GetArrayLength(), row.GetProperty("args_count").GetInt32()));
    }

    private static Execution ToExecution(JsonElement row) =>
        new(row.GetProperty("pid").GetInt32(), row.GetProperty("syscall").GetString()!, row.GetProperty("ret").GetInt32(), Arguments(row));

    // The exact bytes, and a check that the readable form says the same wherever it can.
    private static IReadOnlyList<string> Arguments(JsonElement row)
    {
        byte[][] readable = [.. row.GetProperty("args").EnumerateArray().Select(a => Encoding.UTF8.GetBytes(a.GetString()!))];
        if (!row.TryGetProperty("args_base64", out var exact))
            return [.. readable.Select(a => Convert.ToHexStringLower(a))];
        byte[][] bytes = [.. exact.EnumerateArray().Select(a => a.GetBytesFromBase64())];
        Assert.Equal(bytes.Select(b => Encoding.UTF8.GetString(b)), readable.Select(b => Encoding.UTF8.GetString(b)));
        return [.. bytes.Select(a => Convert.ToHexStringLower(a))];
    }

    private static byte[][] RandomArguments(Random random)
    {
        var arguments = new byte[random.Next(1, 30)][];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = new byte[random.Next(3) == 0 ? random.Next(1500) : random.Next(20)];
            for (var b = 0; b < arguments[i].Length; b++)
                arguments[i][b] = (byte)random.Next(1, 256);
        }

        return arguments;
    }

    private static string Call(string call, string path, params IEnumerable<string> arguments) => CallBytes(call, path, arguments.Select(Encoding.UTF8.GetBytes));

    private static string CallBytes(string call, string path, IEnumerable<byte[]> arguments) =>
        string.Join(' ', [call, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(path)), .. arguments.Select(a => a.Length == 0 ? "-" : Convert.ToHexStringLower(a))]);
}

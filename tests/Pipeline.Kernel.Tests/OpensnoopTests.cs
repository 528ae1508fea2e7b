using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>opensnoop's rows beside strace and BCC's opensnoop, which trace the same workload at the same time.</summary>
[Trait("needs", "root")]
public sealed class OpensnoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task EveryOpenIsARowAsStraceSeesIt()
    {
        Needs.Root("strace", "python3");
        var (rows, seen, ledger) = await RunAsync();
        AssertSame(seen, rows.Select(ToOpening));
        Assert.All(rows, row => Assert.Equal("python3", row.GetProperty("comm").GetString()));
        Assert.All(rows, row => Assert.Equal(row.GetProperty("pid").GetInt32(), row.GetProperty("tid").GetInt32()));
        Assert.All(rows, row => Assert.Equal(PathOf(row).Length is 2 * 4095 || (PathOf(row).Length == 0 && row.GetProperty("err").GetInt32() == 14), row.GetProperty("truncated").GetBoolean()));
        Assert.Empty(ledger.Kernel.Lost);
    }

    [Theory]
    [InlineData("failed_only=true")]
    [InlineData("flags=creat")]
    [InlineData("flags=wronly|rdwr")]
    public async Task AnOptionKeepsWhatItSays(string option)
    {
        Needs.Root("strace", "python3");
        var (rows, seen, ledger) = await RunAsync(option);
        string[] wanted = option.StartsWith("flags=", StringComparison.Ordinal) ? option[6..].Split('|') : [];
        var kept = seen.Where(o => wanted.Length == 0 ? o.Error != 0 : o.Flags.Split('|').Intersect(wanted).Any()).ToList();
        Assert.InRange(kept.Count, 5, seen.Count - 1);
        AssertSame(kept, rows.Select(ToOpening));
        Assert.InRange(ledger.Kernel.Discarded["filtered"], seen.Count - kept.Count, long.MaxValue);
    }

    [Fact]
    public async Task ANameIsFoundAnywhereInTheProcesssName()
    {
        Needs.Root();
        var names = new[] { "ktabcdefghijkl", "kt", "xktabc", "abckt" };
        using var host = HostRun.Start(_folder, "wrap", "opensnoop", "name=ktabc", "--format", "json");
        await host.AttachedAsync();
        foreach (var name in names)
        {
            File.Copy("/bin/true", _folder.Path(name));
            await RunningProcess.RunAsync(_folder.Path(name));
        }

        await host.StopAsync();
        Assert.Equal(["ktabcdefghijkl", "xktabc"], host.Rows.Select(r => r.GetProperty("comm").GetString()).Distinct());
    }

    [Fact]
    public async Task AFullPathBeginsWithTheFolderItIsRelativeTo()
    {
        Needs.Root("python3", "mount");
        var mounted = Directory.CreateDirectory(_folder.Path("mounted")).FullName;
        await RunningProcess.RunAsync("mount", "-t", "tmpfs", "none", mounted);
        try
        {
            var deep = Directory.CreateDirectory(Path.Combine(mounted, "below", new string('n', 255), "größe", "8 bytes!")).FullName;
            using var host = HostRun.Start(_folder, "wrap", "opensnoop", "full_path=true", "name=python3", "--format", "json");
            await host.AttachedAsync();
            const string script = """
                import os, sys
                print(os.getpid(), flush=True)
                os.chdir(sys.argv[1])
                folder = os.open("..", os.O_RDONLY)
                for name in ["made", "./made", ""]:
                    try: os.close(os.open(name, os.O_CREAT | os.O_RDWR))
                    except OSError: pass
                os.close(os.open("made", os.O_CREAT | os.O_RDWR, dir_fd=folder))
                os.chdir("/")
                os.close(os.open("etc/passwd", os.O_RDONLY))
                os.close(os.open("/etc/passwd", os.O_RDONLY))
                """;
            var pid = int.Parse(await RunningProcess.RunAsync("/usr/bin/python3", "-c", script, deep), CultureInfo.InvariantCulture);
            await host.StopAsync();
            var paths = host.Rows.Where(r => r.GetProperty("pid").GetInt32() == pid).Select(r => r.GetProperty("path").GetString()!).ToList();
            Assert.Equal([$"{deep}/..", $"{deep}/made", $"{deep}/./made", $"{deep}/", $"{Path.GetDirectoryName(deep)}/made", "/etc/passwd", "/etc/passwd"], paths[^7..]);
        }
        finally
        {
            await RunningProcess.RunAsync("umount", mounted);
        }
    }

    [Fact]
    public async Task CallersAreToldByFileAndOffsetAndCodeWithoutAFileByItsAddress()
    {
        Needs.Root("python3");
        using var host = HostRun.Start(_folder, "wrap", "opensnoop", "callers=true", "name=python3", "--format", "json");
        await host.AttachedAsync();
        // push rbp; mov rbp, rsp; mov rax, 2 (open); syscall; pop rbp; ret: called by libffi, which keeps frame pointers.
        const string script = """
            import ctypes, mmap
            code = bytes.fromhex("55 4889e5 48c7c002000000 0f05 5d c3")
            memory = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
            memory.write(code)
            address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
            ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, ctypes.c_int)(address)(b"/missing by hand", 0)
            print(hex(address + 13))
            """;
        var caller = (await RunningProcess.RunAsync("/usr/bin/python3", "-c", script)).Trim();
        await host.StopAsync();
        var row = Assert.Single(host.Rows, r => r.GetProperty("path").GetString() == "/missing by hand");
        string[] stack = [.. row.GetProperty("stack").EnumerateArray().Select(f => f.GetString()!)];
        Assert.InRange(stack.Length, 2, 32);
        Assert.Equal(caller, stack[0]);
        Assert.StartsWith("libffi.so", stack[1], StringComparison.Ordinal);
        Assert.All(stack[1..], frame => Assert.Matches(@"^([^+]+\+)?0x[0-9a-f]+$", frame));
    }

    [Fact]
    public async Task BccsOpensnoopSeesTheSame()
    {
        Needs.Root("opensnoop", "setpriv");
        _folder.OpenToAll();
        var program = _folder.Path($"kt{Guid.NewGuid():N}"[..12]);
        File.Copy("/bin/cat", program);
        // It looks at names only when it prints, and its buffers have room for some hundred opens: those of the rest of the machine are kept out by the user.
        var user = Random.Shared.Next(100_000, 1_000_000).ToString(CultureInfo.InvariantCulture);
        using var bcc = await BccTool.FollowAsync("COMM", "opensnoop", "-u", user, "-n", Path.GetFileName(program));
        using var host = HostRun.Start(_folder, "wrap", "opensnoop", $"name={Path.GetFileName(program)}", "--format", "json");
        await host.AttachedAsync();
        for (var i = 0; i < 20; i++)
        {
            using var workload = RunningProcess.Start("setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", program, "/etc/hostname", _folder.Path("missing"), "/proc/self/stat");
            await workload.EndAsync();
        }

        await host.StopAsync();
        var rows = host.Rows.Select(r => $"{r.GetProperty("pid")} {r.GetProperty("comm")} {r.GetProperty("fd")} {r.GetProperty("err")} {r.GetProperty("path")}");
        var lines = (await bcc.RowsAsync(_ => true, host.Rows.Length)).Select(words => string.Join(' ', words));
        Assert.InRange(host.Rows.Length, 60, int.MaxValue);
        Assert.Equal(lines.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    // The rows of the workload, and what strace saw of it.
    private async Task<(JsonElement[] Rows, IReadOnlyList<Opening> Seen, Ledger Ledger)> RunAsync(params string[] settings)
    {
        var log = _folder.Path("strace");
        using var host = HostRun.Start(_folder, ["wrap", "opensnoop", "name=python3", BpfConfiguration.RoomForAll, .. settings, "--format", "json"]);
        await host.AttachedAsync();
        var place = Directory.CreateDirectory(_folder.Path("place")).FullName;
        var pid = int.Parse(await RunningProcess.RunAsync(StraceOpens.Command(log, "/usr/bin/python3", Installed.Workload("open.py"), place)), CultureInfo.InvariantCulture);
        var ledger = await host.StopAsync();
        return ([.. host.Rows.Where(r => r.GetProperty("pid").GetInt32() == pid)], StraceOpens.Read(log), ledger);
    }

    private static void AssertSame(IEnumerable<Opening> seen, IEnumerable<Opening> rows)
    {
        var told = seen.ToList();
        Assert.Equal(told, rows.Select((row, i) => i < told.Count && told[i].Flags == Opening.Untold ? row with { Flags = Opening.Untold } : row));
    }

    private static Opening ToOpening(JsonElement row) => new(
        row.GetProperty("call").GetString()!,
        PathOf(row),
        string.Join('|', row.GetProperty("flags").EnumerateArray().Select(f => f.GetString())),
        row.GetProperty("mode").GetString()!,
        row.GetProperty("fd").GetInt32(),
        row.GetProperty("err").GetInt32());

    // The exact bytes, which a readable form cannot always tell.
    private static string PathOf(JsonElement row) =>
        Convert.ToHexStringLower(row.TryGetProperty("path_base64", out var exact) ? exact.GetBytesFromBase64() : Encoding.UTF8.GetBytes(row.GetProperty("path").GetString()!));
}

using System.Text.Json;
using Pipeline.Cli.Tests;
using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Host = Pipeline.Kernel.Tests.Running.Installed;

namespace Pipeline.Servers.Tests;

/// <summary><c>wrap http</c> and its neighbours, as a person sees them.</summary>
[Trait("needs", "root")]
public sealed class WrapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(132)]
    [InlineData(200)]
    public async Task Requests_are_shown_as_they_happen_on_terminals_of_any_width(int columns)
    {
        Needs.Root("nginx", "tmux");
        using var nginx = await Nginx.StartAsync(_folder);
        var errors = _folder.Path("errors");
        await using var terminal = await Tmux.StartAsync(columns, 24, $"'{Host.Host}' wrap http port={nginx.Port} 2>{errors}");
        await Attached(errors);
        using var talk = await Talk.OpenAsync(nginx.Port);
        await talk.AskAsync("/f/1460", 3);
        var screen = await terminal.UntilAsync(lines => lines.Count(l => l.Contains("GET", StringComparison.Ordinal)) == 6);

        Assert.All(screen, line => Assert.InRange(line.Length, 1, columns));
        string[] headings = screen[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["TIME", "PID", "COMM", "ROLE", "METHOD", "STATUS", "LAT(ms)"], headings[..7]);
        Assert.Equal("PATH", headings[^1]);
        Assert.Equal(columns >= 100, headings.Contains("RADDR"));
        Assert.All(screen[1..], line => Assert.EndsWith(" /f/1460", line, StringComparison.Ordinal));
        Assert.Equal(3, screen.Count(line => line.Contains(" nginx ", StringComparison.Ordinal) && line.Contains(" server ", StringComparison.Ordinal)));
        Assert.Equal(3, screen.Count(line => line.Contains(" client ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Json_has_every_column_and_words_narrow_it()
    {
        Needs.Root("nginx");
        using var nginx = await Nginx.StartAsync(_folder);
        using var host = HostRun.Start(_folder, "wrap", "http", $"pid={nginx.Pids[^1]}", $"port={nginx.Port}", "resp_status=404", "--format", "json");
        await host.AttachedAsync();
        using var talk = await Talk.OpenAsync(nginx.Port);
        await talk.AskAsync("/f/100", 2);
        await talk.AskAsync("/s/404?/4", 3);
        await host.StopAsync();

        Assert.Equal(Enumerable.Repeat(new Exchange(talk.Port, "GET", "/s/404?/4", 404, 0, 4), 3), HttpRows.Of(host.Rows, "server", nginx.Port));
        Assert.Equal(3, host.Rows.Length);
        Assert.All(host.Rows, row => Assert.Equal(JsonValueKind.Object, row.GetProperty("req_headers").ValueKind));
    }

    [Fact]
    public async Task Columns_that_are_named_are_shown()
    {
        Needs.Root("nginx");
        using var nginx = await Nginx.StartAsync(_folder);
        using var host = HostRun.Start(_folder, "wrap", "http", $"port={nginx.Port}", "--where", "trace_role == \"server\"", "--columns", "req_path,resp_status");
        await host.AttachedAsync();
        using var talk = await Talk.OpenAsync(nginx.Port);
        await talk.AskAsync("/f/100");
        await host.StopAsync();
        Assert.Equal(["PATH STATUS", "/f/100 200"], host.Process.Output.All.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Connections_are_shown_as_they_open_and_close()
    {
        Needs.Root("nginx");
        using var nginx = await Nginx.StartAsync(_folder);
        using var host = HostRun.Start(_folder, "wrap", "connections", $"port={nginx.Port}", "--format", "json");
        await host.AttachedAsync();
        using (var talk = await Talk.OpenAsync(nginx.Port))
            await talk.AskAsync("/f/100");
        await host.Process.Output.WaitForAsync(line => line.Contains("\"close\"", StringComparison.Ordinal) && line.Contains("\"server\"", StringComparison.Ordinal));
        await host.StopAsync();
        foreach (var role in (string[])["client", "server"])
            Assert.Equal(["open", "close"], host.Rows.Where(r => r.GetProperty("trace_role").GetString() == role).Select(r => r.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task Without_traffic_it_says_why_there_is_nothing()
    {
        Needs.Root();
        using var host = HostRun.Start(_folder, "wrap", "http", $"port={FreePort.Take()}");
        await host.Process.Errors.WaitForAsync(line => line.StartsWith("no row so far: ", StringComparison.Ordinal));
        // A slow machine says so before.
        await host.AttachedAsync();
        await host.StopAsync();
        Assert.Contains(host.Process.Errors.All, line => line.StartsWith("0 rows in ", StringComparison.Ordinal) && line.EndsWith("none lost", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task Attached(string errors)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!File.Exists(errors) || !(await File.ReadAllTextAsync(errors, patience.Token)).Contains(" is attached, variant ", StringComparison.Ordinal))
            await Task.Delay(50, patience.Token);
    }
}

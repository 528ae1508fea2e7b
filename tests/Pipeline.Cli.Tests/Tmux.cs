using System.Globalization;

namespace Pipeline.Cli.Tests;

/// <summary>A program on a real terminal of a given size, whose screen is read as a person would: tmux emulates it. The witness of what the escape sequences do.</summary>
internal sealed class Tmux : IAsyncDisposable
{
    private readonly string _server = $"pipeline-{Guid.NewGuid():N}";

    private Tmux()
    {
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Runs a shell command until it ends; the screen stays.</summary>
    public static async Task<Tmux> StartAsync(int columns, int rows, string command)
    {
        var tmux = new Tmux();
        // No configuration of whoever runs the tests, and no status line.
        var answer = await Installed.RunProgramAsync(
            "tmux", "-L", tmux._server, "-f", "/dev/null", "new-session", "-d", "-x", Text(columns), "-y", Text(rows), "sleep infinity",
            ";", "set", "-g", "status", "off", ";", "set", "-g", "remain-on-exit", "on", ";", "resize-window", "-x", Text(columns), "-y", Text(rows),
            ";", "respawn-pane", "-k", command);
        Assert.True(answer.ExitCode == 0, answer.Error);
        return tmux;
    }

    public Task ResizeAsync(int columns, int rows) => AskAsync("resize-window", "-x", Text(columns), "-y", Text(rows));

    /// <summary>Types, as <c>send-keys</c> names keys.</summary>
    public Task TypeAsync(string keys) => AskAsync("send-keys", keys);

    /// <summary>The screen's lines, from the top, without the empty ones at the bottom.</summary>
    public async Task<string[]> ScreenAsync() => (await AskAsync("capture-pane", "-p")).TrimEnd('\n').Split('\n');

    /// <summary>Lines that scrolled off the top.</summary>
    public async Task<int> ScrolledAsync() => int.Parse(await AskAsync("display-message", "-p", "#{history_size}"), CultureInfo.InvariantCulture);

    /// <summary>The screen once it is as wanted; the test's own time limit bounds the wait.</summary>
    public async Task<string[]> UntilAsync(Func<string[], bool> wanted)
    {
        var deadline = TimeSpan.FromMinutes(5);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            var screen = await ScreenAsync();
            if (wanted(screen))
                return screen;
            Assert.True(waited < deadline, $"the screen never came:\n{string.Join('\n', screen)}");
            await Task.Delay(50, Cancel);
        }
    }

    public async ValueTask DisposeAsync() => await Installed.RunProgramAsync("tmux", "-L", _server, "kill-server");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<string> AskAsync(params string[] command)
    {
        var answer = await Installed.RunProgramAsync("tmux", ["-L", _server, .. command]);
        Assert.True(answer.ExitCode == 0, answer.Error);
        return answer.Output;
    }
}

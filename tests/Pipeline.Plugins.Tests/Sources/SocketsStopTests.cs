using System.Runtime.InteropServices;
using Pipeline.Plugins.Tests.Sources.Files;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sources.Sockets;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources;

/// <summary>A stop that comes while the source begins: on a busy machine it takes long to look into every file that any process runs code from.</summary>
public sealed class SocketsStopTests
{
    [Theory, Trait("needs", "root")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_library_is_looked_into_once_a_stop_is_asked_for(bool isStopped)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root");
        Assert.SkipUnless(NativeLibrary.TryLoad("libssl.so.3", out _), "libssl.so.3 missing");
        var log = new KeptLog();
        using var source = new SocketsSource(new SocketsOptions(), new SocketsContext(log));
        using var run = new SourceRun();
        using var stop = new CancellationTokenSource();
        if (isStopped)
            await stop.CancelAsync();

        var running = Task.Run(() => source.RunAsync(run, stop.Token), TestContext.Current.CancellationToken);
        while (!running.IsCompleted && !log.Lines.Any(line => line.Contains(" is attached, variant ", StringComparison.Ordinal)))
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;

        // This process runs code of that library.
        Assert.Equal(!isStopped, log.Lines.Any(line => line.Contains("libssl.so.3 is observed", StringComparison.Ordinal)));
    }
}

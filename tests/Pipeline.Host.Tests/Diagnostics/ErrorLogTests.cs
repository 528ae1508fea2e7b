using Microsoft.Extensions.Logging;
using Pipeline.Host.Diagnostics;

namespace Pipeline.Host.Tests.Diagnostics;

/// <summary>What is logged as a warning or worse is kept for the telemetry source, whatever level is printed.</summary>
public sealed class ErrorLogTests
{
    [Fact]
    public void Warnings_and_worse_are_kept_even_when_nothing_is_printed()
    {
        var logs = new StderrLogs(LogLevel.None);
        var log = logs.CreateLogger("disks");
        log.LogInformation("all is well");
        log.LogWarning("{Disk} is slow", "sda");
        log.LogError(new InvalidOperationException("no more"), "it broke");

        var kept = new List<LoggedError>();

        Assert.Equal(0, logs.Errors.Drain(kept));
        Assert.Equal([(LogLevel.Warning, "sda is slow", ""), (LogLevel.Error, "it broke: no more", "System.InvalidOperationException")], kept.Select(e => (e.Level, e.Message, e.Exception)));
        Assert.All(kept, e => Assert.Equal("disks", e.Component));
    }

    [Fact]
    public void What_finds_no_room_is_counted_once()
    {
        var errors = new ErrorLog();
        for (var i = 0; i < 3_000; i++)
            errors.Add(new LoggedError(i, "c", LogLevel.Error, "again", ""));
        var kept = new List<LoggedError>();

        var missed = errors.Drain(kept);

        Assert.Equal(3_000, missed + kept.Count);
        Assert.True(missed > 0);
        Assert.Equal((0, kept.Count), (errors.Drain(kept), kept.Count));
    }
}

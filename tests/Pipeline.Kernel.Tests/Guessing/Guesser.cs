using System.Diagnostics;
using System.Globalization;

namespace Pipeline.Kernel.Tests.Guessing;

/// <summary>inference.h, compiled for user space.</summary>
internal static class Guesser
{
    // By Stirling's numbers, as in the header.
    private static readonly string[] Protocols = ["unknown", "http", "http2", "mysql", "cql", "pgsql", "dns", "redis", "nats", "mongo", "kafka", "mux", "amqp", "tls", "mqtt", "memcached"];
    private static readonly string[] Sides = ["", "request", "response"];

    /// <summary>A guess for each message, in order.</summary>
    internal static IReadOnlyList<(string Protocol, string Side)> Guess(IEnumerable<Message> messages)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "programs", "infer")) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var answers = process.StandardOutput.ReadToEndAsync();
        foreach (var message in messages)
            process.StandardInput.WriteLine(message);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. answers.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
    }

    private static (string Protocol, string Side) Parse(string line)
    {
        var words = line.Split(' ');
        return (Protocols[int.Parse(words[0], CultureInfo.InvariantCulture)], Sides[int.Parse(words[1], CultureInfo.InvariantCulture)]);
    }
}
